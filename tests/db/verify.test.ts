import { beforeAll, describe, expect, it } from "vitest";
import { type Person, personOfSession, systemActor } from "@/lib/auth/actor";
import { withClient } from "@/lib/cli/client";
import { readDispute } from "@/lib/data/disputes";
import { runChecks } from "@/lib/data/verify/all";
import { undo } from "@/lib/services/corrections";
import { decide } from "@/lib/services/decisions";
import { resolve } from "@/lib/services/dispute-picks";
import { raise, statePosition } from "@/lib/services/disputes";
import { acknowledge } from "@/lib/services/receipts";
import { takeSnapshot } from "@/lib/services/snapshots";
import { addPerson } from "@/tests/support/actors";
import { agreementInForce, type Signers } from "@/tests/support/agreements";
import { signedBrief } from "@/tests/support/briefs";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { randomCompany } from "@/tests/support/random-company";
import { differences, forced, redAfter } from "@/tests/support/verify";

const database = processDatabase();
const asOf = "2027-07-05";
const now = new Date("2027-07-05T12:00:00Z");

async function person(role: "bdr" | "ceo"): Promise<Person> {
  const { id } = await addPerson(database().pool, role);
  const signedIn = await personOfSession(id, 1);
  if (!signedIn) throw new Error(`the test's ${role} is not there`);
  return signedIn;
}

/** A BDR accepts two leads and takes one of the verdicts back. */
async function workTheQueue(): Promise<void> {
  const bdr = await person("bdr");
  const { id, email } = bdr;
  const handed_over_at = "2027-07-01T14:00:00Z";
  const leads = ["q-1", "q-2"].map((external_id) => ({
    external_id,
    source: "webinar",
    created_at: "2027-06-01",
    handed_over_at,
    assigned_to: email,
  }));
  await ingest(database().pool, { leads });
  const open = await database().prisma.cycle.findMany({ where: { assignedId: id }, orderBy: { id: "asc" } });
  for (const cycle of open) await decide(bdr, { cycleId: cycle.id, touch: "call", verdict: "accept" }, now);
  await undo(bdr, open[0]?.id ?? 0n, new Date("2027-07-05T12:05:00Z"));
}

/** What the three confirm, sign and argue about once their agreement is in force. */
async function keepWords(version: number, signers: Signers): Promise<void> {
  for (const reader of [signers.cro, signers.cmo]) await acknowledge(reader, version, now);
  await signedBrief(signers);
  const position = (countries: string[]) => ({ value: { countries }, reason: "We close there." });
  const dispute = await raise(signers.cro, { field: "geography", ...position(["US"]) }, now);
  const other = position(["US", "DACH"]);
  await statePosition(signers.cmo, { dispute, ...other, value: () => other.value }, now);
  const ceo = await person("ceo");
  const seen = (await readDispute(ceo, String(dispute)))?.seen ?? 0n;
  await resolve(ceo, { dispute, side: "cmo", reason: "We grow there.", seen }, now);
}

beforeAll(async () => {
  for (const round of [0, 1]) {
    await ingest(database().pool, randomCompany(40 + round, { round, asOf, leads: 150, opportunities: 60 }));
  }
  await workTheQueue();
  const { version, signers } = await agreementInForce(database());
  await keepWords(version, signers);
  for (const monday of ["2027-06-28", asOf]) await takeSnapshot(database().prisma, systemActor("test"), monday, now);
}, 120_000);

