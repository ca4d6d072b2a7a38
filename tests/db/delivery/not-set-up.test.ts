import { expect, test, vi } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { sendDigests } from "@/lib/services/digest";
import { sendReminders } from "@/lib/services/reminders";
import { takeSnapshot } from "@/lib/services/snapshots";
import { addPeople } from "@/tests/support/actors";
import { processDatabase } from "@/tests/support/process-database";
import { fingerprint } from "@/tests/support/settings";

vi.hoisted(() => {
  for (const name of ["SMTP_URL", "MAIL_FROM", "SLACK_WEBHOOK_URL"]) vi.stubEnv(name, "");
});

const database = processDatabase();

test("with no way out set up nothing is claimed, so that the first one finds this Monday's digest unsent", async () => {
  const { pool, prisma } = database();
  await addPeople(pool);
  await takeSnapshot(prisma, systemActor("test"), "2027-07-05", new Date("2027-07-05T10:01:00Z"));
  const before = await fingerprint(pool);
  const now = new Date("2027-07-05T14:00:00Z");
  expect(await sendDigests(now)).toEqual({ accepted: 0, refused: 0, unknown: 0 });
  expect(await sendReminders(now)).toEqual({ accepted: 0, refused: 0, unknown: 0 });
  expect(await fingerprint(pool)).toEqual(before);
});
