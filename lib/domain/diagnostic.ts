import { DEFINITION_FIELDS, type DefinitionKey } from "./definition";
import { lengthOf, shortText } from "./short-text";

/** Characters of each text of an answer. */
export const ANSWER_LIMIT = 300;

/** "What is a good lead?" answered by one leader (product.md C9): a sentence and a text for each of the eight fields. */
export type DiagnosticAnswer = Readonly<Record<"sentence" | DefinitionKey, string>>;

/** The texts of an answer in the order of the page; `sentence` completes "A good lead is …". */
export const ANSWER_TEXTS: readonly { readonly key: keyof DiagnosticAnswer; readonly label: string }[] = [
  { key: "sentence", label: "A good lead is" },
  ...DEFINITION_FIELDS.map(({ key, label }) => ({ key, label })),
];

export interface AnswerError {
  readonly field: keyof DiagnosticAnswer;
  readonly code: "ANSWER_REQUIRED" | "ANSWER_TOO_LONG";
  readonly message: string;
}

export type AnswerResult =
  | { readonly ok: true; readonly answer: DiagnosticAnswer }
  | { readonly ok: false; readonly errors: readonly AnswerError[] };

function textError(field: keyof DiagnosticAnswer, label: string, text: string): AnswerError[] {
  if (text === "") {
    const message = `Say in a few words what you mean by “${label}”: all nine are compared.`;
    return [{ field, code: "ANSWER_REQUIRED", message }];
  }
  const excess = lengthOf(text) - ANSWER_LIMIT;
  if (excess <= 0) return [];
  const message = `Shorten this by ${excess} ${excess === 1 ? "character" : "characters"}, to ${ANSWER_LIMIT}.`;
  return [{ field, code: "ANSWER_TOO_LONG", message }];
}

/** Reads an answer from outside: every text is there and has at most 300 characters. */
export function readAnswer(input: Readonly<Partial<Record<string, string>>>): AnswerResult {
  const texts = ANSWER_TEXTS.map(({ key, label }) => ({ key, label, text: shortText(input[key] ?? "") }));
  const errors = texts.flatMap(({ key, label, text }) => textError(key, label, text));
  if (errors.length > 0) return { ok: false, errors };
  return { ok: true, answer: Object.fromEntries(texts.map(({ key, text }) => [key, text])) as DiagnosticAnswer };
}

/**
 * One spelling for texts that say the same: case, blanks, sentence marks and commas between thousands do not count. Signs that
 * mean something (>, +, %, $) do: "> 50" is not "< 50".
 */
function normal(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/(?<=\d),(?=\d{3}(?!\d))/gu, "")
    .replace(/(?<!\d)\.|\.(?!\d)/gu, " ")
    .replace(/(?:(?![%#&@.])[\p{P}\s])+/gu, " ")
    .replace(/[\p{S}%]/gu, " $& ")
    .replace(/\s+/gu, " ")
    .trim();
}

export function saysTheSame(one: string, other: string): boolean {
  return normal(one) === normal(other);
}

/** One of the eight fields, as both see it. */
export interface FieldComparison {
  readonly key: DefinitionKey;
  readonly label: string;
  readonly cro: string;
  readonly cmo: string;
  readonly same: boolean;
}

export interface Comparison {
  readonly fields: readonly FieldComparison[];
  /** Of the eight; the sentence is not counted. */
  readonly agreed: number;
}

/** Two answers side by side by the eight fields, in the order of the page (product.md C9). */
export function compareAnswers(cro: DiagnosticAnswer, cmo: DiagnosticAnswer): Comparison {
  const fields = DEFINITION_FIELDS.map(({ key, label }) => ({
    key,
    label,
    cro: cro[key],
    cmo: cmo[key],
    same: saysTheSame(cro[key], cmo[key]),
  }));
  return { fields, agreed: fields.filter(({ same }) => same).length };
}