describe("verify", () => {
  it("is clean, and compares something in every check", async () => {
    expect(await differences(database())).toEqual([]);
    const checked = await withClient(database().url, async (client) => {
      await client.query("BEGIN");
      await client.query("SET LOCAL jit = off");
      const counts: [string, number][] = [];
      for await (const { name, checked: count } of runChecks(client)) counts.push([name, count]);
      await client.query("ROLLBACK");
      return counts;
    });
    // Those of the loop have records in tests/db/loop/verify-records.test.ts.
    expect(checked.filter(([, count]) => count === 0)).toHaveLength(5);
    expect(checked).toHaveLength(34);
  });

  const DECIDED = "(SELECT id FROM cycles WHERE stage = 'sal' ORDER BY id LIMIT 1)";
  const CREDIT = "(SELECT opportunity_id FROM deal_credits WHERE credit > 1 ORDER BY opportunity_id LIMIT 1)";

  it.each<[string, string]>([
    [
      "events form legal chains",
      "UPDATE lifecycle_events SET to_stage = 'sql' WHERE id = (SELECT min(id) FROM lifecycle_events WHERE to_stage = 'mql')",
    ],
    ["events form legal chains", "UPDATE lifecycle_events SET to_stage = 'sal' WHERE kind = 'correction'"],
    [
      "events form legal chains",
      `INSERT INTO superseded_events (event_id, audit_seq) SELECT id, 1 FROM lifecycle_events WHERE to_stage = 'sal' AND cycle_id = ${DECIDED}`,
    ],
    [
      "cycles are what their events say",
      `UPDATE cycles SET first_decided_at = first_decided_at - interval '1 ms' WHERE id = ${DECIDED}`,
    ],
    [
      "cycles are what their events say",
      `UPDATE cycles SET decided_at = decided_at + interval '1 ms' WHERE id = ${DECIDED}`,
    ],
    [
      "cycles are what their events say",
      "UPDATE cycles SET handed_over_on = handed_over_on + 1 WHERE id = (SELECT min(id) FROM cycles)",
    ],
    ["one live verdict for each decided cycle", `UPDATE decisions SET is_live = false WHERE cycle_id = ${DECIDED}`],
    [
      "one live verdict for each decided cycle",
      `INSERT INTO decisions (cycle_id, lead_id, decided_at, verdict, touched_at, is_live, agreement_version, audit_seq)
       SELECT c.id, c.lead_id, now(), 'accept', now(), true, 1, 1 FROM cycles c WHERE c.id = (SELECT min(id) FROM cycles WHERE stage = 'mql')`,
    ],
    ["decisions and events one to one", "DELETE FROM decisions WHERE id = (SELECT min(id) FROM decisions)"],
    [
      "decisions and events one to one",
      "UPDATE lifecycle_events SET at = at + interval '1 ms' WHERE id = (SELECT max(id) FROM lifecycle_events WHERE to_stage = 'rejected')",
    ],
    [
      "decisions and audit entries one to one",
      "UPDATE decisions SET audit_seq = 1 WHERE id = (SELECT min(id) FROM decisions)",
    ],
    [
      "decisions and audit entries one to one",
      "SELECT audit_append(NULL, 'x', 'decision.accept', 'cycle:1', NULL, NULL, 1)",
    ],
    [
      "corrections and audit entries one to one",
      "SELECT audit_append(NULL, 'x', 'decision.correct', 'cycle:1', NULL, NULL, 1)",
    ],
    [
      "acceptance_days",
      "UPDATE acceptance_days SET touched_in_time = touched_in_time + 1 WHERE day = (SELECT min(day) FROM acceptance_days)",
    ],
    ["acceptance_days", "DELETE FROM acceptance_days WHERE day = (SELECT max(day) FROM acceptance_days)"],
    [
      "owner, pipeline entry and win of opportunities",
      "UPDATE opportunities SET owner_source = 'intent' WHERE id = (SELECT min(id) FROM opportunities WHERE owner_source <> 'intent')",
    ],
    [
      "owner, pipeline entry and win of opportunities",
      "UPDATE opportunities SET pipeline_amount = pipeline_amount + 0.01 WHERE id = (SELECT min(id) FROM opportunities WHERE pipeline_amount IS NOT NULL AND NOT is_approximate AND NOT is_amount_late)",
    ],
    [
      "owner, pipeline entry and win of opportunities",
      "UPDATE opportunities SET won_on = won_on - 1 WHERE id = (SELECT min(id) FROM opportunities WHERE won_on IS NOT NULL)",
    ],
    [
      "deal_credits against one statement",
      `UPDATE deal_credits SET credit = credit + CASE position WHEN 'first_touch' THEN 0.01 WHEN 'closed_won' THEN -0.01 ELSE 0 END WHERE opportunity_id = ${CREDIT}`,
    ],
    [
      "credits add up to the amount of each deal",
      `UPDATE deal_credits SET credit = credit + 0.01 WHERE opportunity_id = ${CREDIT} AND position = 'closed_won'`,
    ],
    ["deal_assists", "DELETE FROM deal_assists WHERE opportunity_id = (SELECT min(opportunity_id) FROM deal_assists)"],
    [
      "truncated and implicit flags of won deals",
      `UPDATE opportunities SET is_implicit = NOT is_implicit WHERE id = ${CREDIT}`,
    ],
    [
      "pipeline_days",
      "UPDATE pipeline_days SET amount = amount + 0.01 WHERE day = (SELECT min(day) FROM pipeline_days)",
    ],
    ["reached_days", "UPDATE reached_days SET reached = reached + 1 WHERE day = (SELECT min(day) FROM reached_days)"],
    [
      "influence_days",
      "UPDATE influence_days SET assists = assists + 1 WHERE day = (SELECT min(day) FROM influence_days)",
    ],
    ["won_days", "UPDATE won_days SET deals = deals + 1 WHERE day = (SELECT min(day) FROM won_days)"],
    [
      "rows of every import add up",
      `DO $$ BEGIN ALTER TABLE imports DROP CONSTRAINT imports_add_up;
       UPDATE imports SET rows_in = rows_in + 1 WHERE id = (SELECT min(id) FROM imports); END $$`,
    ],
    ["audit chain", "UPDATE audit_log SET actor = 'somebody else' WHERE seq = 3"],
    ["audit chain", "UPDATE audit_log SET after = '{}' WHERE action = 'import.finish'"],
    ["audit chain", "DELETE FROM audit_log WHERE action = 'import.finish' AND seq < (SELECT max(seq) FROM audit_log)"],
    ["audit chain", forced("DELETE FROM audit_log WHERE seq = (SELECT max(seq) FROM audit_log)")],
    ["audit chain", "UPDATE audit_head SET seq = seq + 1"],
    ["snapshots", "UPDATE snapshots SET payload = replace(payload, '\"n\":', '\"n\": ')"],
    [
      "snapshots",
      "UPDATE snapshots SET payload = replace(payload, 'USD', 'EUR'), hash = sha256(convert_to(replace(payload, 'USD', 'EUR'), 'UTF8')) WHERE as_of = '2027-06-28'",
    ],
    ["snapshots and audit entries one to one", forced("DELETE FROM snapshots WHERE as_of = '2027-06-28'")],
    [
      "snapshots and audit entries one to one",
      "SELECT audit_append(NULL, 'x', 'snapshot.take', 'snapshot:2027-06-21', NULL, NULL, 1)",
    ],
    ["snapshots that judge", "UPDATE snapshots SET judges = false WHERE as_of = '2027-06-28'"],
    ["snapshots that judge", "UPDATE snapshots SET judges = NOT judges"],
    ["restatements", "UPDATE restatements SET payload = replace(payload, '[', '[ ')"],
    [
      "restatements",
      "UPDATE restatements SET payload = replace(payload, '2027-06-28', '2027-06-21'), hash = sha256(convert_to(replace(payload, '2027-06-28', '2027-06-21'), 'UTF8'))",
    ],
    ["restatements", "DELETE FROM restatements"],
    ["signed agreements", forced("UPDATE agreements SET minimum_n = 11 WHERE version = 2")],
    ["signed agreements", forced("UPDATE floors SET percent = percent - 1 WHERE agreement_version = 2")],
    ["signed agreements", forced("UPDATE agreements SET frozen_until = frozen_until - 1 WHERE version = 2")],
    ["signed agreements", forced("UPDATE agreement_signatures SET voided_at = now() WHERE role = 'cmo'")],
    ["signed agreements", forced("UPDATE agreement_signatures SET content_hash = 'x' WHERE role = 'cro'")],
    ["tables of the agreement in force", forced("UPDATE stage_names SET ordinal = 4 WHERE key = 'proposal'")],
    ["tables of the agreement in force", forced("UPDATE segments SET max_employees = 198 WHERE code = 'SMB'")],
    ["tables of the agreement in force", forced("UPDATE organisation SET work_start_minute = 0")],
    [
      "receipts of versions in force",
      forced("DELETE FROM agreement_receipts WHERE user_id = (SELECT min(user_id) FROM agreement_receipts)"),
    ],
    ["receipts of versions in force", forced("UPDATE agreement_receipts SET agreement_version = 1")],
    [
      "receipts of versions in force",
      "SELECT audit_append(NULL, 'x', 'agreement.acknowledge', 'receipts:2', NULL, NULL, 2)",
    ],
    [
      "receipts of versions in force",
      `SELECT audit_append(NULL, 'x', 'demo.receipts', 'receipts:2', NULL, '{"read": 3}', 2)`,
    ],
    ["picks of the CEO", forced("UPDATE disputes SET picked = 'cro'")],
    ["picks of the CEO", forced("UPDATE disputes SET resolved_by_id = (SELECT min(id) FROM users)")],
    ["picks of the CEO", forced("DELETE FROM dispute_positions WHERE side = 'cro'")],
    ["picks of the CEO", "SELECT audit_append(NULL, 'x', 'dispute.resolve', 'dispute:99', NULL, NULL, 2)"],
    ["picks of the CEO", "DELETE FROM audit_log WHERE action = 'dispute.resolve'"],
    [
      "buying briefs",
      forced(
        "ALTER TABLE buying_briefs DROP CONSTRAINT buying_briefs_document; UPDATE buying_briefs SET document = document || ' '",
      ),
    ],
    ["buying briefs", forced("UPDATE brief_signatures SET voided_at = now() WHERE role = 'cmo'")],
    ["buying briefs", forced("UPDATE brief_signatures SET content_hash = 'x' WHERE role = 'cro'")],
  ])("%s: red after %s", async (name, damage) => {
    expect(await redAfter(database(), damage)).toContain(name);
  });

  it("is clean again after all that", async () => {
    expect(await differences(database())).toEqual([]);
  });
});
