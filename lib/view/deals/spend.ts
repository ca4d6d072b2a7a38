import type { SpendLine } from "@/lib/domain/opportunities";
import { dateWithYear } from "@/lib/view/dates";
import { exactMoney, type Labels } from "@/lib/view/monday/labels";

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
