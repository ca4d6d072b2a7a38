/** The marks that spreadsheets export with. The first of equals wins. */
const CANDIDATES = [",", ";", "\t", "|"] as const;

export interface Opening {
  readonly delimiter: string;
  /** Whether an Excel line `sep=;` stands before the header. */
  readonly skipsLine: boolean;
}

/** The first line that is not empty, with line ends inside quotes taken for text. */
function firstRecord(text: string): string {
  let isQuoted = false;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const mark = text[at];
    if (mark === '"') isQuoted = !isQuoted;
    if (isQuoted || (mark !== "\n" && mark !== "\r")) continue;
    if (at > start) return text.slice(start, at);
    start = at + 1;
  }
  return text.slice(start);
}

/** How often `mark` stands outside quotes. */
function countOf(mark: string, record: string): number {
  let isQuoted = false;
  let count = 0;
  for (const one of record) {
    if (one === '"') isQuoted = !isQuoted;
    else if (one === mark && !isQuoted) count += 1;
  }
  return count;
}

/** The delimiter of a file, from how it begins: the candidate that cuts the header most often. */
export function detectDelimiter(beginning: string): Opening {
  const excel = /^sep=(.)\r?\n/i.exec(beginning);
  if (excel?.[1]) return { delimiter: excel[1], skipsLine: true };
  const header = firstRecord(beginning);
  let best: string = CANDIDATES[0];
  for (const mark of CANDIDATES) if (countOf(mark, header) > countOf(best, header)) best = mark;
  return { delimiter: best, skipsLine: false };
}
