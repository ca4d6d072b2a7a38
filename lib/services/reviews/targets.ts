import "server-only";
import type { ReviewQueue } from "@/lib/data/review-queue";
import { allowedTypes, notArguable } from "@/lib/domain/candidates";
import { isHealthyTarget } from "@/lib/domain/cost";
import { costUnit, parseUnit } from "@/lib/domain/cures";
import { type IsoDate, parseIsoDate } from "@/lib/domain/dates";
import { parseDecimal } from "@/lib/domain/decimals";
import { formatMoney, parseMoney } from "@/lib/domain/money";
import { isReason, type Reason } from "@/lib/domain/reasons";
import { type DecisionType, isDecisionType, lastExtension } from "@/lib/domain/reviews";
import { AppError } from "@/lib/errors";

const refuse = (code: string, field: string, message: string) => new AppError(code, { field, message });

/** What is decided about, as the frozen Monday has it. */
export interface Target {
  type: DecisionType;
  unit: string;
  /** Its clock, where it has one that runs. */
  clockId: bigint | null;
  reason: Reason | null;
}

/** Of its tables, or with a clock that runs although its row has left them. */
function isOfThisMonday(unit: string, { document, clocks }: ReviewQueue): boolean {
  const parts = parseUnit(unit);
  if (!parts) return false;
  if (clocks.has(unit)) return true;
  if (parts.kind === "reason") return isReason(parts.code);
  if (parts.kind === "cost") return document.cost.rows.some(({ source }) => source === parts.source);
  const { source, segment } = parts;
  return document.acceptance.cells.some((cell) => cell.source === source && cell.segment === segment);
}

const NOT_POSSIBLE: Readonly<Record<DecisionType, string>> = {
  kill: "Only a cell whose clock is due can be killed. Choose one of the due kills, or watch this one.",
  defund: "Only a source whose cost clock is due can be defunded. Choose one of the due defunds, or watch this one.",
  extend: "Only a clock that is due can be extended. This one runs on by itself: watch it, or choose one that is due.",
  fix: "A fix is work on a reason or a cell. Choose one of those, or watch this cost.",
  watch: "Anything may be watched.",
};

/**
 * The target and kind of a decision, checked against the frozen Monday and its clocks.
 * @throws AppError DECISION_TYPE_UNKNOWN, TARGET_UNKNOWN, CLOCK_NOT_DUE, TYPE_NOT_POSSIBLE, CAP_NOT_ARGUABLE
 */
export function requireTarget(input: { type: string; unit: string }, queue: ReviewQueue): Target {
  const { type, unit } = input;
  if (!isDecisionType(type)) {
    throw refuse("DECISION_TYPE_UNKNOWN", "type", "Choose what is decided: kill, defund, extend, fix or watch.");
  }
  if (!isOfThisMonday(unit, queue)) {
    throw refuse(
      "TARGET_UNKNOWN",
      "unit",
      "Choose what it is about: a candidate, or another cell, source or reason of this Monday.",
    );
  }
  if (!allowedTypes(unit, queue.clocks).includes(type)) {
    throw refuse(type === "fix" ? "TYPE_NOT_POSSIBLE" : "CLOCK_NOT_DUE", "type", NOT_POSSIBLE[type]);
  }
  const parts = parseUnit(unit);
  const reason = parts?.kind === "reason" && isReason(parts.code) ? parts.code : null;
  if (reason !== null && type !== "watch" && notArguable(queue.document).includes(reason)) {
    throw refuse(
      "CAP_NOT_ARGUABLE",
      "unit",
      "Only the rejection cap asks for this reason, and volume is below the SDR feed: the cap cannot be this week’s decision. Choose another candidate.",
    );
  }
  const clock = queue.clocks.get(unit);
  return { type, unit, clockId: clock ? BigInt(clock.id) : null, reason };
}

/**
 * Where the budget goes and how much of it: to an active source at or under the line with real spend in that frozen Monday,
 * and no more than was spent on the one that gives it.
 * @throws AppError TARGET_NOT_HEALTHY, AMOUNT_INVALID
 */
export function requireMove(
  input: { unit: string; toSource: string; amount: string },
  { document, sources }: ReviewQueue,
): { toSource: string; amount: string } {
  const healthy = document.cost.rows.filter(
    (row) => isHealthyTarget(row) && sources.has(row.source) && input.unit !== costUnit(row.source),
  );
  const row = healthy.find(({ source }) => source === input.toSource);
  if (!row) {
    const names = healthy.map(({ source }) => sources.get(source));
    const cure = names.length > 0 ? `Choose one of these: ${names.join(", ")}.` : "None is: extend the clock instead.";
    const message = `Budget moves only to an active source at or under ${document.cost.line} per pipeline dollar with real spend. ${cure}`;
    throw refuse("TARGET_NOT_HEALTHY", "to_source", message);
  }
  const spend = document.cost.rows.find(({ source }) => costUnit(source) === input.unit)?.spend ?? "0.00";
  return { toSource: row.source, amount: requireAmount(input.amount, spend, document.currency) };
}

/** Throws AppError AMOUNT_INVALID. */
function requireAmount(input: string, spend: string, currency: string): string {
  const typed = input.replaceAll(",", "").trim();
  const decimal = parseDecimal(typed);
  const cents = decimal && decimal.scale <= 2 ? parseMoney(typed) : null;
  const most = parseMoney(spend) ?? 0n;
  if (cents !== null && cents > 0n && cents <= most) return formatMoney(cents);
  const message =
    most > 0n
      ? `Say how much budget is moved: above zero and at most ${spend} ${currency}, which is what was spent there in the 90 days of this Monday.`
      : "Nothing was spent there in the 90 days of this Monday, so there is no budget to move: extend the clock instead.";
  throw refuse("AMOUNT_INVALID", "amount", message);
}

/** The new due date of a clock: after `today`, at most 30 days on. Throws AppError UNTIL_INVALID. */
export function requireUntil(input: string, today: IsoDate): IsoDate {
  const until = parseIsoDate(input);
  const last = lastExtension(today);
  if (until !== null && until > today && until <= last) return until;
  throw refuse(
    "UNTIL_INVALID",
    "until",
    `A clock is extended by 30 days at most: choose a day after today and up to ${last}.`,
  );
}
