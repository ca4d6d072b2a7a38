import { beforeAll, describe, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { type DecisionInput, decide, NOTE_LIMIT } from "@/lib/services/decisions";
import { NOTE_LIMIT as FORM_NOTE_LIMIT } from "@/lib/view/desk";
import { cycleState, eventsOf, handedOver, leadOf, minutesAfter, signedIn, THURSDAY } from "@/tests/support/cycles";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { tableDigests } from "@/tests/support/tables";
import { differences } from "@/tests/support/verify";

const database = processDatabase();
let bdr: Person;
let other: Person;
let partnerManager: Person;

beforeAll(async () => {
  const { pool } = database();
  bdr = await signedIn(pool, "bdr");
  other = await signedIn(pool, "bdr", "other");
  partnerManager = await signedIn(pool, "partner_manager");
  await ingest(pool, {
    leads: [{ external_id: "twin", company: "Twin Ltd", source: "intent", created_at: "2027-05-01" }],
    opportunities: [
      { external_id: "open", account: "Twin Ltd", created_at: "2027-05-10", stage: "Discovery" },
      {
        external_id: "lost",
        account: "Twin Ltd",
        created_at: "2027-05-10",
        stage: "Discovery",
        outcome: "lost",
        closed_at: "2027-06-01",
      },
    ],
  });
});

const idOf = async (table: "leads" | "opportunities", externalId: string) => {
  const { rows } = await database().pool.query(`SELECT id FROM ${table} WHERE external_id = $1`, [externalId]);
  return rows[0]?.id as bigint;
};

const accept = (cycleId: bigint): DecisionInput => ({ cycleId, verdict: "accept", touch: "call" });
const denials = () => database().prisma.denial.count();

/** Must be refused with this code, and leave every table as it was. */
async function expectRefused(actor: Person, input: DecisionInput, code: string, now = THURSDAY): Promise<void> {
  const { pool } = database();
  const [before, denied] = [await tableDigests(pool), await denials()];
  await expect(decide(actor, input, now)).rejects.toMatchObject({ code });
  expect(await tableDigests(pool)).toEqual(before);
  expect((await denials()) - denied).toBe(code === "FORBIDDEN" ? 1 : 0);
}

describe("a decision", () => {
  test("accepts: SAL, the touch logged in the same step, one event, one live verdict, one audit entry", async () => {
    const { pool, prisma } = database();
    const [id = 0n] = await handedOver(pool, { assigned_to: bdr.email });
    const audits = await prisma.auditEntry.count();
    await decide(bdr, { ...accept(id), note: "keen" }, THURSDAY);
    expect(await cycleState(pool, id)).toMatchObject({
      stage: "sal",
      decidedAt: THURSDAY,
      decidedById: bdr.id,
      firstTouchedAt: THURSDAY,
    });
    expect(await eventsOf(pool, id)).toEqual(["lead>mql move by nobody", `mql>sal move by ${bdr.id}`]);
    const verdicts = await prisma.decision.findMany({ where: { cycleId: id } });
    expect(verdicts).toMatchObject([{ verdict: "accept", touchKind: "call", note: "keen", isLive: true }]);
    expect((await prisma.auditEntry.count()) - audits).toBe(1);
  });

  test.each(["out_of_icp", "wrong_persona", "bad_data"] as const)("rejects with %s without a touch", async (reason) => {
    const { pool } = database();
    const [id = 0n] = await handedOver(pool, { assigned_to: bdr.email });
    await decide(bdr, { cycleId: id, verdict: "reject", reason, touch: null }, THURSDAY);
    expect(await cycleState(pool, id)).toMatchObject({ stage: "rejected", reason, firstTouchedAt: null });
  });

  test("takes a lead that is nobody's", async () => {
    const [id = 0n] = await handedOver(database().pool, {});
    await decide(other, accept(id), THURSDAY);
    expect(await cycleState(database().pool, id)).toMatchObject({ stage: "sal", decidedById: other.id });
  });

  test("names the open opportunity or lead that it duplicates", async () => {
    const { pool, prisma } = database();
    const [first = 0n, second = 0n] = await handedOver(pool, {}, {});
    const reject = { verdict: "reject", reason: "already_in_pipeline", touch: null } as const;
    const duplicates = [`opportunity:${await idOf("opportunities", "open")}`, `lead:${await leadOf(pool, "twin")}`];
    await decide(bdr, { ...reject, cycleId: first, duplicateOf: duplicates[0] }, THURSDAY);
    await decide(bdr, { ...reject, cycleId: second, duplicateOf: duplicates[1] }, THURSDAY);
    const named = await prisma.decision.findMany({
      where: { cycleId: { in: [first, second] } },
      orderBy: { id: "asc" },
    });
    expect(named.map(({ duplicateOf }) => duplicateOf)).toEqual(duplicates);
  });

  test("belongs to the partner lane's manager there", async () => {
    const { pool } = database();
    const [id = 0n] = await handedOver(pool, { source: "partner_referral" });
    await decide(partnerManager, accept(id), THURSDAY);
    expect(await eventsOf(pool, id)).toEqual([
      "lead>referred move by nobody",
      `referred>sal move by ${partnerManager.id}`,
    ]);
  });
});

describe("a refused decision changes no table but the denial log", () => {
  let own: bigint;
  beforeAll(async () => {
    [own = 0n] = await handedOver(database().pool, { external_id: "own", assigned_to: bdr.email });
  });
  const reject = (reason: "no_intent" | "bad_data" | "already_in_pipeline", duplicateOf?: string): DecisionInput => ({
    cycleId: own,
    verdict: "reject",
    reason,
    touch: null,
    duplicateOf,
  });

  test("accepting without a touch", () => expectRefused(bdr, { ...accept(own), touch: null }, "TOUCH_REQUIRED"));
  test("no buying intent without a touch", () => expectRefused(bdr, reject("no_intent"), "TOUCH_REQUIRED"));
  test("already in pipeline without its duplicate", () =>
    expectRefused(bdr, reject("already_in_pipeline"), "DUPLICATE_OF_REQUIRED"));
  test.each(["lead:999999999", "opportunity:999999999", "LD-1", "lead:-1", "lead:1 OR 1=1"])(
    "a duplicate of %s",
    (reference) => expectRefused(bdr, reject("already_in_pipeline", reference), "DUPLICATE_OF_UNKNOWN"),
  );
  test("a duplicate of itself", async () =>
    expectRefused(
      bdr,
      reject("already_in_pipeline", `lead:${await leadOf(database().pool, "own")}`),
      "DUPLICATE_OF_UNKNOWN",
    ));
  test("a duplicate of a lost opportunity", async () =>
    expectRefused(
      bdr,
      reject("already_in_pipeline", `opportunity:${await idOf("opportunities", "lost")}`),
      "DUPLICATE_OF_UNKNOWN",
    ));
  test("a note of 281 characters; 280 astral ones fit", async () => {
    expect(NOTE_LIMIT).toBe(FORM_NOTE_LIMIT);
    await expectRefused(bdr, { ...reject("bad_data"), note: "🙂".repeat(281) }, "NOTE_TOO_LONG");
    const [id = 0n] = await handedOver(database().pool, {});
    await decide(bdr, { ...reject("bad_data"), cycleId: id, note: "🙂".repeat(280) }, THURSDAY);
  });
  test("somebody else's lead", () => expectRefused(other, accept(own), "FORBIDDEN"));
  test("a lead that one sourced oneself, even when it is nobody's", async () => {
    const [id = 0n] = await handedOver(database().pool, { source: "outbound_bdr", sourced_by: bdr.email });
    await expectRefused(bdr, accept(id), "FORBIDDEN");
    await decide(other, accept(id), THURSDAY);
  });
  test("a standard lead by the partner manager", async () => {
    const [id = 0n] = await handedOver(database().pool, {});
    await expectRefused(partnerManager, accept(id), "FORBIDDEN");
  });
  test.each(["head_sdr", "ae", "cro", "vp_revops", "ceo"] as const)("a lead by a %s", async (role) =>
    expectRefused(await signedIn(database().pool, role), accept(own), "FORBIDDEN"),
  );
  test("a lead that does not exist", () => expectRefused(bdr, accept(999_999_999n), "NOT_FOUND"));
  test("a decided one names who and when", async () => {
    const [id = 0n] = await handedOver(database().pool, {});
    await decide(other, accept(id), THURSDAY);
    await expectRefused(bdr, accept(id), "ALREADY_DECIDED", minutesAfter(THURSDAY, 1));
    await expect(decide(bdr, accept(id), minutesAfter(THURSDAY, 1))).rejects.toMatchObject({
      details: { by: other.name, at: THURSDAY.toISOString(), verdict: "accepted" },
    });
  });
  test("an expired one", async () => {
    const { pool } = database();
    const [id = 0n] = await handedOver(pool, {});
    await pool.query("UPDATE cycles SET stage = 'expired' WHERE id = $1", [id]);
    await expectRefused(bdr, accept(id), "ILLEGAL_TRANSITION");
    await pool.query("UPDATE cycles SET stage = 'mql' WHERE id = $1", [id]);
  });
});

test("two people on one lead: exactly one wins, the other hears who and when", async () => {
  const { pool } = database();
  const ids = await handedOver(pool, ...Array.from({ length: 20 }, () => ({})));
  for (const [round, id] of ids.entries()) {
    // Half of the rounds fall on the very same instant.
    const times = [THURSDAY, minutesAfter(THURSDAY, round % 2)] as const;
    const input: DecisionInput =
      round % 3 === 0 ? { cycleId: id, verdict: "reject", reason: "bad_data", touch: null } : accept(id);
    const results = await Promise.allSettled([decide(bdr, accept(id), times[0]), decide(other, input, times[1])]);
    const won = results.findIndex(({ status }) => status === "fulfilled");
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const winner = won === 0 ? bdr : other;
    expect(results[1 - won]).toMatchObject({
      reason: { code: "ALREADY_DECIDED", details: { by: winner.name, at: times[won === 0 ? 0 : 1].toISOString() } },
    });
    expect(await cycleState(pool, id)).toMatchObject({ decidedById: winner.id });
    expect(await eventsOf(pool, id)).toHaveLength(2);
    expect(await database().prisma.decision.count({ where: { cycleId: id } })).toBe(1);
  }
  expect(await differences({ pool })).toEqual([]);
});

describe("SQL as the app's role", () => {
  test.each([
    "UPDATE lifecycle_events SET at = now()",
    "DELETE FROM lifecycle_events",
    "TRUNCATE lifecycle_events",
    "UPDATE decisions SET verdict = 'accept'",
    "UPDATE decisions SET reason = NULL",
    "DELETE FROM decisions",
    "UPDATE audit_log SET actor = 'x'",
    "DELETE FROM audit_log",
    "INSERT INTO audit_log (seq) VALUES (1)",
    "UPDATE lead_scores SET score = 100",
  ])("cannot %s", async (statement) => {
    await expect(database().pool.query(statement)).rejects.toMatchObject({ code: "42501" });
  });
});
