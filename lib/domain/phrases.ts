import { boundedMemo } from "./memo";
import { parseMoney } from "./money";

/**
 * Plain words in place of patterns: what people type into the definition is compared word by word and never compiled, so no
 * entry can be slow, and none can mean more than it says.
 */

const MAX_PHRASE = 60;
const MAX_REMEMBERED = 100;
const MEMORY = 10_000;
const ALLOWED = /^[\p{L}\p{M}\p{N} &.,'’+#/_-]+$/u;

function readWords(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}+#]+/gu, " ")
    .trim();
}

/** A definition and the titles and campaigns of its leads repeat: a million leads know some thousand short texts. */
const knownWords = boundedMemo(MEMORY, readWords);

/** The words of a text in one spelling: "VP, Rev-Ops" → "vp rev ops". */
export function plainWords(text: string): string {
  return text.length <= MAX_REMEMBERED ? knownWords(text) : readWords(text);
}

/** Whether `phrase` stands in `text` as whole words, whatever the case and punctuation: "vp" is not in "VPN lead". */
export function holdsPhrase(text: string, phrase: string): boolean {
  return ` ${plainWords(text)} `.includes(` ${plainWords(phrase)} `);
}

/** 1 to 60 letters, digits, blanks and & . , ' + # / _ -, with at least one word: nothing that looks like a pattern. */
export function isUsablePhrase(text: string): boolean {
  return text.length <= MAX_PHRASE && ALLOWED.test(text) && plainWords(text) !== "";
}

/** "a", "a or b", "a, b or c". */
export function joinWords(items: readonly string[], conjunction: "or" | "and"): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} ${conjunction} ${items.at(-1)}`;
}

/** "10000000.50" → "10,000,000.50"; for numbers and decimal text without an exponent. */
export function groupDigits(value: number | string): string {
  const [whole = "", fraction] = String(value).split(".");
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** "142,000": whole units of the currency, half up. The exact amount stands behind the link and in the export. */
export function wholeMoney(amount: string): string {
  const cents = parseMoney(amount) ?? 0n;
  return groupDigits(String((cents + 50n) / 100n));
}

/** "284,208.00". */
export function exactMoney(amount: string): string {
  const [whole = "0", cents = "00"] = amount.split(".");
  return `${groupDigits(whole)}.${cents}`;
}
