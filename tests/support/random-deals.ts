import fc from "fast-check";
import type { IsoDate } from "@/lib/domain/dates";
import { addDays } from "@/lib/domain/dates";
import { TOUCH_KINDS, type TouchKind } from "@/lib/domain/touches";
import type { JsonRecord } from "@/lib/services/parse/records";

/** All deals of a world are won around this day, so that touches are near the edges of many windows. */
export const WON = "2027-06-30";
const SOURCES = ["webinar", "intent", "paid_search", "outbound_bdr", "Unmapped: fair"];
const COMPANIES = ["Acme", "ACME ", "Umbra"];
const around = (min: number, max: number, ...edges: number[]) =>
  fc.oneof(fc.integer({ min, max }), fc.constantFrom(min, max, ...edges)).map((offset) => addDays(WON, offset));

const lead = fc.record({
  company: fc.constantFrom(...COMPANIES, null),
  source: fc.constantFrom("webinar", "intent", "partner_referral"),
  handedOverOn: fc.option(around(-140, -40), { freq: 4 }),
  verdict: fc.constantFrom("accept", "reject", null),
  /** Days from the hand-over to a second cycle, which no import makes; null is none. */
  again: fc.option(fc.integer({ min: 31, max: 60 }), { freq: 3 }),
});
const deal = fc.record({
  lead: fc.option(fc.nat({ max: 3 })),
  company: fc.option(fc.constantFrom(...COMPANIES)),
  createdOn: around(-150, 0, -90, -91, -40, 0),
  wonOn: around(-2, 2),
  team: fc.constantFrom("sales" as const, "marketing" as const, null),
  cents: fc.integer({ min: 1, max: 10_000_00 }),
});
const touch = fc.record({
  on: around(-150, 4, -93, -92, -91, -90, -89, -88, -40, -1, 0, 1, 2),
  kind: fc.constantFrom<TouchKind>(...TOUCH_KINDS),
  source: fc.constantFrom(...SOURCES),
  target: fc.oneof(
    fc.record({ deal: fc.nat({ max: 4 }) }),
    fc.record({ lead: fc.nat({ max: 3 }) }),
    fc.record({ company: fc.constantFrom(...COMPANIES) }),
  ),
});

/** Four leads and five deals that share companies, and touches of each of them. */
export const world = fc.record({
  leads: fc.array(lead, { minLength: 4, maxLength: 4 }),
  deals: fc.array(deal, { minLength: 5, maxLength: 5 }),
  touches: fc.array(touch, { minLength: 5, maxLength: 45 }),
});
export type World = typeof world extends fc.Arbitrary<infer W> ? W : never;

/** Companies are a world's own: no deal sees what another run left behind. */
export const inRun = (run: string, company: string | null) => (company === null ? null : `${company} ${run}`);
const at = (day: IsoDate) => `${day}T16:00:00Z`;

/** The records of a world, in which every id begins with the run's name. */
export function recordsOf(run: string, { leads, deals, touches }: World) {
  return {
    leads: leads.map(
      (each, index): JsonRecord => ({
        external_id: `${run}-${index}`,
        source: each.source,
        company: inRun(run, each.company),
        created_at: "2027-01-02",
        ...(each.handedOverOn && { handed_over_at: at(each.handedOverOn) }),
      }),
    ),
    decisions: leads.flatMap(({ handedOverOn, verdict }, index): JsonRecord[] => {
      if (!handedOverOn || !verdict) return [];
      const reason = verdict === "reject" ? { reason_code: "bad_data" } : {};
      return [{ lead_external_id: `${run}-${index}`, verdict, decided_at: at(addDays(handedOverOn, 3)), ...reason }];
    }),
    opportunities: deals.map(
      (each, index): JsonRecord => ({
        external_id: `${run}-${index}`,
        ...(each.lead !== null && { lead_external_id: `${run}-${each.lead}` }),
        account: inRun(run, each.company),
        created_at: each.createdOn,
        created_by_team: each.team,
        amount: (each.cents / 100).toFixed(2),
        stage: "Closed Won",
        outcome: "won",
        closed_at: each.wonOn,
      }),
    ),
    touches: touches.map(
      ({ on, kind, source, target }, index): JsonRecord => ({
        external_id: `${run}-${index}`,
        source,
        kind,
        touched_at: on,
        ...("deal" in target && { opportunity_external_id: `${run}-${target.deal}` }),
        ...("lead" in target && { lead_external_id: `${run}-${target.lead}` }),
        ...("company" in target && { account: inRun(run, target.company) }),
      }),
    ),
  };
}

const STAGES = [
  { stage: "Discovery", ordinal: 1 },
  { stage: "Qualification", ordinal: 2 },
  { stage: "Proposal", ordinal: 3 },
  // A second local name of the same place, known by its ordinal alone.
  { stage: "Quote", ordinal: 3 },
  { stage: "Negotiation", ordinal: 4 },
  { stage: "Closed Won", ordinal: 6 },
] as const;
const amount = fc.option(
  fc.integer({ min: 1, max: 9_999_999 }).map((cents) => (cents / 100).toFixed(2)),
  { freq: 2 },
);

/** An opportunity and its stage history; instants repeat, so that ties are common. */
export const passage = fc.record({
  createdOn: around(-60, 0),
  closedOn: fc.option(around(-20, 20)),
  outcome: fc.constantFrom("open" as const, "won" as const, "lost" as const),
  stage: fc.option(fc.constantFrom(...STAGES.filter(({ stage }) => stage !== "Quote"))),
  amount,
  history: fc.uniqueArray(
    fc.record({ entry: fc.constantFrom(...STAGES), day: fc.nat({ max: 4 }), hour: fc.constantFrom(3, 16), amount }),
    { maxLength: 6, selector: ({ entry, day, hour }) => `${entry.stage} ${day} ${hour}` },
  ),
});
export type Passage = typeof passage extends fc.Arbitrary<infer P> ? P : never;
