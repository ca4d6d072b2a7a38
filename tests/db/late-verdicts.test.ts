import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { fold, type LifecycleEvent, type Stage } from "@/lib/domain/lifecycle";
import { expireCycles } from "@/lib/jobs/expiry";
import { undo } from "@/lib/services/corrections";
import type { JsonRecord } from "@/lib/services/parse/records";
import { cycleOf, minutesAfter, signedIn } from "@/tests/support/cycles";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { differences } from "@/tests/support/verify";

const database = processDatabase();
const HANDED_OVER = new Date("2027-06-01T14:00:00Z");
/** So many days after the hand-over. The decision is due on 8 June, the first touch on 2 June. */
const day = (days: number) => new Date(HANDED_OVER.getTime() + days * 86_400_000).toISOString();
let made = 0;
let revops: Person;

beforeAll(async () => {
  revops = await signedIn(database().pool, "vp_revops");
});

interface Said {
  verdict: "accept" | "reject";
  on: number;
  code?: string;
  touchedOn?: number;
}

const accept = (on: number): Said => ({ verdict: "accept", on });
const reject = (on: number, code = "bad_data"): Said => ({ verdict: "reject", on, code });
const OPPORTUNITY = "opportunity";
const EXPIRY = "expiry";
type Step = Said | { opportunityOn: number } | typeof EXPIRY;

const recordOf = (lead: string, { verdict, on, code, touchedOn = on - 0.01 }: Said): JsonRecord => ({
  lead_external_id: lead,
  decided_at: day(on),
  touched_at: day(touchedOn),
  verdict,
  ...(verdict === "reject" && { reason_code: code ?? "bad_data" }),
});

async function handOver(source: string): Promise<string> {
  made += 1;
  const lead = `late-${made}`;
  const record = { external_id: lead, company: lead, source, created_at: "2027-05-01", handed_over_at: day(0) };
  expect(await ingest(database().pool, { leads: [record] })).toEqual([]);
  return lead;
}

async function take(lead: string, step: Step): Promise<string[]> {
  if (step === EXPIRY) {
    await expireCycles(database().prisma, new Date(day(120)));
    return [];
  }
  if ("opportunityOn" in step) {
    const opportunity = {
      external_id: `${OPPORTUNITY}-${lead}`,
      lead_external_id: lead,
      created_at: day(step.opportunityOn),
    };
    return (await ingest(database().pool, { opportunities: [{ ...opportunity, stage: "Discovery" }] })).map(
      ({ code }) => code,
    );
  }
  return (await ingest(database().pool, { decisions: [recordOf(lead, step)] })).map(({ code }) => code);
}

interface EventRow extends LifecycleEvent {
  isSuperseded: boolean;
}

async function eventsOf(lead: string): Promise<EventRow[]> {
  const { rows } = await database().pool.query<EventRow>(
    `SELECT e.kind::text, e.from_stage::text AS "from", e.to_stage::text AS "to", e.at, e.id::int AS seq,
       EXISTS (SELECT FROM superseded_events s WHERE s.event_id = e.id) AS "isSuperseded"
     FROM lifecycle_events e JOIN cycles c ON c.id = e.cycle_id JOIN leads l ON l.id = c.lead_id WHERE l.external_id = $1 ORDER BY e.at, e.id`,
    [lead],
  );
  return rows;
}

/** Everything that a screen or a counter says of the only cycle of its source. */
async function outcome(lead: string, source: string) {
  const { rows } = await database().pool.query(
    `SELECT c.stage::text, c.reason::text, c.decided_at, c.first_decided_at, c.first_touched_at,
       (SELECT json_agg(json_build_object('verdict', d.verdict, 'reason', d.reason, 'at', d.decided_at)) FROM decisions d WHERE d.cycle_id = c.id AND d.is_live) AS live
     FROM cycles c JOIN leads l ON l.id = c.lead_id WHERE l.external_id = $1`,
    [lead],
  );
  const counters = await database().pool.query("SELECT * FROM acceptance_days WHERE source = $1", [source]);
  const { source: _, ...counts } = counters.rows[0];
  const inForce = (await eventsOf(lead))
    .filter(({ isSuperseded }) => !isSuperseded)
    .map(({ to, at }) => `${to} ${at.toISOString()}`);
  return { ...rows[0], counts, inForce };
}

/** The state after the steps in this order, the only ones of a source of their own. */
async function stateAfter(...steps: Step[]) {
  const source = `Unseen ${made}`;
  const lead = await handOver(source);
  for (const step of steps) await take(lead, step);
  const events = await eventsOf(lead);
  const folded = fold(events, "standard");
  // What was superseded is exactly what cannot follow in order of time.
  expect(folded.refused.map(({ event }) => event.seq)).toEqual(
    events.filter(({ isSuperseded }) => isSuperseded).map(({ seq }) => seq),
  );
  const state = await outcome(lead, `Unmapped: ${source}`);
  expect({ stage: folded.stage, at: folded.decidedAt, first: folded.firstDecidedAt }).toEqual({
    stage: state.stage,
    at: state.decided_at,
    first: state.first_decided_at,
  });
  return state;
}

