import { isStandard, type WeeklyCounts } from "./counts";
import { addDays, type DateRange, type IsoDate } from "./dates";

/** What the SDRs can work: people times leads per person and week. */
export interface SdrFeed {
  readonly activeSdrs: number;
  readonly weeklyCapacity: number;
}

export interface WeeklyVolume {
  /** The week before `asOf`, Monday to Sunday. */
  readonly week: DateRange;
  /** MQLs handed over in that week; the partner lane is no MQL. */
  readonly volume: number;
  /** Feed rate in leads per week; null when it is not set. */
  readonly feed: number | null;
  readonly belowFeed: boolean;
}

/** MQL volume of the week before `asOf` against the SDR feed rate (metrics.md §2, volume check). */
export function weeklyVolume(counts: readonly WeeklyCounts[], asOf: IsoDate, sdrs: SdrFeed | null): WeeklyVolume {
  const week = { from: addDays(asOf, -7), to: addDays(asOf, -1) };
  const volume = counts
    .filter((row) => isStandard(row) && row.week === week.from)
    .reduce((sum, row) => sum + row.handedOver, 0);
  const feed = sdrs ? sdrs.activeSdrs * sdrs.weeklyCapacity : null;
  return { week, volume, feed, belowFeed: feed !== null && volume < feed };
}
