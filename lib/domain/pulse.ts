import type { IsoDate } from "./dates";
import type { Side } from "./disputes";

/** 0 is peace, 10 is war (product.md D10). */
export const PULSE_SCORES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;

/** A month is named by its first day. */
export function monthOf(date: IsoDate): IsoDate {
  return `${date.slice(0, 7)}-01`;
}

/** A whole number from 0 to 10 as it is typed; null for anything else. */
export function readScore(text: string): number | null {
  return /^(\d|10)$/.test(text) ? Number(text) : null;
}

/** A month that both have answered. */
export interface PulseMonth {
  readonly month: IsoDate;
  readonly cro: number;
  readonly cmo: number;
}

export interface PulseRow {
  readonly month: IsoDate;
  readonly side: Side;
  readonly score: number;
}

/** The months in which both sides have answered, oldest first. What one side said alone is in none of them. */
export function completeMonths(rows: readonly PulseRow[]): PulseMonth[] {
  const months = [...new Set(rows.map(({ month }) => month))].sort();
  return months.flatMap((month) => {
    const of = (wanted: Side) => rows.find((row) => row.month === month && row.side === wanted)?.score;
    const [cro, cmo] = [of("cro"), of("cmo")];
    return cro === undefined || cmo === undefined ? [] : [{ month, cro, cmo }];
  });
}

/** The mean of both, with one decimal: "7.5". Two whole numbers give a whole or a half, so nothing is rounded. */
export function meanWords({ cro, cmo }: Pick<PulseMonth, "cro" | "cmo">): string {
  return ((cro + cmo) / 2).toFixed(1);
}
