import type { IsoDate } from "@/lib/domain/dates";
import { meanWords, type PulseMonth } from "@/lib/domain/pulse";
import { monthWords } from "@/lib/view/dates";

export const PULSE_CAPTION =
  "Elsewhere: public thanks took the conflict of CRO and CMO from 7.2 to 3.1 of 10 within 90 days (Pavilion 2026). Quoted, not computed here.";

export interface PulseLine {
  month: string;
  cro: number;
  cmo: number;
  mean: string;
}

/** The months that both have answered, the latest first. */
export function pulseLines(months: readonly PulseMonth[]): PulseLine[] {
  return [...months].reverse().map((month) => ({
    month: monthWords(month.month),
    cro: month.cro,
    cmo: month.cmo,
    mean: meanWords(month),
  }));
}

export const pulseMeans = (months: readonly PulseMonth[]): number[] => months.map(({ cro, cmo }) => (cro + cmo) / 2);

/** What the reader is told of this month; the other side's score is hidden before both have answered, that it has answered is not (the trail says so). */
export function pulseState(month: IsoDate, own: number | null, isShown: boolean): string {
  if (isShown) return `Both have answered for ${monthWords(month)}.`;
  if (own !== null)
    return `You have answered ${own} for ${monthWords(month)}. Nobody sees it before the other answer is in.`;
  return `The answers for ${monthWords(month)} are hidden until both are in.`;
}
