import type { IsoDate } from "@/lib/domain/dates";
import type { DecisionType, ReviewState } from "@/lib/domain/reviews";
import { targetName } from "@/lib/domain/unit-names";
import { dateWithYear, longDate } from "@/lib/view/dates";
import { exactMoney, type Labels } from "@/lib/view/monday/labels";
import { TYPE_LABELS } from "./types";

export interface DecisionWordsInput {
  type: DecisionType;
  unit: string;
  toSource: string | null;
  amount: string | null;
  until: IsoDate | null;
  fixSource: string | null;
}

/** The decision in a sentence without its owner: "Defund Webinar, cost: 12,000.00 USD to Paid search". */
export function decisionWords(decision: DecisionWordsInput, labels: Labels, currency: string): string {
  const { type, unit, toSource, amount, until, fixSource } = decision;
  const name = targetName(type, unit, labels);
  if (type === "defund" && toSource !== null && amount !== null) {
    return `Defund ${name}: ${exactMoney(amount)} ${currency} to ${labels.source(toSource)}`;
  }
  if (type === "extend" && until !== null) return `Extend ${name} until ${dateWithYear(until)}`;
  if (type === "fix" && fixSource !== null) return `Fix ${name} at ${labels.source(fixSource)}`;
  return `${TYPE_LABELS[type]} ${name}`;
}

/** Where a week's review stands: "not opened", "open", "closed", "lapsed". */
export function stateWords(
  review: { closedAt: Date | null; startedAt: Date | null } | null,
  state: ReviewState,
): string {
  if (state === "closed") return "closed";
  if (state === "lapsed") return review === null ? "not held" : "lapsed";
  if (review === null) return "not opened";
  return review.startedAt === null ? "open" : "under way";
}

/** What a recorded decision is worth: a review that lapsed never brought it into force. */
export function decisionNote(state: ReviewState, isRecorded: boolean): string {
  if (state === "closed") return "in force since the review was closed";
  if (state === "lapsed") return isRecorded ? "recorded, never in force: the week ended" : "none was taken";
  return isRecorded
    ? "recorded; it takes effect when the review is closed"
    : "exactly one, with the person who owns it";
}

/** The candidate that the queue marks as decided; none where the decision never came into force. */
export function chosenUnit(state: ReviewState, decision: { unit: string } | null | undefined): string | null {
  return state === "lapsed" ? null : (decision?.unit ?? null);
}

/** "held on Tuesday 24 November 2026", and why on another day. */
export function heldWords({ heldOn, movedBecause }: { heldOn: IsoDate; movedBecause: string | null }): string {
  return `held on ${longDate(heldOn)}${movedBecause === null ? "" : ` (${movedBecause})`}`;
}
