import { addDays, type IsoDate } from "@/lib/domain/dates";
import { dateWithYear } from "@/lib/view/dates";
import { shortMomentWords } from "@/lib/view/moments";
import { mondayHref } from "@/lib/view/monday/page";
import { countWords, lateWords } from "./lateness";

/** A frozen Monday in one row. */
export interface MondayRow {
  key: IsoDate;
  date: string;
  openHref: string;
  taken: string;
  /** "at 06:00", or how late. */
  late: string;
  /** "moves no clock", where it was frozen after a later one. */
  sign: string | null;
  version: number;
  breaches: number;
  hash: string;
  shortHash: string;
  restated: string;
  restatedHref: string;
}

interface MondayFacts {
  asOf: IsoDate;
  takenAt: Date;
  agreementVersion: number;
  hash: string;
  judges: boolean;
  breaches: number;
  restated: { asOf: IsoDate; figures: number } | null;
}

export const restatementHref = (asOf: IsoDate): string => `/loop/mondays/${asOf}`;

/** "3 figures in that of 12 Jul 2027". */
function restatedWords(restated: MondayFacts["restated"]): string {
  if (restated === null) return "not yet";
  const where = `in that of ${dateWithYear(restated.asOf)}`;
  return restated.figures === 0 ? `none ${where}` : `${countWords(restated.figures, "figure")} ${where}`;
}

export function mondayRow(monday: MondayFacts, zone: string): MondayRow {
  const { asOf, takenAt, agreementVersion, hash, judges, breaches, restated } = monday;
  return {
    key: asOf,
    date: dateWithYear(asOf),
    openHref: mondayHref(asOf),
    taken: shortMomentWords(takenAt, zone),
    late: lateWords(asOf, takenAt, zone),
    sign: judges ? null : "moves no clock",
    version: agreementVersion,
    breaches,
    hash,
    shortHash: `${hash.slice(0, 4)} ${hash.slice(4, 8)}`,
    restated: restated || judges ? restatedWords(restated) : "in none: later ones were there",
    restatedHref: restatementHref(asOf),
  };
}

/** Quiet lines of the Monday page: what is known otherwise by now, and what was when it was frozen. */
export function restatedLines(
  asOf: IsoDate,
  { today, recorded }: { today: number; recorded: { earlier: IsoDate; figures: number } | null },
): { href: string; words: string }[] {
  const lines: { href: string; words: string }[] = [];
  if (today > 0) {
    const verb = today === 1 ? "is" : "are";
    lines.push({ href: restatementHref(asOf), words: `${countWords(today, "figure")} ${verb} known better today` });
  }
  if (recorded && recorded.figures > 0) {
    const since =
      recorded.earlier === addDays(asOf, -7) ? "last Monday’s snapshot" : `that of ${dateWithYear(recorded.earlier)}`;
    const words = `Since ${since} ${recorded.figures} of its figures changed`;
    lines.push({ href: restatementHref(recorded.earlier), words });
  }
  return lines;
}
