import { addDays, type IsoDate } from "@/lib/domain/dates";
import { REASONS } from "@/lib/domain/reasons";
import { TOUCH_KINDS } from "@/lib/domain/touches";
import type { JsonRecord } from "@/lib/services/parse/records";
import type { Records } from "./ingest";

/** Numbers that look random and are the same for the same seed. */
export function dice(seed: number): (faces: number) => number {
  let state = seed >>> 0;
  return (faces) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % faces;
  };
}

const SOURCES = [
  "paid_search",
  "content_syndication",
  "webinar",
  "partner_referral",
  "intent",
  "outbound_bdr",
  "Trade show",
];
const STAGES = ["Discovery", "Qualification", "Proposal", "Negotiation", "Closed Won"];
const TYPES = ["new_business", "new_business", "renewal"];
const EMPLOYEES = [50, 500, 5000, undefined];

export interface RandomOptions {
  /** Records of one round have ids of their own; opportunities of earlier rounds may be changed. */
  round: number;
  asOf: IsoDate;
  leads: number;
  opportunities: number;
}

interface World {
  roll(faces: number): number;
  pick<T>(items: readonly T[]): T;
  day(from: number, to: number): IsoDate;
  options: RandomOptions;
}

function worldOf(seed: number, options: RandomOptions): World {
  const roll = dice(seed);
  return {
    roll,
    pick: <T>(items: readonly T[]) => items[roll(items.length)] as T,
    day: (from, to) => addDays(options.asOf, from + roll(to - from + 1)),
    options,
  };
}

function leadsOf({ roll, pick, day, options }: World): JsonRecord[] {
  return Array.from({ length: options.leads }, (_, index) => ({
    external_id: `L${options.round}-${index}`,
    source: pick(SOURCES),
    company: `Company ${roll(25)}`,
    employees: pick(EMPLOYEES),
    created_at: day(-230, -200),
    ...(roll(10) > 0 && { handed_over_at: `${day(-190, 0)}T${10 + roll(8)}:00:00Z` }),
  }));
}

function decisionsOf({ roll, pick, options }: World, leads: readonly JsonRecord[]): JsonRecord[] {
  return leads.flatMap(({ external_id, handed_over_at }) => {
    if (typeof handed_over_at !== "string" || roll(4) === 0) return [];
    const decided = `${addDays(handed_over_at.slice(0, 10), 1 + roll(12))}T19:30:00Z`;
    const touched_at = roll(2) === 0 ? { touched_at: handed_over_at } : {};
    const accept = { lead_external_id: external_id, decided_at: decided, verdict: "accept", ...touched_at };
    const code = pick(REASONS);
    const reject = {
      lead_external_id: external_id,
      decided_at: decided,
      verdict: "reject",
      reason_code: code,
      touched_at: decided,
      ...(code === "already_in_pipeline" && { duplicate_of: `L${options.round}-0` }),
    };
    const later = `${addDays(decided.slice(0, 10), 1 + roll(20))}T15:00:00Z`;
    if (roll(2) === 0) return [reject];
    return roll(6) === 0 ? [accept, { ...reject, decided_at: later, touched_at: later }] : [accept];
  });
}

function opportunity(world: World, leads: readonly JsonRecord[], external_id: string): JsonRecord {
  const { roll, pick, day } = world;
  const outcome = pick(["open", "open", "won", "lost"]);
  return {
    external_id,
    ...(roll(3) > 0 && { lead_external_id: pick(leads).external_id }),
    ...(roll(3) > 0 && { account: `company  ${roll(25)}` }),
    type: pick(TYPES),
    created_at: day(-160, -20),
    created_by_team: pick(["sales", "marketing"]),
    currency: "USD",
    ...(roll(8) > 0 && { amount: `${1_000 + roll(12_000_000) / 100}` }),
    stage: outcome === "won" ? "Closed Won" : pick(STAGES.slice(0, 4)),
    outcome,
    ...(outcome !== "open" && { closed_at: day(-110, 3) }),
  };
}

function historyOf({ roll, day, pick }: World, opportunities: readonly JsonRecord[]): JsonRecord[] {
  return opportunities.flatMap(({ external_id, outcome }) => {
    const steps = Array.from({ length: roll(5) }, (_, step) => ({
      opportunity_external_id: external_id,
      stage: outcome === "won" && step > 2 ? "Closed Won" : pick(STAGES.slice(0, 4)),
      entered_at: `${day(-150, 0)}T${10 + step}:0${roll(10)}:00Z`,
      ...(roll(3) > 0 && { amount: `${1_000 + roll(12_000_000) / 100}`, currency: "USD" }),
    }));
    return steps;
  });
}

function touchesOf(
  { roll, pick, day, options }: World,
  leads: readonly JsonRecord[],
  opportunities: readonly JsonRecord[],
): JsonRecord[] {
  return Array.from({ length: 3 * (leads.length + opportunities.length) }, (_, index) => ({
    external_id: `T${options.round}-${index}`,
    source: pick(SOURCES),
    kind: pick(TOUCH_KINDS),
    touched_at: day(-240, 3),
    ...pick([
      { lead_external_id: pick(leads).external_id },
      { opportunity_external_id: pick(opportunities).external_id },
      { account: `COMPANY ${roll(25)}` },
    ]),
  }));
}

function spendOf({ roll, options }: World): JsonRecord[] {
  return SOURCES.slice(0, 4 + roll(3)).map((source, index) => {
    const start_date = addDays(options.asOf, -roll(120) - 10);
    const campaign = `${options.round}-${index}`;
    return {
      source,
      campaign,
      start_date,
      end_date: addDays(start_date, roll(40)),
      amount: `${roll(900_000) / 100}`,
      currency: "USD",
    };
  });
}

/** Some leads of the first round come again at another company, some touches of another lead, some deals with other facts. */
function changesTo({ roll, pick }: World, leads: readonly JsonRecord[]): Required<Pick<Records, "leads" | "touches">> {
  const moved = Array.from({ length: 6 }, () => roll(leads.length)).map((index) => ({
    external_id: `L0-${index}`,
    source: pick(SOURCES),
    company: `Company ${roll(25)}`,
    created_at: "2026-12-01",
  }));
  const touches = Array.from({ length: 12 }, () => roll(3 * leads.length)).map((index) => ({
    external_id: `T0-${index}`,
    source: pick(SOURCES),
    kind: pick(TOUCH_KINDS),
    touched_at: "2027-04-20",
    lead_external_id: pick(leads).external_id,
  }));
  return { leads: moved, touches };
}

/** One round of a company in which everything happens, mostly at inconvenient times. */
export function randomCompany(seed: number, options: RandomOptions): Records {
  const world = worldOf(seed, options);
  const leads = leadsOf(world);
  const again = options.round === 0 ? { leads: [], touches: [] } : changesTo(world, leads);
  const own = Array.from({ length: options.opportunities }, (_, index) =>
    opportunity(world, leads, `O${options.round}-${index}`),
  );
  const changed =
    options.round === 0
      ? []
      : own.slice(0, 5).map(({ external_id: _, ...record }, index) => ({ ...record, external_id: `O0-${index}` }));
  const opportunities = [...own, ...changed];
  return {
    leads: [...leads, ...again.leads],
    decisions: decisionsOf(world, leads),
    opportunities,
    stage_history: historyOf(world, opportunities),
    touches: [...touchesOf(world, leads, opportunities), ...again.touches],
    spend: spendOf(world),
  };
}
