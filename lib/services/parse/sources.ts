import { remember } from "./texts";

const UNMAPPED = "Unmapped: ";

/** How outside values of enumerations are compared: NFKC, trimmed, case folded, spaces and hyphens as `_`. */
export function normaliseCode(value: string): string {
  return value
    .normalize("NFKC")
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, "_");
}

/**
 * A source value → its code: as a code, by the mappings of the settings, else `Unmapped: <value>`,
 * which stays a row of its own until RevOps maps it (metrics.md §1). The value is trimmed and not blank.
 */
export type SourceLookup = (value: string) => string;

const DISTINCT_VALUES = 1_000;

/**
 * @param codes of the configured sources
 * @param mappings outside value (normalised) → code
 */
export function sourceLookup(codes: readonly string[], mappings: Iterable<readonly [string, string]>): SourceLookup {
  const known = new Map<string, string>();
  for (const [value, code] of mappings) known.set(normaliseCode(value), code);
  for (const code of codes) known.set(normaliseCode(code), code);
  const named = (value: string): string => {
    // Our own exports write unmapped values with the prefix; they must come back as what they were.
    const bare = (value.startsWith(UNMAPPED) && value.slice(UNMAPPED.length).trim()) || value;
    return known.get(normaliseCode(bare)) ?? UNMAPPED + bare;
  };
  return remember(DISTINCT_VALUES, named);
}
