import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { fold, type Lane, type LifecycleEvent, type Stage } from "@/lib/domain/lifecycle";
import type { Role } from "@/lib/domain/roles";
import { AppError } from "@/lib/errors";
import { expireCycles } from "@/lib/jobs/expiry";
import { undo } from "@/lib/services/corrections";
import { decide } from "@/lib/services/decisions";
import type { JsonRecord } from "@/lib/services/parse/records";
import { qualify } from "@/lib/services/qualification";
import { ingest, type Records } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { signedInPeople } from "@/tests/support/settings";
import { differences } from "@/tests/support/verify";

const database = processDatabase();
const HOUR = 3_600_000;
let people: Record<Role, Person>;
let runs = 0;

beforeAll(async () => {
  people = await signedInPeople(database().pool);
});

/** Three leads: one fresh, one that is about to expire, one of the partner lane. */
const LEADS = [0, 1, 2] as const;
const DAYS_OLD = [2, 89, 5];
const lead = fc.constantFrom(...LEADS);
const verdict = fc.constantFrom("accept" as const, "reject" as const);

/** What may happen next. Imported verdicts are dated up to two days before or after our clock. */
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("import" as const),
      lead,
      verdict,
      hours: fc.integer({ min: -48, max: 48 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("decide" as const), lead, verdict }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("undo" as const),
      lead,
      by: fc.constantFrom("bdr" as const, "vp_revops" as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("opportunity" as const),
      lead,
      stage: fc.constantFrom("Discovery", "Proposal"),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("qualify" as const), lead }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("touch" as const), lead }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("expire" as const), days: fc.integer({ min: 0, max: 3 }) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** One history: its own leads, its own clock, which only goes forward. */
class History {
  readonly #run = ++runs;
  #now = Date.parse("2027-07-05T12:00:00Z");
  #count = 0;

  #id = (index: number) => `run${this.#run}-${index}`;
  #at = (hours: number) => new Date(this.#now + hours * HOUR).toISOString();

  async begin(): Promise<void> {
    await this.#import({
      leads: LEADS.map((index) => ({
        external_id: this.#id(index),
        source: index === 2 ? "partner_referral" : "webinar",
        company: this.#id(index),
        created_at: "2027-01-15",
        handed_over_at: this.#at(-24 * (DAYS_OLD[index] ?? 0)),
      })),
      opportunities: LEADS.map((index) => this.#opportunity(index, "Discovery", false)),
    });
  }

  async #import(records: Records): Promise<void> {
    await ingest(database().pool, records, new Date(this.#now));
  }

  #cycle = (index: number) =>
    database().prisma.cycle.findFirstOrThrow({ where: { lead: { externalId: this.#id(index) } } });

  async take(next: Step): Promise<void> {
    this.#now += HOUR;
    this.#count += 1;
    const now = new Date(this.#now);
    switch (next.do) {
      case "import":
        return this.#import({ decisions: [this.#verdict(next.lead, next.verdict, next.hours)] });
      case "decide": {
        const { id: cycleId } = await this.#cycle(next.lead);
        const said =
          next.verdict === "accept"
            ? { verdict: "accept" as const }
            : { verdict: "reject" as const, reason: "no_intent" as const };
        await decide(people.bdr, { cycleId, touch: "call", ...said }, now);
        return;
      }
      case "undo":
        await undo(people[next.by], (await this.#cycle(next.lead)).id, now);
        return;
      case "opportunity":
        return this.#import({ opportunities: [this.#opportunity(next.lead, next.stage, true)] });
      case "qualify": {
        const { id: cycleId, leadId } = await this.#cycle(next.lead);
        const { accountKey } = await database().prisma.lead.findUniqueOrThrow({ where: { id: leadId } });
        const found = await database().prisma.opportunity.findFirst({ where: { accountKey }, orderBy: { id: "desc" } });
        await qualify(people.ae, { cycleId, opportunityId: found?.id ?? null, discoveryCall: true }, now);
        return;
      }
      case "touch": {
        const touch = { external_id: `${this.#id(next.lead)}-${this.#count}`, lead_external_id: this.#id(next.lead) };
        return this.#import({ touches: [{ ...touch, source: "webinar", kind: "reply", touched_at: this.#at(-1) }] });
      }
      case "expire":
        this.#now += 24 * HOUR * next.days;
        await expireCycles(database().prisma, new Date(this.#now));
    }
  }

  #verdict(index: number, said: "accept" | "reject", hours: number): JsonRecord {
    const reason = said === "reject" ? { reason_code: "wrong_persona" } : {};
    return { lead_external_id: this.#id(index), decided_at: this.#at(hours), verdict: said, ...reason };
  }

  #opportunity(index: number, stage: string, own: boolean): JsonRecord {
    return {
      external_id: `${this.#id(index)}-${own ? "own" : "account"}`,
      ...(own && { lead_external_id: this.#id(index) }),
      account: this.#id(index),
      created_at: this.#at(-2),
      amount: "30000.00",
      stage,
    };
  }
}

interface CycleRow {
  id: bigint;
  stage: Stage;
  lane: Lane;
  decidedAt: Date | null;
  firstDecidedAt: Date | null;
  events: { kind: "move" | "correction"; from: Stage; to: Stage; at: string; seq: number; isSuperseded: boolean }[];
}

/** Cycles whose columns are not what their events add up to, or of whose events others are illegal than those that are superseded. */
async function unfolded(): Promise<object[]> {
  const { rows } = await database().pool.query<CycleRow>(`
    SELECT c.id, c.stage, c.lane, c.decided_at AS "decidedAt", c.first_decided_at AS "firstDecidedAt",
      (SELECT json_agg(json_build_object('kind', e.kind, 'from', e.from_stage, 'to', e.to_stage, 'at', e.at, 'seq', e.id,
        'isSuperseded', EXISTS (SELECT FROM superseded_events s WHERE s.event_id = e.id))) FROM lifecycle_events e WHERE e.cycle_id = c.id) AS events
    FROM cycles c`);
  return rows.filter(({ stage, lane, decidedAt, firstDecidedAt, events }) => {
    const history = events.map(
      ({ isSuperseded: _, ...event }): LifecycleEvent => ({ ...event, at: new Date(event.at) }),
    );
    const state = fold(history, lane);
    const refused = state.refused.map(({ event }) => event.seq).sort();
    const superseded = events.flatMap(({ seq, isSuperseded }) => (isSuperseded ? [seq] : [])).sort();
    if (superseded.length > 0) happened.add("superseded");
    return (
      String(refused) !== String(superseded) ||
      state.stage !== stage ||
      state.decidedAt?.getTime() !== decidedAt?.getTime() ||
      state.firstDecidedAt?.getTime() !== firstDecidedAt?.getTime()
    );
  });
}

const happened = new Set<string>();

test("state is what the events add up to, counters what can be counted again, after anything", async () => {
  const history = fc.array(step, { minLength: 6, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(history, async (steps) => {
      const run = new History();
      await run.begin();
      for (const next of steps) {
        try {
          await run.take(next);
          happened.add(next.do);
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          happened.add(error.code);
        }
      }
      expect(await unfolded()).toEqual([]);
    }),
    { numRuns: 20, seed: 20_270_705, interruptAfterTimeLimit: 100_000 },
  );
  expect(await differences(database())).toEqual([]);
  expect([...happened]).toEqual(
    expect.arrayContaining(["import", "decide", "undo", "qualify", "superseded", "ALREADY_DECIDED"]),
  );
}, 120_000);