describe("verdicts that come in late count at their time", () => {
  test("before an expiry: the expiry loses its force", async () => {
    const late = await stateAfter(EXPIRY, reject(20));
    expect(late).toMatchObject({ stage: "rejected", counts: { bad_data: 1, expired: 0 } });
    expect(late).toEqual(await stateAfter(reject(20), EXPIRY));
    expect(await stateAfter(EXPIRY, accept(2), reject(130))).toEqual(await stateAfter(accept(2), reject(130)));
  });

  test("an expiry stands when nothing is dated before it", async () => {
    const lead = await handOver("paid_search");
    await take(lead, EXPIRY);
    expect(await take(lead, accept(120))).toEqual(["ILLEGAL_TRANSITION"]);
    expect(await take(lead, reject(121))).toEqual(["ILLEGAL_TRANSITION"]);
  });

  test("an acceptance before a recorded rejection: accepted first, in time, and touched in time", async () => {
    const late = await stateAfter(reject(30), accept(0.5));
    expect(late).toMatchObject({
      stage: "rejected",
      counts: { bad_data: 1, accepted: 0, decided_in_time: 1, touched_in_time: 1 },
    });
    expect(late).toEqual(await stateAfter(accept(0.5), reject(30)));
  });

  test("a rejection before a recorded acceptance: the acceptance loses its force", async () => {
    const late = await stateAfter(accept(9), reject(3));
    expect(late).toMatchObject({ stage: "rejected", counts: { bad_data: 1, accepted: 0, decided_in_time: 1 } });
    expect(late).toEqual(await stateAfter(reject(3), accept(9)));
  });

  test("the touch of what loses its force counts no longer", async () => {
    const accepted = { ...accept(9), touchedOn: 0.5 };
    const late = await stateAfter(accepted, reject(3));
    expect(late).toMatchObject({ counts: { touched_in_time: 0 }, first_touched_at: new Date(day(2.99)) });
    expect(late).toEqual(await stateAfter(reject(3), accepted));
    const rejected = { ...reject(9), touchedOn: 0.5 };
    expect(await stateAfter(rejected, accept(3))).toEqual(await stateAfter(accept(3), rejected));
  });

  test("a rejection before the SQL: neither the acceptance after it nor the SQL stands", async () => {
    const [early, late] = [
      await stateAfter(reject(1), accept(2), { opportunityOn: 3 }),
      await stateAfter(accept(2), { opportunityOn: 3 }, reject(1)),
    ];
    expect(late).toEqual(early);
    expect(late).toMatchObject({ stage: "rejected" });
    expect(await stateAfter(accept(1), { opportunityOn: 3 }, reject(2))).toEqual(
      await stateAfter(accept(1), reject(2), { opportunityOn: 3 }),
    );
  });

  test("a rejection after the SQL is illegal, an earlier acceptance of an SQL is its first", async () => {
    const lead = await handOver("paid_search");
    for (const step of [accept(2), { opportunityOn: 3 }]) expect(await take(lead, step)).toEqual([]);
    expect(await take(lead, reject(4))).toEqual(["ILLEGAL_TRANSITION"]);
    expect(await take(lead, accept(1))).toEqual([]);
    expect(await outcome(lead, "paid_search")).toMatchObject({ stage: "sql", decided_at: new Date(day(1)) });
  });

  test("but never before a correction", async () => {
    const lead = await handOver("paid_search");
    await take(lead, reject(9));
    await undo(revops, await cycleOf(database().pool, lead), new Date(day(10)));
    expect(await take(lead, accept(9.5))).toEqual(["TAKEN_BACK_LATER"]);
    expect(await take(lead, accept(11))).toEqual([]);
    expect(await take(lead, reject(10.5))).toEqual([]);
    expect(await outcome(lead, "paid_search")).toMatchObject({ stage: "rejected" });
  });

  test("a correction after them goes back to what stands then", async () => {
    const lead = await handOver("paid_search");
    for (const step of [reject(9), accept(3)]) await take(lead, step);
    const id = await cycleOf(database().pool, lead);
    expect(await undo(revops, id, new Date(day(12)))).toMatchObject({ stage: "sal" });
    expect(await outcome(lead, "paid_search")).toMatchObject({ stage: "sal", first_decided_at: new Date(day(3)) });
    expect(await undo(revops, id, minutesAfter(new Date(day(12)), 1))).toMatchObject({ stage: "mql" });
  });

  test("the same rows again change nothing", async () => {
    const lead = await handOver("Unseen again");
    const steps = [accept(9), reject(8, "no_intent"), accept(1)];
    for (const step of steps) expect(await take(lead, step)).toEqual([]);
    const before = await outcome(lead, "Unmapped: Unseen again");
    for (const step of steps) expect(await take(lead, step)).toEqual([]);
    expect(await outcome(lead, "Unmapped: Unseen again")).toEqual(before);
  });
});

const said = fc.oneof(
  fc.integer({ min: 0, max: 40 }).map((on) => accept(on / 4)),
  fc
    .tuple(fc.integer({ min: 0, max: 40 }), fc.constantFrom("bad_data", "no_intent", "out_of_icp"))
    .map(([on, code]) => reject(on / 4, code)),
);

test("any order of the same verdicts, an expiry among them, gives the same state", async () => {
  const sets = fc.uniqueArray(said, { minLength: 2, maxLength: 5, selector: ({ on }) => on }).chain((verdicts) => {
    const steps: Step[] = [...verdicts, EXPIRY];
    const whole = { minLength: steps.length, maxLength: steps.length };
    return fc.tuple(fc.constant(verdicts), fc.shuffledSubarray(steps, whole), fc.shuffledSubarray(steps, whole));
  });
  await fc.assert(
    fc.asyncProperty(sets, async ([verdicts, one, other]) => {
      const state = await stateAfter(...one);
      expect(await stateAfter(...other)).toEqual(state);
      const inTime = [...verdicts].sort((a, b) => a.on - b.on);
      expect(state.stage).toBe<Stage>(inTime.some(({ verdict }) => verdict === "reject") ? "rejected" : "sal");
      expect(state.first_decided_at).toEqual(new Date(day(inTime[0]?.on ?? 0)));
    }),
    { numRuns: 12, seed: 20_270_705, interruptAfterTimeLimit: 60_000 },
  );
}, 120_000);

test("afterwards everything adds up", async () => {
  expect(await differences(database())).toEqual([]);
});
