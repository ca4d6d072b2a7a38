import { snapshotDueAt } from "@/lib/domain/as-of";
import { dateIn, type IsoDate } from "@/lib/domain/dates";
import { groupDigits } from "@/lib/domain/phrases";
import { shortMomentWords, timeWords } from "@/lib/view/moments";

const MINUTE_MS = 60_000;
/** Jobs look every minute; one that waited for another is not late. */
const IN_TIME_MINUTES = 5;

/** "1 figure", "1,204 figures". */
export const countWords = (count: number, noun: string): string =>
  `${groupDigits(count)} ${noun}${count === 1 ? "" : "s"}`;

/** "in time", "3 days late": how long after its 06:00 a Monday was frozen, in the largest unit that fills. */
export function lateWords(asOf: IsoDate, takenAt: Date, zone: string): string {
  const minutes = Math.floor((takenAt.getTime() - snapshotDueAt(asOf, zone).getTime()) / MINUTE_MS);
  if (minutes < IN_TIME_MINUTES) return "in time";
  const [hours, days] = [Math.floor(minutes / 60), Math.floor(minutes / (24 * 60))];
  const words =
    days > 0 ? countWords(days, "day") : hours > 0 ? countWords(hours, "hour") : countWords(minutes, "minute");
  return `${words} late`;
}

/** "Frozen 06:00", later on the day "Frozen 08:12", after it "Frozen 8 Jul 2027, 18:00": when a Monday was in fact frozen. */
export function frozenWords(asOf: IsoDate, takenAt: Date, zone: string): string {
  if (takenAt.getTime() - snapshotDueAt(asOf, zone).getTime() < IN_TIME_MINUTES * MINUTE_MS) return "Frozen 06:00";
  return `Frozen ${dateIn(takenAt, zone) === asOf ? timeWords(takenAt, zone) : shortMomentWords(takenAt, zone)}`;
}
