import { addDays, diffDays, type IsoDate, isWithin } from "@/lib/domain/dates";
import type { Lane } from "@/lib/domain/lifecycle";
import { largestRemainder } from "@/lib/domain/rates";
import type { Segment } from "@/lib/domain/segments";
import { type CellPlan, PLAN, type Source } from "./plan";
import { type Random, randomFor } from "./random";
import { type Scene, WEEKS } from "./scene";
import { scriptedWeek, shortForm } from "./story";

/** How many cycles one cell hands over in one week, and what becomes of them; the rest stays undecided. */
export interface CellWeek {
  readonly week: IsoDate;
  readonly source: Source;
  readonly segment: Segment;
  readonly lane: Lane;
  readonly n: number;
  readonly accepted: number;
  readonly rejected: number;
}

const WINDOW_WEEKS = 4;
/** Volume a year ago, of today's: it has grown in a line since. */
const GROWTH_FROM = 0.66;
/** The trade show was a few weeks ago. */
const TRADE_SHOW_WEEKS = 8;

const weeksBefore = (week: IsoDate, scene: Scene): number => diffDays(week, scene.asOf) / 7;

/**
 * How far the acceptance of a source was from today's, so many weeks before `asOf`: content syndication has been falling for
 * a quarter, webinars have recovered from a slump, the rest wavers.
 */
function drift({ source, segment }: Pick<CellPlan, "source" | "segment">, weeks: number): number {
  // Webinars for enterprise have recovered last, only just now.
  const since = Math.max(0, weeks - (source === "webinar" && segment !== "ENT" ? 12 : 3.5));
  if (source === "content_syndication") return Math.min(0.24, since * 0.022);
  if (source === "webinar") return -0.26 * Math.max(0, Math.min(1, since / 6, (24 - weeks) / 8));
  return source === "partner_referral" ? 0 : 0.03 * Math.sin(weeks / 3 + source.length);
}

/** Splits a total over the weeks of the window in proportion to `parts`. */
function split(total: number, parts: readonly number[]): number[] {
  const scaled = parts.map((part) => BigInt(Math.max(0, Math.round(part * 10_000))));
  return largestRemainder(scaled, BigInt(total)).map(Number);
}

/** The planned figures of a cell over the four weeks of the window: exact in total, following the drift within. */
function windowWeeks(cell: CellPlan, scene: Scene, random: Random): CellWeek[] {
  const weeks = Array.from({ length: WINDOW_WEEKS }, (_, index) => addDays(scene.window.from, 7 * index));
  const n = split(
    cell.n,
    weeks.map(() => 0.9 + random.next() * 0.2),
  );
  const share = cell.accepted / cell.n;
  const wanted = weeks.map((week, index) => (n[index] ?? 0) * (share + drift(cell, weeksBefore(week, scene))));
  const accepted = split(cell.accepted, wanted).map((count, index) => Math.min(count, n[index] ?? 0));
  let missing = cell.accepted - accepted.reduce((sum, count) => sum + count, 0);
  const rest = (index: number): number => (n[index] ?? 0) - (accepted[index] ?? 0);
  for (let index = 0; missing > 0; index++) {
    const free = Math.min(missing, rest(index));
    accepted[index] = (accepted[index] ?? 0) + free;
    missing -= free;
  }
  const rejected = split(
    cell.rejected,
    weeks.map((_, index) => rest(index)),
  );
  const { source, segment, lane } = cell;
  return weeks.map((week, index) => ({
    week,
    source,
    segment,
    lane,
    n: n[index] ?? 0,
    accepted: accepted[index] ?? 0,
    rejected: rejected[index] ?? 0,
  }));
}

/** A week outside the window: the planned rates with their drift, rounded at random. */
function otherWeek(cell: CellPlan, week: IsoDate, scene: Scene, random: Random): CellWeek {
  const weeks = weeksBefore(week, scene);
  const isThere = cell.source !== "trade_show" || weeks <= TRADE_SHOW_WEEKS;
  const growth = Math.min(1, GROWTH_FROM + (1 - GROWTH_FROM) * (1 - weeks / WEEKS));
  const n = isThere ? random.round((cell.n / WINDOW_WEEKS) * growth * (0.92 + random.next() * 0.16)) : 0;
  const share = Math.max(0.05, Math.min(0.92, cell.accepted / cell.n + drift(cell, weeks)));
  const accepted = Math.min(n, random.round(n * share));
  // What syndication brings is looked at at once: its low acceptance is nobody's delay.
  const rejectedOfRest = cell.source === "content_syndication" ? 1 : cell.rejected / (cell.n - cell.accepted);
  const rejected = Math.min(n - accepted, random.round((n - accepted) * rejectedOfRest));
  const { source, segment, lane } = cell;
  return { week, source, segment, lane, n, accepted, rejected };
}

/** Every third week a form did not ask for the size of the company; not lately, and never enough of them to be judged. */
function withoutSize(week: IsoDate, scene: Scene, random: Random): CellWeek[] {
  if (weeksBefore(week, scene) % 3 !== 0) return [];
  const source = random.pick(["paid_search", "webinar"] as const);
  const accepted = random.int(0, 1);
  return [{ week, source, segment: "Unknown", lane: "standard", n: 1, accepted, rejected: 1 - accepted }];
}

/** All weeks from a year before `asOf` to the one that holds the day before `today`, cell by cell. */
export function cellWeeks(scene: Scene): CellWeek[] {
  const random = randomFor("volume");
  const out = PLAN.flatMap((cell) => windowWeeks(cell, scene, random));
  for (let week = scene.firstMonday; week < scene.today; week = addDays(week, 7)) {
    if (isWithin(week, scene.window)) continue;
    out.push(...PLAN.map((cell) => scriptedWeek(cell, week, scene) ?? otherWeek(cell, week, scene, random)));
    out.push(...shortForm(week, scene));
    if (week < addDays(scene.window.from, -21)) out.push(...withoutSize(week, scene, random));
  }
  return out;
}
