import type { DecisionType } from "@/lib/domain/reviews";
import { dateWithYear } from "@/lib/view/dates";
import { exactMoney } from "@/lib/view/monday/labels";

/** A decision as far as it is known: while it is being typed, or recorded. */
export interface EffectInput {
  type: DecisionType;
  /** As the screen names it after the verb: a defunded source by its own name. */
  unit: string;
  /** Whether a clock of the unit runs. */
  hasClock: boolean;
  isReason: boolean;
  owner: string | null;
  dueOn: string;
  /** The receiver of the budget, its ratio and the line. */
  to: { label: string; ratio: string; line: string } | null;
  amount: string;
  currency: string;
  until: string;
  /** The one source of a fix; null for all. */
  fixSource: string | null;
}

const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);
const isAmount = (text: string): boolean => /^\d{1,12}(\.\d{1,2})?$/.test(text);

const who = (owner: string | null): string => owner ?? "The owner";
const by = (dueOn: string): string => (isDate(dueOn) ? ` by ${dateWithYear(dueOn)}` : "");

function defundWords({ unit, to, amount, currency, owner, dueOn }: EffectInput): string {
  const plain = amount.replaceAll(",", "").trim();
  const [whole = "", cents = ""] = plain.split(".");
  const sum = isAmount(plain) ? `${exactMoney(`${whole}.${cents.padEnd(2, "0")}`)} ${currency}` : "its budget";
  const where = to
    ? `${sum} goes to ${to.label}, whose ratio is ${to.ratio} against a line of ${to.line}`
    : `${sum} goes to the source you choose`;
  return `Defund ${unit}: its clock ends; ${where}. ${who(owner)} moves it${by(dueOn)}.`;
}

function fixWords({ unit, isReason, fixSource, owner, dueOn }: EffectInput): string {
  if (!isReason) return `${who(owner)} works on ${unit}${by(dueOn)}. Its clock, if one runs, runs on.`;
  const where = fixSource === null ? "at all sources" : `at ${fixSource}`;
  return `Work on ${unit} begins ${where}: ${who(owner)} owns the fix, due 30 days after it opens.`;
}

/** What closing the review with this decision will do, in words (metrics.md §5). */
export function effectWords(input: EffectInput): string {
  const { type, unit, hasClock, until, owner, dueOn } = input;
  switch (type) {
    case "kill":
      return `Kill ${unit}: its clock ends, and no other opens before a Monday shows it healthy again. ${who(owner)} stops it${by(dueOn)}.`;
    case "defund":
      return defundWords(input);
    case "extend":
      return isDate(until)
        ? `${unit} gets time until ${dateWithYear(until)}; the first Monday on or after that day judges it again. ${who(owner)} answers for it.`
        : `${unit} gets more time, 30 days at most. ${who(owner)} answers for it.`;
    case "fix":
      return fixWords(input);
    case "watch":
      return `Nothing changes at ${unit}${hasClock ? "; its clock runs on" : ""}. ${who(owner)} looks at it again${by(dueOn)}.`;
  }
}
