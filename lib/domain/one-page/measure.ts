import { ADVANCES, CHARACTERS } from "./advances";

/** The cuts of the printed agreement: running text, labels, names on signature lines. */
export type Face = keyof typeof ADVANCES;

/** What a character that the fonts do not have may take, in em: letters of other fonts are hardly ever wider. */
const UNKNOWN_EM = 1.1;
/** Beyond the basic plane stand pictures and rare scripts. */
const ASTRAL_EM = 1.5;

function tableOf(face: Face): ReadonlyMap<string, number> {
  const { unitsPerEm, widths } = ADVANCES[face];
  return new Map([...CHARACTERS].map((character, index) => [character, (widths[index] ?? unitsPerEm) / unitsPerEm]));
}

const TABLES: Readonly<Record<Face, ReadonlyMap<string, number>>> = {
  text: tableOf("text"),
  strong: tableOf("strong"),
  serif: tableOf("serif"),
};

const advance = (character: string, face: Face): number =>
  TABLES[face].get(character) ?? (character.length > 1 ? ASTRAL_EM : UNKNOWN_EM);

/** The width of a text in em, set without kerning and ligatures. */
export function textWidth(text: string, face: Face): number {
  let sum = 0;
  for (const character of text) sum += advance(character, face);
  return sum;
}

interface Measure {
  readonly face: Face;
  /** In em. */
  readonly width: number;
}

/** A word that is wider than a whole line, in pieces that each fill one; at least one character a piece. */
function pieces(word: string, { face, width }: Measure): string[] {
  const out: string[] = [];
  let piece = "";
  let taken = 0;
  for (const character of word) {
    const next = advance(character, face);
    if (piece !== "" && taken + next > width) {
      out.push(piece);
      piece = "";
      taken = 0;
    }
    piece += character;
    taken += next;
  }
  return [...out, piece];
}

/** Where a line may end: at blanks, not at spaces that are there to keep a number and its unit together. */
const BLANKS = /[ \t-\r\u0085\u2028\u2029]+/;

/**
 * A text in lines, each as full as it can be, as a browser fills them: broken at blanks, and inside a word only where the word
 * alone is wider than a line. An empty text is one empty line.
 */
export function wrap(text: string, face: Face, width: number): string[] {
  const words = text.normalize("NFC").split(BLANKS).filter(Boolean);
  const blank = advance(" ", face);
  const lines: string[] = [];
  let line = "";
  let taken = 0;
  for (const word of words) {
    const wide = textWidth(word, face);
    if (line !== "" && taken + blank + wide <= width) {
      line += ` ${word}`;
      taken += blank + wide;
      continue;
    }
    if (line !== "") lines.push(line);
    const parts = wide > width ? pieces(word, { face, width }) : [word];
    lines.push(...parts.slice(0, -1));
    line = parts.at(-1) ?? "";
    taken = textWidth(line, face);
  }
  return [...lines, line];
}

/** The first `most` lines of a text; what is left out leaves an ellipsis. */
export function cut(text: string, measure: Measure & { readonly most: number }): string[] {
  const { face, width, most } = measure;
  const lines = wrap(text, face, width);
  if (lines.length <= most) return lines;
  const last = [...(lines[most - 1] ?? "")];
  while (last.length > 0 && textWidth(`${last.join("")}…`, face) > width) last.pop();
  return [...lines.slice(0, most - 1), `${last.join("").trimEnd()}…`];
}
