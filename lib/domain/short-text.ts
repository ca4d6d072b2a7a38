/**
 * What somebody wrote, as one paragraph: composed characters, single blanks, none at the ends. Text without a visible
 * character is empty.
 */
export function shortText(text: string): string {
  const line = text.normalize("NFC").trim().replace(/\s+/gu, " ");
  return /[^\p{C}\p{Z}]/u.test(line) ? line : "";
}

/** Characters as people and the database count them. */
export function lengthOf(text: string): number {
  return [...text].length;
}
