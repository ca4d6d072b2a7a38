/**
 * The key by which two spellings of a company are the same account: NFKC, case folded, trimmed,
 * runs of white space collapsed to one space (metrics.md §1, "Account").
 *
 * Folding happens after NFKC and the result is normalised once more, because it can
 * produce text that is not in NFKC (`İ` becomes `i` and a combining dot). A blank name gives "".
 */
export function accountKey(name: string): string {
  return foldCase(name.normalize("NFKC")).normalize("NFKC").replace(/\s+/gu, " ").trim();
}

/**
 * Lower case through upper case, which makes `ß` and `SS` one; by way of lower case first, because `ẞ` is a capital already.
 * A sigma is lower-cased by its place in the word, of which a key knows nothing.
 */
function foldCase(text: string): string {
  return text.toLowerCase().toUpperCase().toLowerCase().replaceAll("ς", "σ");
}
