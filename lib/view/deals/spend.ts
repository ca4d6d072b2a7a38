import type { CostCell } from "@/lib/domain/cells";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import type { SpendLine } from "@/lib/domain/opportunities";
import { groupDigits } from "@/lib/domain/phrases";
import { cellHref } from "@/lib/view/cells";
import type { CsvValue } from "@/lib/view/csv";
import { dateWithYear } from "@/lib/view/dates";
import { exactMoney, type Labels } from "@/lib/view/monday/labels";
import { statedSpend, statementOf } from "@/lib/view/monday/stated";

interface SpendInput {
  rows: readonly SpendLine[];
  /** Rows in all; the list shows the first of them. */
  total: number;
  sum: string;
}

/** The spend behind a cost figure, ready to draw, its sum beside what a frozen Monday says. */
export function spendView(
  cell: CostCell,
  { rows, total, sum }: SpendInput,
  labels: Labels,
  frozen: MetricsDocument | null,
) {
  const { words, isRestated } = statementOf({
    asOf: cell.asOf,
    isFrozen: frozen !== null,
    today: sum,
    stated: frozen && statedSpend(frozen, cell),
    isMoney: true,
  });
  const notes = [
    "spread evenly over its days of service; days in the window count",
    ...(isRestated ? [`sum ${exactMoney(sum)}, ${words}`] : []),
    ...(rows.length < total
      ? [`the first ${groupDigits(rows.length)} of ${groupDigits(total)} rows, all in the CSV`]
      : []),
  ];
  return { note: notes.join(" · "), rows: spendRows(rows, labels), sum: exactMoney(sum), csv: spendHref(cell) };
}

/** Address of the same rows as CSV, all of them. */
const spendHref = (cell: CostCell): string => cellHref(cell).replace("/deals?", "/deals/export/spend?");

export const SPEND_CSV_HEADER = [
  "source",
  "campaign",
  "start_date",
  "end_date",
  "currency",
  "amount",
  "days_in_window",
  "days",
  "in_window",
];

/** One row for a spreadsheet: exact amounts, ISO dates; the part in the window rounded to cents. */
export function spendCsvRow(line: SpendLine): CsvValue[] {
  const { source, campaign, startDate, endDate, currency, amount, daysInWindow, days, inWindow } = line;
  return [source, campaign, startDate, endDate, currency, amount, daysInWindow, days, inWindow];
}

/** Spend rows ready to print; the part in the window is rounded for show, the sum is rounded once. */
export function spendRows(lines: readonly SpendLine[], labels: Labels) {
  return lines.map((line) => ({
    key: `${line.source} ${line.campaign} ${line.startDate} ${line.endDate}`,
    source: labels.source(line.source),
    campaign: line.campaign || "—",
    days: `${dateWithYear(line.startDate)} – ${dateWithYear(line.endDate)}`,
    amount: `${line.currency} ${exactMoney(line.amount)}`,
    counted: `${line.daysInWindow} of ${line.days}`,
    inWindow: exactMoney(line.inWindow),
  }));
}
