import { BRIEF_CODES, briefCodeLabel, type DeliveryOutcome, outcomeN, rejectedOf } from "@/lib/domain/brief-check";
import { BRIEF_SIGNERS, type BriefSigner, type BriefState, type BriefTerms } from "@/lib/domain/briefs";
import { groupDigits, joinWords } from "@/lib/domain/phrases";
import { percentText } from "@/lib/domain/rates";
import { REASON_TEXTS, REASONS } from "@/lib/domain/reasons";
import { REQUIRED_FIELDS, type RequiredField } from "@/lib/domain/required-data";
import { roleLabel } from "@/lib/domain/roles";
import { dateWithYear } from "@/lib/view/dates";
import { exactMoney } from "@/lib/view/monday/labels";

/** What lib/data reads of a brief, as far as screens print it. */
export interface BriefInput extends BriefTerms {
  readonly id: string;
  readonly agreementVersion: number;
  readonly state: BriefState;
  readonly signatures: readonly { readonly role: BriefSigner; readonly name: string; readonly at: Date }[];
  readonly counts: {
    readonly delivered: number;
    readonly passed: number;
    readonly failed: ReadonlyMap<string, number>;
    readonly pending: ReadonlyMap<string, number>;
    readonly claims: number;
    readonly outcome: DeliveryOutcome;
  };
}

export const STATE_LABELS: Readonly<Record<BriefState, string>> = {
  draft: "Draft",
  waiting: "Waits for a signature",
  upcoming: "Signed, not begun",
  delivering: "Delivering",
  over: "Over",
  ended: "Ended",
};

/** The role that has not signed yet, where one has. */
function missingSide(signatures: BriefInput["signatures"], cmoTitle: string): string {
  const side = BRIEF_SIGNERS.find((role) => !signatures.some((signature) => signature.role === role));
  return side ? roleLabel(side, cmoTitle) : "";
}

const NUMBERS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"];
const inWords = (n: number): string => NUMBERS[n] ?? String(n);

/** The list in a sentence. */
export function briefsTitle(briefs: readonly Pick<BriefInput, "state">[]): string {
  const count = (state: BriefState) => briefs.filter((brief) => brief.state === state).length;
  const [delivering, waiting] = [count("delivering"), count("draft") + count("waiting")];
  if (briefs.length === 0) return "No leads are bought under a brief yet.";
  const sellers = delivering === 1 ? "seller delivers" : "sellers deliver";
  const first =
    delivering === 0
      ? "No seller delivers now"
      : `${inWords(delivering)} ${sellers} under a brief that both sides signed`;
  return waiting === 0
    ? `${first}.`
    : `${first}; ${waiting === 1 ? "one waits" : `${inWords(waiting).toLowerCase()} wait`} for signatures.`;
}

/** "38 %", beside its n; "—" where nothing is decided or late yet. */
function acceptance(outcome: DeliveryOutcome): { rate: string; n: number } {
  const n = outcomeN(outcome);
  return { rate: percentText(outcome.accepted, n, 1), n };
}

const days = ({ deliveryFrom, deliveryTo }: BriefTerms): string =>
  `${dateWithYear(deliveryFrom)} to ${dateWithYear(deliveryTo)}`;

/** "62.00 USD". */
export const priceText = ({ price: amount, currency }: BriefTerms): string => `${exactMoney(amount)} ${currency}`;

/** A row of the list. */
export function briefRow(brief: BriefInput, cmoTitle: string) {
  const { counts, state } = brief;
  return {
    id: brief.id,
    vendor: brief.vendor,
    state: state === "waiting" ? `Waits for the ${missingSide(brief.signatures, cmoTitle)}` : STATE_LABELS[state],
    days: days(brief),
    ordered: groupDigits(brief.volume),
    price: priceText(brief),
    delivered: groupDigits(counts.delivered),
    over: counts.delivered > brief.volume ? `${groupDigits(counts.delivered - brief.volume)} over` : null,
    passed: counts.delivered === 0 ? "—" : percentText(counts.passed, counts.delivered, 1),
    ...acceptance(counts.outcome),
    claims: groupDigits(counts.claims),
  };
}

/** A seller over all its briefs, as lib/data reads it. */
export interface VendorInput {
  readonly vendor: string;
  readonly briefs: number;
  readonly leads: number;
  readonly claims: number;
  readonly outcome: DeliveryOutcome;
}

/** A row of the sellers that have more than one brief. */
export function vendorRow({ vendor, briefs, leads, claims, outcome }: VendorInput) {
  return {
    vendor,
    briefs: groupDigits(briefs),
    leads: groupDigits(leads),
    handedOver: groupDigits(outcome.handedOver),
    ...acceptance(outcome),
    claims: groupDigits(claims),
  };
}

