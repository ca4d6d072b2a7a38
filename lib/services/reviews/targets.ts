import "server-only";
import type { ReviewQueue } from "@/lib/data/review-queue";
import { allowedTypes, notArguable } from "@/lib/domain/candidates";
import { isHealthyTarget } from "@/lib/domain/cost";
import { parseUnit } from "@/lib/domain/cures";
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

function isOfThisMonday(unit: string, { document }: ReviewQueue): boolean {
  const parts = parseUnit(unit);
  if (!parts) return false;
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
 * Where the budget goes and how much of it: a source at or under the line with real spend in that frozen Monday.
 * @throws AppError TARGET_NOT_HEALTHY, AMOUNT_INVALID
 */
export function requireMove(
  input: { unit: string; toSource: string; amount: string },
  { document }: ReviewQueue,
): { toSource: string; amount: string } {
  const row = document.cost.rows.find(({ source }) => source === input.toSource);
  if (!row || !isHealthyTarget(row) || input.unit === `cost:${row.source}`) {
    const healthy = document.cost.rows.filter(isHealthyTarget).map(({ source }) => source);
    const cure =
      healthy.length > 0
        ? `Choose one of these: ${healthy.join(", ")}.`
        : "None is this Monday: extend the clock instead.";
    const message = `Budget moves only to a source at or under ${document.cost.line} per pipeline dollar with real spend. ${cure}`;
    throw refuse("TARGET_NOT_HEALTHY", "to_source", message);
  }
  const decimal = parseDecimal(input.amount.replaceAll(",", "").trim());
  const cents = decimal && decimal.scale <= 2 ? parseMoney(input.amount.replaceAll(",", "").trim()) : null;
  if (cents === null || cents <= 0n || cents >= 10n ** 14n) {
    throw refuse(
      "AMOUNT_INVALID",
      "amount",
      "Say how much budget is moved: an amount above zero with at most two decimals.",
    );
  }
  return { toSource: row.source, amount: formatMoney(cents) };
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
