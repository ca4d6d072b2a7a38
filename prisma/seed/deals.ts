import { addDays, dateIn, type IsoDate } from "@/lib/domain/dates";
import type { Segment } from "@/lib/domain/segments";
import type { Company } from "./companies";
import type { Contact } from "./contacts";
import { PARTNER_PIPELINE_RATE, PIPELINE_RATES } from "./plan";
import { type Random, randomFor } from "./random";
import { type Scene, workdayMoment } from "./scene";
import { type Ending, endingBeforePipeline, endingInPipeline, type Timeline, timelineOf } from "./stages";

/** An opportunity of the sample company. */
export interface Deal extends Timeline {
  readonly id: string;
  readonly leadId: string | null;
  readonly account: string;
  readonly segment: Segment;
  readonly name: string;
  readonly type: "new_business" | "renewal" | "expansion";
  readonly currency: "USD" | "EUR";
  /** The latest amount, in its currency. */
  readonly amount: string | null;
  readonly createdAt: Date;
  readonly createdOn: IsoDate;
  readonly team: "sales" | "marketing" | "partner";
  readonly stage: string;
  /** The source that owns it by metrics.md §3; budgets are set from it. */
  readonly owner: string;
}

type Opening = Pick<Deal, "leadId" | "account" | "segment" | "type" | "team" | "owner"> & {
  readonly createdAt: Date;
  readonly inEuros: boolean;
  readonly ending: Ending;
  /** US dollars. */
  readonly amount: number;
};

const PRODUCTS = [
  "Forecasting",
  "Pipeline inspection",
  "Forecasting and scenarios",
  "Board reporting",
  "Revenue planning",
];
/** About the rate of the sample year: amounts in euros stay inside the ACV band whatever their day's rate. */
const DOLLARS_PER_EURO = 1.09;

/** The deal as it stands now. */
export function openDeal(opening: Opening, scene: Scene, random: Random): Omit<Deal, "id"> {
  const { createdAt, inEuros, ending, amount, ...rest } = opening;
  const createdOn = dateIn(createdAt, scene.calendar.zone);
  const money = Math.round((inEuros ? amount / DOLLARS_PER_EURO : amount) / 250) * 250;
  const timeline = timelineOf(createdAt, createdOn, ending, money, scene, random);
  const last = timeline.steps.at(-1);
  const seats = Math.max(10, Math.round(amount / 1000));
  return {
    ...rest,
    ...timeline,
    name: `${rest.account}: ${random.pick(PRODUCTS)}, ${seats} seats`,
    currency: inEuros ? "EUR" : "USD",
    amount: last?.amount ?? null,
    createdAt,
    createdOn,
    stage: last?.stage ?? "Discovery",
  };
}

const IN_BAND: Readonly<Record<Segment, readonly [number, number]>> = {
  SMB: [26_000, 45_000],
  MM: [32_000, 78_000],
  ENT: [48_000, 96_000],
  Unknown: [26_000, 60_000],
};
const OUT_OF_BAND: Readonly<Record<Segment, readonly [number, number]>> = {
  SMB: [9_000, 22_000],
  MM: [108_000, 140_000],
  ENT: [115_000, 240_000],
  Unknown: [9_000, 20_000],
};

export function dollars(range: readonly [low: number, high: number], random: Random): number {
  const [low, high] = range;
  return low + (high - low) * random.next() ** 1.4;
}

export const amountIn = (segment: Segment, random: Random): number => dollars(IN_BAND[segment], random);

export function billsInEuros(company: Company, random: Random): boolean {
  return ["DE", "AT"].includes(company.country) && random.chance(0.5);
}

function teamOf(contact: Contact, random: Random): Deal["team"] {
  if (contact.source === "partner_referral") return "partner";
  return contact.source === "outbound_bdr" || random.chance(0.4) ? "sales" : "marketing";
}

/** How many deals are due by now per cycle handed over, so that any thirteen weeks show the planned rates. */
class Quota {
  private readonly due = new Map<string, number>();

  add(contact: Contact): void {
    const key = this.keyOf(contact);
    const rate = key === "partner" ? PARTNER_PIPELINE_RATE : key === "Unknown" ? 0 : PIPELINE_RATES[key];
    this.due.set(key, (this.due.get(key) ?? 0) + rate);
  }

  take(contact: Contact): boolean {
    const key = this.keyOf(contact);
    const due = this.due.get(key) ?? 0;
    if (due < 1) return false;
    this.due.set(key, due - 1);
    return true;
  }

  private keyOf(contact: Contact): Segment | "partner" {
    return contact.source === "partner_referral" ? "partner" : contact.segment;
  }
}

type Plan = Pick<Opening, "ending" | "amount">;

/** Whether an accepted lead becomes a deal, and how it will go. */
function planOf(contact: Contact, quota: Quota, random: Random): Plan | null {
  const { segment, source } = contact;
  const isLikely = source !== "trade_show" && random.chance(source === "content_syndication" ? 0.5 : 0.85);
  if (isLikely && quota.take(contact)) return { ending: endingInPipeline(random), amount: amountIn(segment, random) };
  if (random.chance(0.025)) return { ending: endingBeforePipeline(random), amount: amountIn(segment, random) };
  if (source === "trade_show" || !random.chance(0.012)) return null;
  return { ending: endingInPipeline(random), amount: dollars(OUT_OF_BAND[segment], random) };
}

/** Deals of accepted leads, in the order of their hand-overs. `contacts` are in that order. */
export function leadDeals(contacts: readonly Contact[], scene: Scene): Omit<Deal, "id">[] {
  const random = randomFor("deals");
  const quota = new Quota();
  const deals: Omit<Deal, "id">[] = [];
  for (const contact of contacts) {
    const { cycle, company, leadId, segment, source: owner } = contact;
    if (!cycle) continue;
    quota.add(contact);
    if (cycle.outcome !== "accepted" || cycle.decidedAt === null) continue;
    const plan = planOf(contact, quota, random);
    if (!plan) continue;
    const acceptedOn = dateIn(cycle.decidedAt, scene.calendar.zone);
    const createdAt = workdayMoment(addDays(acceptedOn, random.int(2, 8)), scene, random);
    if (createdAt >= scene.now) continue;
    const inEuros = billsInEuros(company, random);
    const team = teamOf(contact, random);
    const opening = {
      leadId,
      account: company.name,
      segment,
      type: "new_business",
      team,
      owner,
      createdAt,
      inEuros,
    } as const;
    deals.push(openDeal({ ...opening, ...plan }, scene, random));
  }
  return deals;
}
