import type { AgreementDocument } from "./agreement-document";
import { countryName, holdsCountry } from "./countries";
import { parseDecimal, requireDecimal, unitsAt } from "./decimals";
import { type DefinitionKey, describe } from "./definition";
import { groupDigits } from "./phrases";
import { plainDecimal } from "./terms";

/** The parts of the document that can be asked about. */
export type Asked = Pick<AgreementDocument, "version" | "definition" | "terms">;

/** One thing to ask: the right answer, wrong ones that could be right, and the line of the document that says it. */
export interface Question {
  readonly key: string;
  readonly prompt: string;
  readonly right: string;
  /** At least three, all different and none of them right. */
  readonly wrong: readonly string[];
  readonly line: string;
}

/** How many wrong answers stand beside the right one. */
export const WRONG_ANSWERS = 3;

interface Near {
  readonly step: string;
  /** Inclusive. */
  readonly most?: string;
}

function decimalText(units: bigint, scale: number): string {
  const digits = String(units).padStart(scale + 1, "0");
  return scale === 0 ? digits : plainDecimal(`${digits.slice(0, -scale)}.${digits.slice(-scale)}`);
}

/** Numbers some steps away from `text`, above zero: what somebody would guess who has not read. */
function near(text: string, { step, most }: Near): string[] {
  const [value, width] = [parseDecimal(text), requireDecimal(step)];
  if (!value) return [];
  const scale = Math.max(value.scale, width.scale);
  const top = most === undefined ? null : unitsAt(requireDecimal(most), Math.max(scale, requireDecimal(most).scale));
  const [middle, by] = [unitsAt(value, scale), unitsAt(width, scale)];
  return [-3n, -2n, -1n, 1n, 2n, 3n]
    .map((count) => middle + count * by)
    .filter((units) => units > 0n && (top === null || units <= top))
    .map((units) => decimalText(units, scale));
}

type Maker = (document: Asked, sourceName: (code: string) => string) => Question | Question[] | null;

const fieldLine = ({ definition }: Asked, key: DefinitionKey): string => {
  const line = describe(definition).find((field) => field.key === key);
  return line ? `${line.label}: ${line.words}` : "";
};

interface Figure extends Near {
  readonly key: string;
  readonly prompt: string;
  readonly value: string;
  /** Number → answer: "22 %". */
  readonly words: (value: string) => string;
  readonly line: string;
}

function figure({ key, prompt, value, words, line, ...steps }: Figure): Question | null {
  if (!parseDecimal(value)) return null;
  return { key, prompt, right: words(plainDecimal(value)), wrong: near(value, steps).map(words), line };
}

const percent = (value: string): string => `${value} %`;
const PERCENT: Near = { step: "5", most: "100" };

/** "1 day", "90 days". */
const count =
  (unit: string) =>
  (value: string): string =>
    `${value} ${unit}${value === "1" ? "" : "s"}`;

const stepOf = (value: number, large: number): string => (value >= 2 * large ? String(large) : value >= 10 ? "5" : "1");

const cap: Maker = ({ terms: { rejectionCap } }) =>
  figure({
    ...PERCENT,
    key: "rejection_cap",
    prompt: "What is the rejection cap?",
    value: rejectionCap,
    words: percent,
    line: `Rejection cap: ${rejectionCap} % of all handed over; strictly above it is a breach`,
  });

const pipelineFloor: Maker = ({ terms: { pipelineFloor: floor } }) =>
  figure({
    ...PERCENT,
    key: "pipeline_floor",
    prompt: "What share of MQLs must reach pipeline, at least?",
    value: floor,
    words: percent,
    line: `MQL → pipeline floor: ${floor} %`,
  });

const costLine: Maker = ({ terms: { costLine: line } }) =>
  figure({
    step: "0.05",
    key: "cost_line",
    prompt: "Above what cost per pipeline dollar does a source go into cure?",
    value: line,
    words: (value) => value,
    line: `Cost line: ${line} per pipeline dollar`,
  });

const floors: Maker = ({ terms }, sourceName) =>
  terms.floors
    .filter(({ segment }) => segment === null)
    .flatMap(({ source, percent: value }) => {
      const name = sourceName(source);
      const line = `Floor of acceptance, ${name}: ${value} %`;
      const prompt = `What is the acceptance floor of ${name}?`;
      return figure({ ...PERCENT, key: `floor.${source}`, prompt, value, words: percent, line }) ?? [];
    });

const decisionDays: Maker = ({ terms: { decisionDays: days } }) =>
  figure({
    step: "1",
    key: "decision_days",
    prompt: "Within how many business days is a lead decided?",
    value: String(days),
    words: count("business day"),
    line: `Decision SLA: ${count("business day")(String(days))}`,
  });

const followUpHours: Maker = ({ terms: { followUpHours: hours } }) =>
  figure({
    step: stepOf(hours, 12),
    key: "follow_up_hours",
    prompt: "Within how many business hours is the first touch due?",
    value: String(hours),
    words: count("business hour"),
    line: `Follow-up SLA: ${count("business hour")(String(hours))}`,
  });

const timeDecay: Maker = (document) => {
  const { days } = document.definition.time_decay;
  return figure({
    step: stepOf(days, 30),
    key: "time_decay",
    prompt: "After how many days without activity does an MQL expire?",
    value: String(days),
    words: count("day"),
    line: fieldLine(document, "time_decay"),
  });
};

const scoreAbove: Maker = ({ definition: { score_above } }) =>
  figure({
    step: "5",
    key: "score_above",
    prompt: "Which score must a lead be above?",
    value: String(score_above),
    words: (value) => value,
    line: `Score: strictly above ${score_above}`,
  });

const employees: Maker = (document) => {
  const { min_employees: least } = document.definition.firmographic;
  if (least === null) return null;
  return figure({
    step: least >= 1000 ? "500" : least >= 200 ? "100" : "25",
    key: "min_employees",
    prompt: "How many employees must a company have?",
    value: String(least),
    words: (value) => `more than ${groupDigits(value)}`,
    line: fieldLine(document, "firmographic"),
  });
};

/** Countries that people know; those in the definition beside them. */
const PLACES = "US CA MX BR GB IE FR DE AT CH NL BE ES PT IT SE NO DK FI PL IN SG JP KR AU NZ ZA AE".split(" ");

const geography: Maker = (document) => {
  const { countries } = document.definition.geography;
  const isInside = (code: string) => countries.some((entry) => holdsCountry(entry, code));
  const inside = PLACES.filter(isInside);
  const outside = PLACES.filter((code) => !isInside(code)).map(countryName);
  return inside.map((code) => ({
    key: `geography.${code}`,
    prompt: "Which of these countries is inside the geography gate?",
    right: countryName(code),
    wrong: outside,
    line: fieldLine(document, "geography"),
  }));
};

/** Of each subject one question at most is asked of one reader. */
const SUBJECTS: readonly Maker[] = [
  cap,
  pipelineFloor,
  costLine,
  floors,
  decisionDays,
  followUpHours,
  timeDecay,
  scoreAbove,
  employees,
  geography,
];

/** What can be asked about a document, by subject; a subject that the document leaves open is missing. */
export function questionsOf(document: Asked, sourceName: (code: string) => string): Question[][] {
  return SUBJECTS.map((make) => [make(document, sourceName) ?? []].flat())
    .map((questions) => questions.filter(({ wrong }) => wrong.length >= WRONG_ANSWERS))
    .filter((questions) => questions.length > 0);
}
