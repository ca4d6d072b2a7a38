import { beforeAll, describe, expect, test } from "vitest";
import { type Person, systemActor } from "@/lib/auth/actor";
import { readLead } from "@/lib/data/leads";
import { ingestRecords } from "@/lib/services/batches";
import { undo } from "@/lib/services/corrections";
import { decide } from "@/lib/services/decisions";
import type { JsonRecord } from "@/lib/services/parse/records";
import { cycleState, eventsOf, handedOver, leadOf, minutesAfter, signedIn, THURSDAY } from "@/tests/support/cycles";
import { ingest, SOURCE_SYSTEM } from "@/tests/support/ingest";
import { waiting } from "@/tests/support/locks";
import { processDatabase } from "@/tests/support/process-database";
import { differences } from "@/tests/support/verify";

const database = processDatabase();
let bdr: Person;
let sourcer: Person;
let revops: Person;

beforeAll(async () => {
  const { pool } = database();
  bdr = await signedIn(pool, "bdr");
  sourcer = await signedIn(pool, "bdr", "sourcer");
  revops = await signedIn(pool, "vp_revops");
});

const verdict = (lead_external_id: string, more: JsonRecord = {}): JsonRecord => ({
  lead_external_id,
  decided_at: THURSDAY.toISOString(),
  verdict: "accept",
  ...more,
});
const duplicate = (of: string) => ({ verdict: "reject", reason_code: "already_in_pipeline", duplicate_of: of });

describe("who sourced a lead", () => {
  test.each(["accept", "reject"])("cannot %s it, by an import neither", async (said) => {
    const { pool } = database();
    const lead = `sourced-${said}`;
    const [id = 0n] = await handedOver(pool, { external_id: lead, source: "outbound_bdr", sourced_by: sourcer.email });
    const reason = said === "reject" ? { reason_code: "bad_data" } : {};
    const refused = await ingest(pool, {
      decisions: [verdict(lead, { verdict: said, decided_by: sourcer.email, ...reason })],
    });
    expect(refused).toMatchObject([{ code: "FORBIDDEN", field: "decided_by" }]);
    expect(await cycleState(pool, id)).toMatchObject({ stage: "mql" });
    expect(await ingest(pool, { decisions: [verdict(lead, { decided_by: bdr.email })] })).toEqual([]);
    expect(await cycleState(pool, id)).toMatchObject({ stage: "sal", decidedById: bdr.id });
  });

  test("is kept from it by the database too", async () => {
    const { pool } = database();
    const [id = 0n] = await handedOver(pool, { source: "outbound_bdr", sourced_by: sourcer.email });
    await decide(bdr, { cycleId: id, verdict: "accept", touch: "call" }, THURSDAY);
    await expect(
      pool.query("UPDATE cycles SET decided_by_id = sourced_by_id WHERE id = $1", [id]),
    ).rejects.toMatchObject({ constraint: "cycles_decider" });
  });
});

describe("a duplicate", () => {
  test("is not of the lead itself", async () => {
    const { pool } = database();
    const [id = 0n] = await handedOver(pool, { external_id: "itself" });
    const own = `lead:${await leadOf(pool, "itself")}`;
    for (const of of ["itself", own]) {
      const refused = await ingest(pool, { decisions: [verdict("itself", duplicate(of))] });
      expect(refused).toMatchObject([{ code: "DUPLICATE_OF_UNKNOWN", field: "duplicate_of" }]);
    }
    expect(await cycleState(pool, id)).toMatchObject({ stage: "mql" });
  });

  test("is looked up when it is read, whichever came first; an unknown id stays as it came", async () => {
    const { pool, prisma } = database();
    await handedOver(pool, { external_id: "twin-1" }, { external_id: "twin-2" }, { external_id: "twin-3" });
    const decisions = [
      verdict("twin-1", duplicate("comes later")),
      verdict("twin-2", duplicate("deal later")),
      verdict("twin-3", duplicate("never")),
    ];
    expect(await ingest(pool, { decisions })).toEqual([]);
    await ingest(pool, {
      leads: [{ external_id: "comes later", source: "webinar", created_at: "2027-05-01" }],
      opportunities: [{ external_id: "deal later", created_at: "2027-05-10", stage: "Discovery" }],
    });
    const deal = await prisma.opportunity.findFirstOrThrow({ where: { externalId: "deal later" } });
    const named = async (lead: string) =>
      (await readLead(String(await leadOf(pool, lead)), prisma))?.cycles[0]?.decisions[0]?.duplicateOf;
    expect(await named("twin-1")).toBe(`lead:${await leadOf(pool, "comes later")}`);
    expect(await named("twin-2")).toBe(`opportunity:${deal.id}`);
    expect(await named("twin-3")).toBe("never");
  });
});

test("two verdicts of one lead at one instant: the second is a conflict, its repetition a duplicate", async () => {
  const { pool } = database();
  const [id = 0n] = await handedOver(pool, { external_id: "torn" });
  const reject = { verdict: "reject", reason_code: "bad_data" };
  const records = [
    verdict("torn"),
    verdict("torn", reject),
    verdict("torn", { note: "again" }),
    verdict("torn", reject),
  ];
  const options = { kind: "decisions", sourceSystem: SOURCE_SYSTEM, via: "api", actor: systemActor("test") } as const;
  const { errors, ...counts } = await ingestRecords(pool, { ...options, records, now: THURSDAY });
  expect(counts).toMatchObject({ inserted: 1, duplicate: 1, rejected: 2 });
  expect(errors).toMatchObject([1, 3].map((line) => ({ line, code: "DECISION_FIXED", field: "decided_at" })));
  expect(await cycleState(pool, id)).toMatchObject({ stage: "sal" });
});

test("an import that waits for a correction sees it: a verdict before it is refused", async () => {
  const { pool } = database();
  const [id = 0n] = await handedOver(pool, { external_id: "raced" });
  await decide(bdr, { cycleId: id, verdict: "accept", touch: "call" }, THURSDAY);
  const holder = await pool.connect();
  try {
    await holder.query("BEGIN");
    await holder.query("SELECT FROM cycles WHERE id = $1 FOR UPDATE", [id]);
    const undone = undo(revops, id, minutesAfter(THURSDAY, 60));
    await waiting(pool, 1);
    const late = { verdict: "reject", reason_code: "bad_data", decided_at: minutesAfter(THURSDAY, 30).toISOString() };
    const imported = ingest(pool, { decisions: [verdict("raced", late)] });
    await waiting(pool, 2);
    await holder.query("COMMIT");
    expect(await undone).toMatchObject({ stage: "mql" });
    expect(await imported).toMatchObject([{ code: "TAKEN_BACK_LATER" }]);
  } finally {
    holder.release();
  }
  expect(await eventsOf(pool, id)).toHaveLength(3);
  expect(await cycleState(pool, id)).toMatchObject({ stage: "mql" });
});

test("afterwards everything adds up", async () => {
  expect(await differences(database())).toEqual([]);
});
