/**
 * The key by which two spellings of a company are the same account: NFKC, case folded, trimmed,
 * runs of white space collapsed to one space (metrics.md §1, "Account").
 *
 * Folding happens after NFKC and the result is normalised once more, because lower-casing can
 * produce text that is not in NFKC (`İ` becomes `i` and a combining dot). A blank name gives "".
 */
export function accountKey(name: string): string {
  return name.normalize("NFKC").toLowerCase().normalize("NFKC").replace(/\s+/gu, " ").trim();
}
