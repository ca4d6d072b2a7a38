import { joinWords } from "@/lib/domain/phrases";
import type { ReadingQuestion } from "@/lib/domain/reading-check";
import { fullMomentWords } from "@/lib/view/moments";

/** One question once it is answered: the right answer with the line of the document that says it. */
export interface CheckResult {
  readonly prompt: string;
  readonly right: string;
  readonly line: string;
  /** What the reader chose, as far as that is still known: only the score is kept. */
  readonly chosen: string | null;
  readonly isRight: boolean | null;
}

/** @param answers places among the options; left out when they are no longer known */
export function checkResults(questions: readonly ReadingQuestion[], answers?: readonly number[]): CheckResult[] {
  return questions.map(({ prompt, options, right, line }, index) => {
    const place = answers?.[index];
    const chosen = place === undefined ? null : (options[place] ?? null);
    return { prompt, right: options[right] ?? "", line, chosen, isRight: place === undefined ? null : place === right };
  });
}

interface OwnInput {
  version: number;
  readAt: Date | null;
  score: number | null;
  questions: ReadingQuestion[];
}

/** What the reader's own receipt shows; right answers are in it only once the questions are answered. */
export interface OwnReceiptView {
  readonly version: number;
  /** "28 November 2026, 10:00"; null while it is not confirmed. */
  readonly readAt: string | null;
  readonly score: number | null;
  readonly questions: { readonly prompt: string; readonly options: readonly string[] }[];
  readonly results: CheckResult[];
}

export function ownReceiptView({ version, readAt, score, questions }: OwnInput, zone: string): OwnReceiptView {
  return {
    version,
    readAt: readAt && fullMomentWords(readAt, zone),
    score,
    questions: readAt && score === null ? questions.map(({ prompt, options }) => ({ prompt, options })) : [],
    results: score === null ? [] : checkResults(questions),
  };
}

interface Team {
  readonly key: string;
  readonly label: string;
  readonly read: number;
  readonly of: number;
}

/** How far the version in force is read (lib/data/receipts.ts). */
export interface CoverageInput {
  readonly version: number;
  readonly teams: readonly Team[];
}

/** "BDRs" and "AEs" keep their capitals. */
const inSentence = (label: string): string => (/^\p{Lu}{2}/u.test(label) ? label : label.toLowerCase());

/** "Agreement v3 read by 3 of 4 BDRs and 1 of 2 AEs": the line of the Monday page; null while nothing is in force. */
export function coverageLine(coverage: CoverageInput | null): string | null {
  if (!coverage || coverage.teams.length === 0) return null;
  const parts = coverage.teams.map(({ label, read, of }) => `${read} of ${of} ${inSentence(label)}`);
  return `Agreement v${coverage.version} read by ${joinWords(parts, "and")}`;
}

interface PageInput {
  version: number;
  teams: readonly (Team & { people: { missing: readonly string[]; checked: number; allRight: number } | null })[];
}

export interface ReceiptRow {
  readonly key: string;
  readonly label: string;
  readonly read: string;
  /** Names, else how many. */
  readonly missing: string;
  /** "1 of 2"; null where nobody took the questions. */
  readonly check: string | null;
}

export interface ReceiptsView {
  readonly title: string;
  readonly total: string;
  readonly rows: ReceiptRow[];
  readonly hasNames: boolean;
}

const persons = (count: number): string => (count === 1 ? "1 person" : `${count} people`);

/** Who has read what is in force, in whole people. */
export function receiptsView({ version, teams }: PageInput): ReceiptsView {
  const sum = (which: "of" | "read"): number => teams.reduce((total, team) => total + team[which], 0);
  const left = sum("of") - sum("read");
  return {
    title:
      left === 0
        ? `Everybody who works by version ${version} has read it.`
        : `${persons(left)} ${left === 1 ? "has" : "have"} not read version ${version} yet.`,
    total: `${sum("read")} of ${sum("of")}`,
    rows: teams.map(({ key, label, read, of, people }) => ({
      key,
      label,
      read: `${read} of ${of}`,
      missing: people === null ? String(of - read) : people.missing.join(", "),
      check: people === null || people.checked === 0 ? null : `${people.allRight} of ${people.checked}`,
    })),
    hasNames: teams.some(({ people }) => people !== null),
  };
}
