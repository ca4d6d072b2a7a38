import { addDays, type DateRange, dateIn, diffDays, type IsoDate, isWithin } from "@/lib/domain/dates";
import { convert } from "@/lib/domain/money";
import { pipelineEntry } from "@/lib/domain/ownership";
import { windowSpend } from "@/lib/domain/spend";
import { trailing90 } from "@/lib/domain/weeks";
import type { Deal } from "./deals";
import type { EuroRates } from "./fx-rates";
import { COST_TARGETS, type Source } from "./plan";
import { type Random, randomFor } from "./random";
import type { Scene } from "./scene";
import { CHANNELS } from "./sources";
import { ordinalOf } from "./stages";

/** What a source cost over some days of service, both included. */
export interface SpendLine extends Readonly<Record<"source" | "campaign" | "currency" | "amount", string>> {
  readonly start: IsoDate;
  readonly end: IsoDate;
}

/** A line before it has an amount: its share of the source's budget, and the rate that turns dollars into its currency. */
interface Share {
  readonly source: Source;
  readonly campaign: string;
  readonly start: IsoDate;
  readonly end: IsoDate;
  readonly weight: number;
  readonly dollarsPerUnit: string | null;
}

const BOOTH = { amount: "24500.00", daysAgo: 60, days: 4 } as const;

/** A deal's first entry to the pipeline, in dollars (metrics.md §3). */
interface Entry {
  readonly on: IsoDate;
  readonly dollars: number;
}

function entriesOf(deal: Deal, rates: EuroRates, scene: Scene): Entry[] {
  const { zone } = scene.calendar;
  const { createdOn, stage, outcome, closedAt, amount, currency } = deal;
  const history = deal.steps.flatMap((step) => {
    const ordinal = ordinalOf(step);
    const { enteredAt } = step;
    return ordinal === null
      ? []
      : [{ ordinal, enteredAt, enteredOn: dateIn(enteredAt, zone), amount: step.amount, currency }];
  });
  const closedOn = closedAt && dateIn(closedAt, zone);
  const firstSeenOn = dateIn(scene.syncedAt, zone);
  const ordinal = ordinalOf({ stage });
  const entry = pipelineEntry({ createdOn, firstSeenOn, ordinal, outcome, closedOn, amount, currency }, history);
  if (!entry || entry.amount === null) return [];
  const rate = currency === "EUR" ? (rates.get(entry.on) ?? "1") : "1";
  return [{ on: entry.on, dollars: Number(convert(entry.amount, rate)) / 100 }];
}

/** Dollars that came into the pipeline of a window. */
const pipelineIn = (entries: readonly Entry[], window: DateRange): number =>
  entries.reduce((sum, { on, dollars }) => (isWithin(on, window) ? sum + dollars : sum), 0);

/** First days of the months from the first week to the one of `today`. */
function monthsOf(scene: Scene): IsoDate[] {
  const months: IsoDate[] = [];
  let month = `${scene.firstMonday.slice(0, 7)}-01`;
  while (month < scene.today) {
    months.push(month);
    month = `${addDays(month, 31).slice(0, 7)}-01`;
  }
  return months;
}

/** A quarter before, when a source cost more or less per pipeline dollar than today; in between it moved in a line. */
const COST_BEFORE: Readonly<Partial<Record<Source, number>>> = {
  paid_search: 1.15,
  content_syndication: 0.65,
  intent: 0.75,
};
const QUARTER = 90;

/**
 * What a month is budgeted by: the pipeline of the quarter that it ends, and half of today's at least, so that no Monday of the
 * year is far from the ratio that the plan wants.
 */
function levelOf(source: Source, end: IsoDate, entries: readonly Entry[], scene: Scene): number {
  const last = end < scene.asOf ? end : addDays(scene.asOf, -1);
  const now = pipelineIn(entries, trailing90(scene.asOf));
  const then = pipelineIn(entries, { from: addDays(last, 1 - QUARTER), to: last });
  const age = Math.min(1, diffDays(last, scene.asOf) / QUARTER);
  return Math.max(then, now / 2) * (1 + ((COST_BEFORE[source] ?? 1) - 1) * age);
}

/** Budgets by month; a licence is one line for twelve months. */
function sharesOf(source: Source, entries: readonly Entry[], scene: Scene, rates: EuroRates, random: Random): Share[] {
  const months = monthsOf(scene);
  const today = pipelineIn(entries, trailing90(scene.asOf));
  return CHANNELS[source].campaigns.flatMap(({ name: campaign, share, inEuros, yearly }) => {
    if (yearly) {
      const start = months[0] ?? scene.firstMonday;
      const weight = share * 12.5 * today;
      return [{ source, campaign, start, end: addDays(start, 395), weight, dollarsPerUnit: null }];
    }
    return months.map((start) => {
      const end = addDays(`${addDays(start, 31).slice(0, 7)}-01`, -1);
      const weight = share * levelOf(source, end, entries, scene) * (0.95 + random.next() * 0.1);
      return { source, campaign, start, end, weight, dollarsPerUnit: inEuros ? (rates.get(start) ?? "1") : null };
    });
  });
}

/** Lines that cost `factor` dollars per unit of weight, in round numbers of their currency. */
function linesAt(shares: readonly Share[], factor: number): SpendLine[] {
  return shares.map(({ source, campaign, start, end, weight, dollarsPerUnit }) => {
    const units = (weight * factor) / Number(dollarsPerUnit ?? "1");
    const amount = `${Math.max(10, Math.round(units / 10) * 10)}.00`;
    return { source, campaign, start, end, amount, currency: dollarsPerUnit === null ? "USD" : "EUR" };
  });
}

/** Dollars that one unit of weight puts into the window. */
function weightInWindow(source: Source, shares: readonly Share[], window: DateRange): number {
  const rows = shares.map(({ start, end, weight }) => ({ source, start, end, amount: weight.toFixed(6) }));
  return Number(windowSpend(rows, window).get(source) ?? 0n) / 100;
}

/** Spend of a year, scaled so that the latest 90 days cost what the plan says per dollar of pipeline. */
export function spendOf(deals: readonly Deal[], rates: EuroRates, scene: Scene): SpendLine[] {
  const random = randomFor("spend");
  const window = trailing90(scene.asOf);
  const lines = Object.entries(COST_TARGETS).flatMap(([name, target]) => {
    const source = name as Source;
    const entries = deals.filter((deal) => deal.owner === source).flatMap((deal) => entriesOf(deal, rates, scene));
    const pipeline = pipelineIn(entries, window);
    const shares = sharesOf(source, entries, scene, rates, random);
    return linesAt(shares, (target * pipeline) / weightInWindow(source, shares, window));
  });
  const [start, end] = [addDays(scene.asOf, -BOOTH.daysAgo), addDays(scene.asOf, BOOTH.days - 1 - BOOTH.daysAgo)];
  const booth = {
    source: "trade_show",
    campaign: "Revenue Summit booth",
    start,
    end,
    amount: BOOTH.amount,
    currency: "USD",
  };
  return [...lines, booth];
}