/** "of 1,000 ordered", and what is more than that. */
function orderedWords(delivered: number, volume: number): string {
  const over = delivered - volume;
  return over > 0
    ? `of ${groupDigits(volume)} ordered: ${groupDigits(over)} over`
    : `of ${groupDigits(volume)} ordered`;
}

/** "1,200 of 1,000 ordered: 200 over. …"; null while no more came in than was ordered. */
export function overNote({ counts: { delivered }, volume }: Pick<BriefInput, "counts" | "volume">): string | null {
  if (delivered <= volume) return null;
  return `${groupDigits(delivered)} ${orderedWords(delivered, volume)}. Over-deliveries are not priced: credits are summed for ${groupDigits(volume)} rows at most.`;
}

/** What a brief's page is called. */
export function briefTitle({ vendor, state, signatures }: BriefInput, cmoTitle: string): string {
  const titles: Readonly<Record<BriefState, string>> = {
    draft: `The brief with ${vendor} is a draft: nobody has signed it, and nothing comes in under it.`,
    waiting: `The brief with ${vendor} waits for the ${missingSide(signatures, cmoTitle)}; nothing comes in under it before.`,
    upcoming: `The brief with ${vendor} is signed by both sides and has not begun.`,
    delivering: `${vendor} delivers under a brief that both sides have signed.`,
    over: `The delivery of ${vendor} is over.`,
    ended: `The brief with ${vendor} was ended: nothing more comes in under it.`,
  };
  return titles[state];
}

/** "600 leads at 62.00 USD each, 3 Sep 2026 to 4 Mar 2027; built from version 2 of the agreement." */
export function briefNote(brief: BriefInput): string {
  return `${groupDigits(brief.volume)} leads at ${priceText(brief)} each, ${days(brief)}. Built from version ${brief.agreementVersion} of the agreement, and kept as it is when that changes.`;
}

export interface CriteriaInput {
  readonly scoreAbove: number;
  readonly fields: readonly { readonly label: string; readonly words: string }[];
  readonly requiredData: readonly RequiredField[];
  readonly creditTerms: string;
}

/** What every row is checked against, in the words that are signed. */
export function criteriaLines({ scoreAbove, fields, requiredData, creditTerms }: CriteriaInput) {
  const data = REQUIRED_FIELDS.filter(({ field }) => requiredData.includes(field)).map(({ label }) => label);
  return [
    { label: "Score line", value: `above ${scoreAbove}, by the scoring tool` },
    ...fields.map(({ label, words }) => ({ label, value: words })),
    { label: "Required data", value: data.length > 0 ? joinWords(data, "and") : "none beside the score" },
    { label: "Credit terms", value: creditTerms },
  ];
}

/** The line of facts over a report. */
export function reportFacts({ counts, volume }: BriefInput) {
  const { delivered, passed, outcome } = counts;
  const { rate, n } = acceptance(outcome);
  return [
    { key: "delivered", label: "Delivered", value: groupDigits(delivered), note: orderedWords(delivered, volume) },
    {
      key: "passed",
      label: "Passed the brief",
      value: percentText(passed, delivered, 1),
      note: `${groupDigits(passed)} rows`,
    },
    {
      key: "handed",
      label: "Handed over",
      value: groupDigits(outcome.handedOver),
      note: `${groupDigits(outcome.pending)} pending`,
    },
    {
      key: "accepted",
      label: "Acceptance",
      value: rate,
      note: `${groupDigits(outcome.accepted)} of n ${groupDigits(n)}`,
    },
    {
      key: "rejected",
      label: "Rejected",
      value: groupDigits(rejectedOf(outcome)),
      note: `${groupDigits(outcome.unworked)} unworked`,
    },
  ];
}

export interface CountLine {
  readonly key: string;
  readonly label: string;
  readonly n: string;
  readonly share: string;
}

const lines = (
  counts: ReadonlyMap<string, number>,
  of: number,
  codes: readonly string[],
  label: (code: string) => string,
) =>
  codes.flatMap((key): CountLine[] => {
    const n = counts.get(key) ?? 0;
    return n === 0 ? [] : [{ key, label: label(key), n: groupDigits(n), share: percentText(n, of, 1) }];
  });

/** What rows failed, what could not be known when they came in, and what they were rejected for. */
export function reportLines({ counts }: BriefInput) {
  const { delivered, failed, pending, outcome } = counts;
  const reasons = new Map<string, number>(REASONS.map((reason) => [reason, outcome.rejected[reason]]));
  const reasonLabel = (code: string) => REASON_TEXTS[code as keyof typeof REASON_TEXTS].label;
  return {
    failed: lines(failed, delivered, BRIEF_CODES, briefCodeLabel),
    pending: lines(pending, delivered, BRIEF_CODES, briefCodeLabel),
    rejected: lines(reasons, rejectedOf(outcome), REASONS, reasonLabel),
  };
}
