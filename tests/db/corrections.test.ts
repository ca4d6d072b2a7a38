import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { fold, type LifecycleEvent } from "@/lib/domain/lifecycle";
import { REASONS } from "@/lib/domain/reasons";
import { undo } from "@/lib/services/corrections";
import { decide } from "@/lib/services/decisions";
import { cycleState, eventsOf, handedOver, minutesAfter, SNAPSHOT, signedIn, THURSDAY } from "@/tests/support/cycles";
import { processDatabase } from "@/tests/support/process-database";
import { tableDigests } from "@/tests/support/tables";
import { differences } from "@/tests/support/verify";

const database = processDatabase();
let bdr: Person;
let other: Person;
let revops: Person;

beforeAll(async () => {
  const { pool } = database();
  bdr = await signedIn(pool, "bdr");
  other = await signedIn(pool, "bdr", "other");
  revops = await signedIn(pool, "vp_revops");
});

async function rejected(): Promise<bigint> {
  const [id = 0n] = await handedOver(database().pool, {});
  await decide(bdr, { cycleId: id, verdict: "reject", reason: "bad_data", touch: null }, THURSDAY);
  return id;
}

async function expectRefused(actor: Person, id: bigint, now: Date, code: string): Promise<void> {
  const { pool, prisma } = database();
  const [before, denied] = [await tableDigests(pool), await prisma.denial.count()];
  await expect(undo(actor, id, now)).rejects.toMatchObject({ code });
  expect(await tableDigests(pool)).toEqual(before);
  expect((await prisma.denial.count()) - denied).toBe(code === "FORBIDDEN" ? 1 : 0);
}

describe("undo", () => {
  test("brings the lead back; the verdict stays in the record, a correction is added", async () => {
    const { pool, prisma } = database();
    const id = await rejected();
    await undo(bdr, id, minutesAfter(THURSDAY, 1));
    expect(await cycleState(pool, id)).toMatchObject({
      stage: "mql",
      reason: null,
      decidedAt: null,
      decidedById: null,
    });
    expect(await eventsOf(pool, id)).toEqual([
      "lead>mql move by nobody",
      `mql>rejected move by ${bdr.id}`,
      `rejected>mql correction by ${bdr.id}`,
    ]);
    expect(await prisma.decision.findMany({ where: { cycleId: id } })).toMatchObject([
      { reason: "bad_data", isLive: false },
    ]);
  });

  test("is open up to the Monday snapshot and closed from its instant on", async () => {
    const [early, late] = [await rejected(), await rejected()];
    await undo(bdr, early, new Date(SNAPSHOT.getTime() - 1));
    await expectRefused(bdr, late, SNAPSHOT, "SNAPSHOT_CLOSED");
    await expectRefused(bdr, late, minutesAfter(SNAPSHOT, 60_000), "SNAPSHOT_CLOSED");
  });

  test("is VP RevOps' to give afterwards, and at any time", async () => {
    const { pool } = database();
    const id = await rejected();
    await undo(revops, id, minutesAfter(SNAPSHOT, 60_000));
    expect(await cycleState(pool, id)).toMatchObject({ stage: "mql" });
    expect((await eventsOf(pool, id)).at(-1)).toBe(`rejected>mql correction by ${revops.id}`);
    await undo(revops, await rejected(), minutesAfter(THURSDAY, 1));
  });

  test.each(["head_sdr", "cro", "ae", "head_demand_gen"] as const)("is not for a %s", async (role) =>
    expectRefused(await signedIn(database().pool, role), await rejected(), minutesAfter(THURSDAY, 1), "FORBIDDEN"),
  );

  test("is not for another BDR", async () =>
    expectRefused(other, await rejected(), minutesAfter(THURSDAY, 1), "FORBIDDEN"));

  test("happens once, and the lead can be decided anew", async () => {
    const { pool } = database();
    const id = await rejected();
    await undo(bdr, id, minutesAfter(THURSDAY, 1));
    await expectRefused(bdr, id, minutesAfter(THURSDAY, 2), "ILLEGAL_TRANSITION");
    await decide(other, { cycleId: id, verdict: "accept", touch: "meeting" }, minutesAfter(THURSDAY, 3));
    expect(await cycleState(pool, id)).toMatchObject({ stage: "sal", decidedById: other.id });
    await expectRefused(bdr, id, minutesAfter(THURSDAY, 4), "FORBIDDEN");
  });

  test("needs a lead that is there", () => expectRefused(bdr, 999_999_999n, THURSDAY, "NOT_FOUND"));
});

