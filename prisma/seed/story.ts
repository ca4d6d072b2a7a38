import { diffDays, type IsoDate } from "@/lib/domain/dates";
import type { Source } from "./plan";
import type { Scene } from "./scene";
import type { CellWeek } from "./volume";

interface Script {
  /** Handed over in a week. */
  readonly n: number;
  /** Accepted of them, by the number of weeks before `asOf`. */
  readonly accepted: Readonly<Record<number, number>>;
  /** Left undecided of those that were not accepted; the others were rejected. */
  readonly unworked?: number;
}

/**
 * What happened in the weeks before the window, where the loop needs it to have happened in any year. Elsewhere the drift of the
 * source decides (volume.ts).
 */
const SCRIPTED: Readonly<Record<string, Script>> = {
  // Below its floor, cured, below it again within 30 days, and cured for good: a clock that was resumed.
  "intent:SMB": { n: 4, accepted: { 17: 1, 16: 3, 15: 1, 14: 2, 13: 3, 12: 1, 11: 1, 10: 3, 9: 3, 8: 2, 7: 2, 6: 2 } },
  // Below its floor since early in the quarter: due for a decision.
  "content_syndication:ENT": { n: 4, accepted: { 13: 2, 12: 1, 11: 2, 10: 1, 9: 2, 8: 1, 7: 2, 6: 1 } },
  // At its floor until the leads of the empty seat pile up.
  "outbound_bdr:SMB": { n: 6, accepted: { 13: 3, 12: 2, 11: 2, 10: 2, 9: 3, 8: 2, 7: 2, 6: 2 }, unworked: 2 },
};

/** The week of a cell as the story wants it; null where it wants nothing. */
export function scriptedWeek(
  cell: Pick<CellWeek, "source" | "segment" | "lane">,
  week: IsoDate,
  scene: Scene,
): CellWeek | null {
  const { source, segment, lane } = cell;
  const script = SCRIPTED[`${source}:${segment}`];
  const accepted = script?.accepted[diffDays(week, scene.asOf) / 7];
  if (!script || accepted === undefined) return null;
  const { n, unworked = 0 } = script;
  return { week, source, segment, lane, n, accepted, rejected: n - accepted - unworked };
}

/** A short form that did not ask for the size of the company, tried for some weeks before the window: most of it bad data. */
const SHORT_FORM = { firstWeeksAgo: 12, lastWeeksAgo: 7, n: 9, accepted: 1 } as const;

/** What that form brought: the cell that the review kills, and the reason that falls afterwards. */
export function shortForm(week: IsoDate, scene: Scene): CellWeek[] {
  const { firstWeeksAgo, lastWeeksAgo, n, accepted } = SHORT_FORM;
  const weeksAgo = diffDays(week, scene.asOf) / 7;
  if (weeksAgo > firstWeeksAgo || weeksAgo < lastWeeksAgo) return [];
  const source: Source = "paid_search";
  return [{ week, source, segment: "Unknown", lane: "standard", n, accepted, rejected: n - accepted }];
}
