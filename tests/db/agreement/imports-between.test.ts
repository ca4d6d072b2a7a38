import { beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { readMonday } from "@/lib/data/monday";
import { decideBy, touchBy } from "@/lib/domain/calendar";
import { addDays, dateIn } from "@/lib/domain/dates";
import { startDraft } from "@/lib/services/agreement/drafts";
import { activateDue } from "@/lib/services/agreement/in-force";
import { importFile } from "@/lib/services/imports";
import type { JsonRecord } from "@/lib/services/parse/records";
import { agreementInForce, nextNewYear, proposeAndSign, withoutGuards } from "@/tests/support/agreements";
import { calendar } from "@/tests/support/calendars";
import { temporaryFolder } from "@/tests/support/files";
import { ingest } from "@/tests/support/ingest";
import { waiting } from "@/tests/support/locks";
import { processDatabase } from "@/tests/support/process-database";
import { differences } from "@/tests/support/verify";

const database = processDatabase();
/** Version 2 judged from here on; version 1, which nobody signed, before it. */
const SIGNED = "2025-01-05T12:00:00.000Z";
const NOW = new Date();
const TODAY = dateIn(NOW, "America/New_York");
/** Of days on which version 3 judges. */
const SPEND = {
  source: "webinar",
  start_date: addDays(TODAY, 1),
  end_date: addDays(TODAY, 30),
  amount: "100",
  currency: "USD",
};

const lead = (external_id: string, handed_over_at: string): JsonRecord => ({
  external_id,
  employees: 150,
  source: "webinar",
  created_at: "2024-11-01",
  handed_over_at,
});

/** Version 3, signed and due today: other segments, other SLAs and hours, and webinars cost nothing. */
async function nextVersion(): Promise<void> {
  const { pool, url } = database();
  const { signers } = await agreementInForce(database(), { signedAt: new Date(SIGNED), frozenUntil: "2026-01-01" });
  await startDraft(signers.vp_revops);
  const bounds = [
    { code: "SMB", min_employees: 1, max_employees: 100 },
    { code: "MM", min_employees: 101, max_employees: 1999 },
    { code: "ENT", min_employees: 2000, max_employees: null },
  ];
  await pool.query(
    `UPDATE agreements SET decision_days = 2, follow_up_hours = 8, spend_policy = spend_policy || '{"webinar":"none"}', segments = $1::jsonb,
       working_time = '{"days":[1,2,3,4],"start_minute":600,"end_minute":900}' WHERE status = 'draft'`,
    [JSON.stringify(bounds)],
  );
  await proposeAndSign(pool, signers, { effectiveFrom: nextNewYear() });
  await withoutGuards(url, async (owner) => {
    await owner.query("UPDATE agreements SET decision_days = 3 WHERE version = 1");
    await owner.query("UPDATE agreements SET effective_from = $1 WHERE status = 'signed'", [TODAY]);
  });
}

async function importSpend(): Promise<string[]> {
  const folder = temporaryFolder();
  const names = Object.keys(SPEND).join(",");
  folder.write("spend.csv", `${names}\n${Object.values(SPEND).join(",")}\n`);
  const codes: string[] = [];
  await importFile(database().pool, {
    kind: "spend",
    file: `${folder.path}/spend.csv`,
    sourceSystem: "crm",
    via: "cli",
    actor: systemActor("test"),
    now: NOW,
    onRejected: (rows) => {
      codes.push(...rows.map(({ code }) => code));
    },
  });
  folder.remove();
  return codes;
}

async function cycleOfLead(externalId: string) {
  const { rows } = await database().pool.query(
    `SELECT c.agreement_version AS version, c.segment_code AS segment, c.touch_by AS touch, c.decide_by AS decision
     FROM cycles c JOIN leads l ON l.id = c.lead_id WHERE l.external_id = $1`,
    [externalId],
  );
  return rows[0];
}

beforeAll(nextVersion);

describe("imports that wait while an agreement comes into force", () => {
  let refused: unknown[];
  beforeAll(async () => {
    const { pool } = database();
    const holder = await pool.connect();
    await holder.query("BEGIN");
    await holder.query("SELECT pg_advisory_xact_lock(hashtext('accord.ingest'))");
    const activated = activateDue(NOW);
    await waiting(pool, 1);
    const imports = [
      ingest(pool, { leads: [lead("waited", new Date(NOW.getTime() + 86_400_000).toISOString())] }, NOW),
      ingest(pool, { spend: [SPEND] }, NOW),
      importSpend(),
    ];
    await waiting(pool, 4);
    await holder.query("COMMIT");
    holder.release();
    expect(await activated).toBe(3);
    refused = await Promise.all(imports);
  });

  test("are parsed under what is in force when they are written: its spend policy", () => {
    expect(refused).toEqual([
      [],
      [expect.objectContaining({ code: "SPEND_NOT_AGREED", message: expect.stringContaining("version 3") })],
      ["SPEND_NOT_AGREED"],
    ]);
  });

  test("its segments and its SLAs", async () => {
    const at = new Date(NOW.getTime() + 86_400_000);
    const time = calendar({ workingDays: [1, 2, 3, 4], startMinute: 600, endMinute: 900 });
    expect(await cycleOfLead("waited")).toEqual({
      version: 3,
      segment: "MM",
      touch: touchBy(at, time, 8),
      decision: decideBy(at, time, 2),
    });
  });
});

describe("a hand-over that comes in late is due by the version that it points to", () => {
  test.each([
    ["before anybody signed", "2024-12-02T15:00:00Z", 1, "2024-12-04T21:00:00Z", "2024-12-05T23:00:00Z"],
    ["to the last millisecond", "2025-01-05T11:59:59.999Z", 1, "2025-01-08T20:00:00Z", "2025-01-08T23:00:00Z"],
    ["from the moment at which the next one judged", SIGNED, 2, "2025-01-08T20:00:00Z", "2025-01-10T23:00:00Z"],
    ["in the hours of its day", "2026-03-02T15:00:00Z", 2, "2026-03-04T21:00:00Z", "2026-03-09T22:00:00Z"],
  ])("%s", async (_, at, version, touch, decision) => {
    expect(await ingest(database().pool, { leads: [lead(at, at)] }, NOW)).toEqual([]);
    expect(await cycleOfLead(at)).toMatchObject({ version, touch: new Date(touch), decision: new Date(decision) });
  });

  test("also where the lead itself was there before", async () => {
    const at = "2026-03-02T15:00:00Z";
    const { handed_over_at, ...before } = lead("known", at);
    for (const record of [before, { ...before, handed_over_at }]) {
      expect(await ingest(database().pool, { leads: [record] }, NOW)).toEqual([]);
    }
    const due = { touch: new Date("2026-03-04T21:00:00Z"), decision: new Date("2026-03-09T22:00:00Z") };
    expect(await cycleOfLead("known")).toMatchObject({ version: 2, ...due });
  });

  test("and the Monday page counts it as at risk by that version", async () => {
    const { atRisk } = await readMonday(null, new Date("2026-03-04T15:00:00Z"));
    expect(atRisk.touch).toBe(2);
  });

  test("and everything recomputes", async () => {
    // Version 3 was given its day after it was signed.
    const found = (await differences(database())).filter((line) => !line.startsWith("signed agreements"));
    expect(found).toEqual([]);
  });
});
