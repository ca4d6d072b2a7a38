import { addDays, type DateRange, dateIn, type IsoDate, isWithin } from "@/lib/domain/dates";
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

/** What a deal put into the pipeline of the window, in dollars (metrics.md §3). */
function pipelineOf(deal: Deal, window: DateRange, rates: EuroRates, scene: Scene): number {
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
  if (!entry || entry.amount === null || !isWithin(entry.on, window)) return 0;
  return Number(convert(entry.amount, currency === "EUR" ? (rates.get(entry.on) ?? "1") : "1")) / 100;
}

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

/** Budgets by month, growing over the year; a licence is one line for twelve months. */
function sharesOf(source: Source, scene: Scene, rates: EuroRates, random: Random): Share[] {
  const months = monthsOf(scene);
  return CHANNELS[source].campaigns.flatMap(({ name: campaign, share, inEuros, yearly }) => {
    if (yearly) {
      const start = months[0] ?? scene.firstMonday;
      return [{ source, campaign, start, end: addDays(start, 395), weight: share * 12.5, dollarsPerUnit: null }];
    }
    return months.map((start, index) => {
      const end = addDays(`${addDays(start, 31).slice(0, 7)}-01`, -1);
      const weight = share * (0.75 + (0.25 * index) / months.length) * (0.9 + random.next() * 0.2);
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
    const owned = deals.filter((deal) => deal.owner === source);
    const pipeline = owned.reduce((sum, deal) => sum + pipelineOf(deal, window, rates, scene), 0);
    const shares = sharesOf(source, scene, rates, random);
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
