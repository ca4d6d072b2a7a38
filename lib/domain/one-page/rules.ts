import type { AgreedOrganisation, AgreedTime, AgreementDocument } from "@/lib/domain/agreement-document";
import { joinWords } from "@/lib/domain/phrases";

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/** 570 → "09:30"; 1440 → "24:00". */
const clock = (minutes: number): string =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");

/** "Monday to Friday, 09:00 to 18:00". */
export function timeWords({ days, start_minute, end_minute }: AgreedTime): string {
  const sorted = [...days].sort((a, b) => a - b);
  const names = sorted.map((day) => DAYS[day - 1] ?? String(day));
  const [first = 0, last = 0] = [sorted[0], sorted.at(-1)];
  const isRun = sorted.length > 2 && last - first === sorted.length - 1;
  const words = isRun ? `${names[0]} to ${names.at(-1)}` : joinWords(names, "and");
  return `${words}, ${clock(start_minute)} to ${clock(end_minute)}`;
}

const MONTHS = new Intl.DateTimeFormat("en-GB", { month: "long", timeZone: "UTC" });

/** "Fiscal years from 1 February, days of America/New_York": what days and the boundary are counted in. */
export function countedWords({ time_zone, fiscal_year_start_month }: AgreedOrganisation): string {
  const month = MONTHS.format(new Date(Date.UTC(2000, fiscal_year_start_month - 1, 1)));
  return `Fiscal years from 1\u00a0${month}, days of ${time_zone.replaceAll("_", " ")}`;
}

/** The attribution model and the SLAs in words (metrics.md §1, §4). */
export function agreedRules({
  terms,
  workingTime,
  organisation,
}: AgreementDocument): { key: string; label: string; words: string }[] {
  const [first, created, won] = terms.weights;
  const shares = `First touch ${first}\u00a0%, opportunity created ${created}\u00a0%, closed won ${won}\u00a0%`;
  return [
    { key: "attribution", label: "W-shaped", words: shares },
    { key: "lookback", label: "Lookback", words: `${terms.lookbackDays} days before the won date` },
    { key: "decision", label: "Decision", words: `Within ${terms.decisionDays} business days` },
    { key: "follow_up", label: "First touch", words: `Within ${terms.followUpHours} business hours` },
    { key: "working_time", label: "Working time", words: timeWords(workingTime) },
    { key: "fiscal_year", label: "Counted in", words: countedWords(organisation) },
  ];
}
