const LONGEST_SHOWN = 60;

/** A value as messages quote it: escaped, and cut when it is long. */
export function shown(value: string): string {
  return JSON.stringify(value.length > LONGEST_SHOWN ? `${value.slice(0, LONGEST_SHOWN)}…` : value);
}

const LONE_SURROGATE = /\p{Surrogate}/u;

/** Postgres cannot hold NUL, and a lone surrogate is no character: it would be stored as U+FFFD. */
export function isStorable(text: string): boolean {
  return !text.includes("\0") && !LONE_SURROGATE.test(text);
}

/**
 * Printable ASCII without outer blanks: already as it is stored. Nearly every cell of a million rows
 * is, so the check is a plain loop.
 */
export function isPlain(text: string): boolean {
  const last = text.length - 1;
  if (last < 0 || text.charCodeAt(0) === 32 || text.charCodeAt(last) === 32) return false;
  for (let index = 0; index <= last; index++) {
    const code = text.charCodeAt(index);
    if (code < 32 || code > 126) return false;
  }
  return true;
}

/** Text as it is stored: NFC and trimmed; nothing else is changed, escaping belongs to the output. */
export function cleanText(text: string): string {
  return text === "" ? text : text.normalize("NFC").trim();
}

/** Characters as Postgres counts them (code points), looked at only when the text can be too long. */
export function isLongerThan(text: string, limit: number): boolean {
  return text.length > limit && (text.length > 2 * limit || [...text].length > limit);
}

/**
 * Remembers results by text, at most `limit` of them. A cell can be a slice that keeps its whole chunk
 * of the file in memory, so the key that stays, and all that is computed from it, comes from a copy.
 */
export function remember<V extends {}>(limit: number, compute: (text: string) => V): (text: string) => V {
  const known = new Map<string, V>();
  return (text) => {
    const hit = known.get(text);
    if (hit !== undefined) return hit;
    const copy = Buffer.from(text, "utf16le").toString("utf16le");
    const made = compute(copy);
    if (known.size >= limit) known.clear();
    known.set(copy, made);
    return made;
  };
}
