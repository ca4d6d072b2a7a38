import type { TranslationLine } from "./agreement-document";

/** The translation table while an agreement is in force or one is being written (product.md A11, C4). */
export interface Translation {
  /** The lines that records are read with today. */
  readonly live: readonly TranslationLine[];
  /** Those that the version that judges lists; before the first signing everything that is live. */
  readonly agreed: readonly TranslationLine[];
  /** Those of the version that is being written; null where none is, or where a draft can hold no tables of its own. */
  readonly open: readonly TranslationLine[] | null;
}

export const keysOf = (lines: readonly TranslationLine[]): ReadonlySet<string> => new Set(lines.map(({ key }) => key));

/** Live lines that no agreement lists: names that the CRM brought since. */
export function addedSince({ live, agreed, open }: Translation): TranslationLine[] {
  const listed = new Set([...keysOf(agreed), ...keysOf(open ?? [])]);
  return live.filter(({ key }) => !listed.has(key));
}

/** The lines that an edit starts from: those of the version that is being written, and what came in since. */
export function editedLines(translation: Translation): TranslationLine[] {
  const { live, open } = translation;
  return open === null ? [...live] : [...open, ...addedSince(translation)];
}

export function sameLine(a: TranslationLine | undefined, b: TranslationLine | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (
    a.name === b.name &&
    a.stage === b.stage &&
    a.ordinal === b.ordinal &&
    a.is_won === b.is_won &&
    a.crm_value === b.crm_value
  );
}

/** A line as it is edited beside the one that records are read with. */
export interface LinePair {
  readonly key: string;
  /** Missing where the edit removes the line. */
  readonly edited: TranslationLine | null;
  /** Missing where the line is not in use yet. */
  readonly live: TranslationLine | null;
}

/** Every line that is edited or live, by key; equal halves are lines on which nothing changes. */
export function linePairs(translation: Translation): LinePair[] {
  const edited = new Map(editedLines(translation).map((line) => [line.key, line]));
  const live = new Map(translation.live.map((line) => [line.key, line]));
  return [...new Set([...edited.keys(), ...live.keys()])].map((key) => ({
    key,
    edited: edited.get(key) ?? null,
    live: live.get(key) ?? null,
  }));
}