interface Step {
  cycle: number;
  what: "accept" | "reject" | "undo" | "correct";
  reason: number;
  who: number;
}

const step = fc.record<Step>({
  cycle: fc.nat(2),
  what: fc.constantFrom("accept", "reject", "undo", "correct"),
  reason: fc.nat(4),
  who: fc.nat(1),
});

/** One step of a random story; what is not allowed in its turn is refused, which is part of the story. */
async function play(id: bigint, { what, reason, who }: Step, now: Date): Promise<void> {
  const actor = who === 0 ? bdr : other;
  const write = () => {
    if (what === "undo") return undo(actor, id, now);
    if (what === "correct") return undo(revops, id, now);
    if (what === "accept") return decide(actor, { cycleId: id, verdict: "accept", touch: "call" }, now);
    const code = REASONS[reason] ?? "bad_data";
    return decide(actor, { cycleId: id, verdict: "reject", reason: code, touch: "call", duplicateOf: "lead:1" }, now);
  };
  await write().catch((error: unknown) => {
    expect(error).toMatchObject({
      code: expect.stringMatching(/^(ALREADY_DECIDED|FORBIDDEN|ILLEGAL_TRANSITION|SNAPSHOT_CLOSED)$/),
    });
  });
}

/** Counters of one source as the events say, by the rules of lib/domain alone. */
async function recount(source: string) {
  const { rows } = await database().pool.query<LifecycleEvent & { cycle: bigint; decideBy: Date }>(
    `SELECT c.id AS cycle, c.decide_by AS "decideBy", e.kind::text, e.from_stage::text AS "from", e.to_stage::text AS "to", e.at, e.id::int AS seq
     FROM cycles c JOIN lifecycle_events e ON e.cycle_id = c.id WHERE c.source_code = $1`,
    [source],
  );
  const cycles = new Map<bigint, typeof rows>();
  for (const row of rows) cycles.set(row.cycle, [...(cycles.get(row.cycle) ?? []), row]);
  const counts = { handed_over: 0, accepted: 0, rejected: 0, decided_in_time: 0 };
  for (const events of cycles.values()) {
    const state = fold(events, "standard");
    expect(state.refused).toEqual([]);
    counts.handed_over += 1;
    if (state.verdict === "accepted") counts.accepted += 1;
    if (state.verdict === "rejected") counts.rejected += 1;
    const due = events[0]?.decideBy;
    if (state.firstDecidedAt && due && state.firstDecidedAt <= due) counts.decided_in_time += 1;
  }
  return counts;
}

async function counted(source: string) {
  const { rows } = await database().pool.query(
    `SELECT sum(handed_over)::int AS handed_over, sum(accepted)::int AS accepted, sum(decided_in_time)::int AS decided_in_time,
       sum(out_of_icp + wrong_persona + no_intent + bad_data + already_in_pipeline)::int AS rejected
     FROM acceptance_days WHERE source = $1`,
    [source],
  );
  return rows[0];
}

test("counters equal a recomputation from the events after any story", async () => {
  const { pool } = database();
  await handedOver(pool, { external_id: "first lead of all" });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const ids = await handedOver(pool, ...Array.from({ length: 3 }, () => ({ source: "intent" })));
      for (const [index, one] of steps.entries()) {
        await play(ids[one.cycle] ?? 0n, one, minutesAfter(THURSDAY, index * 600));
      }
      expect(await counted("intent")).toEqual(await recount("intent"));
    }),
    { numRuns: 12, seed: 20_270_705 },
  );
  expect(await differences({ pool })).toEqual([]);
}, 120_000);
