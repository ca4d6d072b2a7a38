import { beforeAll, expect, test } from "vitest";
import { type Person, systemActor } from "@/lib/auth/actor";
import { fetchMetricsSettings } from "@/lib/data/metrics-settings";
import { latestDueMonday } from "@/lib/domain/as-of";
import { addDays, startOfDay } from "@/lib/domain/dates";
import type { Role } from "@/lib/domain/roles";
import { startDraft } from "@/lib/services/agreement/drafts";
import { takeMissedSnapshots, takeSnapshot } from "@/lib/services/snapshots";
import { agreementInForce, nextNewYear, proposeAndSign, standing, withoutGuards } from "@/tests/support/agreements";
import { processDatabase } from "@/tests/support/process-database";
import { signedInPeople } from "@/tests/support/settings";

const ZONE = "America/New_York";
const NOW = new Date();
const LATEST = latestDueMonday(NOW, ZONE);
/** The Sunday before the Monday before. */
const AGREED = addDays(LATEST, -8);
const database = processDatabase();
const actor = systemActor("test");
let people: Record<Role, Person>;
let [earlier, later] = [0, 0];

/** Signed long ago for a day that has come while nothing ran. */
async function waitingSince(day: string, signedAt: string): Promise<number> {
  await startDraft(people.vp_revops);
  await proposeAndSign(database().pool, people, { effectiveFrom: nextNewYear() });
  const { open } = await standing(database().pool);
  expect(open?.status).toBe("signed");
  await withoutGuards(database().url, (client) =>
    client.query("UPDATE agreements SET effective_from = $2, signed_at = $3 WHERE version = $1", [
      open?.version,
      day,
      signedAt,
    ]),
  );
  return open?.version ?? 0;
}

const judgedAt = async (at: Date) => (await fetchMetricsSettings(database().prisma, { at })).agreementVersion;

beforeAll(async () => {
  people = await signedInPeople(database().pool);
  const signed = { signedAt: new Date("2025-01-02T12:00:00Z"), frozenUntil: "2026-01-01" };
  earlier = (await agreementInForce(database(), signed)).version;
  await takeSnapshot(database().prisma, actor, addDays(LATEST, -21), NOW);
  later = await waitingSince(AGREED, `${addDays(AGREED, -30)}T12:00:00Z`);
});

test("Mondays that are caught up over a boundary are judged each by the agreement of its day", async () => {
  const mondays = [addDays(LATEST, -14), addDays(LATEST, -7), LATEST];
  expect(await takeMissedSnapshots(database().prisma, actor, NOW)).toEqual(mondays);
  const rows = await database().prisma.snapshot.findMany({ orderBy: { asOf: "asc" } });
  expect(rows.map(({ agreementVersion }) => agreementVersion)).toEqual([earlier, earlier, later, later]);
  expect((await standing(database().pool)).judging.version).toBe(later);
});

test("a version judges from the start of its day in the agreed zone", async () => {
  const start = startOfDay(AGREED, ZONE);
  expect([await judgedAt(new Date(start.getTime() - 1)), await judgedAt(start)]).toEqual([earlier, later]);
  const { earlierSlas } = await fetchMetricsSettings(database().prisma);
  expect(earlierSlas.at(-1)?.until).toEqual(start);
});

test("but never from before the third signature", async () => {
  const signed = new Date(`${addDays(AGREED, 3)}T12:00:00Z`);
  await withoutGuards(database().url, (client) =>
    client.query("UPDATE agreements SET signed_at = $2 WHERE version = $1", [later, signed]),
  );
  expect([await judgedAt(new Date(signed.getTime() - 1)), await judgedAt(signed)]).toEqual([earlier, later]);
});
