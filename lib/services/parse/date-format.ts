import { type DateFlaw, existingDay, readTime, type Wall } from "./dates";
import { fileError } from "./file-error";
import { shown } from "./texts";

/** Reads a text into `wall`, or says what is wrong with it. */
export type DateFormat = (text: string, wall: Wall) => DateFlaw | null;

const TOKENS: Record<string, string> = {
  yyyy: "(?<y>\\d{4})",
  MM: "(?<M>\\d{2})",
  M: "(?<M>\\d{1,2})",
  dd: "(?<d>\\d{2})",
  d: "(?<d>\\d{1,2})",
  HH: "(?<H>\\d{2})",
  H: "(?<H>\\d{1,2})",
  mm: "(?<m>\\d{2})",
  ss: "(?<s>\\d{2})",
};
const TIME_TOKENS = ["HH", "H", "mm", "ss"];
const OFFSET = "\\s?(?<offset>Z|UTC|[+-]\\d{2}(?::?\\d{2})?)?";
/** What may follow a date where the format has none: the time, as ISO writes it. */
const ISO_TIME = "(?:[Tt ](?<H>\\d{2}):(?<m>\\d{2})(?::(?<s>\\d{2}))?";
const PIECES = /yyyy|MM?|dd?|HH?|mm|ss|'[^']*'|[^A-Za-z']+|./g;

interface Piece {
  /** Null for a separator. */
  readonly token: string | null;
  readonly pattern: string;
}

const escapeRegExp = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

function refuseFormat(format: string, problem: string): never {
  throw fileError(
    "DATE_FORMAT_TOKEN",
    `date_format ${shown(format)} ${problem}.`,
    "Write it with yyyy, MM or M, dd or d, HH or H, mm, ss and separators, for example dd/MM/yyyy HH:mm.",
  );
}

function piecesOf(format: string): Piece[] {
  const pieces = (format.match(PIECES) ?? []).map((text): Piece => {
    const pattern = Object.hasOwn(TOKENS, text) ? TOKENS[text] : undefined;
    if (pattern !== undefined) return { token: text, pattern };
    const literal = text.replaceAll("'", "");
    if (/^[A-Za-z]$/.test(text) && text !== "T") refuseFormat(format, `has the unknown part ${shown(text)}`);
    return { token: null, pattern: escapeRegExp(literal) };
  });
  const letters = pieces.flatMap(({ token }) => (token === null ? [] : [token[0] as string]));
  if (new Set(letters).size !== letters.length) refuseFormat(format, "names a part twice");
  for (const letter of "yMd") if (!letters.includes(letter)) refuseFormat(format, "has no year, month or day");
  pieces.forEach(({ token }, index) => {
    const next = pieces[index + 1]?.token;
    if (token?.length === 1 && next) refuseFormat(format, `needs a separator between ${token} and ${next}`);
  });
  if (letters.includes("H") !== letters.includes("m")) refuseFormat(format, "has hours or minutes alone");
  if (letters.includes("s") && !letters.includes("m")) refuseFormat(format, "has seconds without minutes");
  return pieces;
}

const patternOf = (pieces: readonly Piece[]) => pieces.map(({ pattern }) => pattern).join("");
const isTime = ({ token }: Piece) => token !== null && TIME_TOKENS.includes(token);
const isDate = (piece: Piece) => piece.token !== null && !isTime(piece);

/** The stretch from the first to the last piece of a sort; null when other tokens stand between. */
function stretch(pieces: readonly Piece[], belongs: (piece: Piece) => boolean): Piece[] | null {
  const inside = pieces.slice(pieces.findIndex(belongs), pieces.findLastIndex(belongs) + 1);
  return inside.every((piece) => piece.token === null || belongs(piece)) ? inside : null;
}

function expressions(pieces: readonly Piece[]): RegExp[] {
  if (!pieces.some(isTime)) return [new RegExp(`^${patternOf(pieces)}${ISO_TIME}${OFFSET})?$`, "i")];
  const dateOnly = stretch(pieces, isDate);
  return [
    new RegExp(`^${patternOf(pieces)}${OFFSET}$`, "i"),
    ...(dateOnly ? [new RegExp(`^${patternOf(dateOnly)}$`)] : []),
  ];
}

const two = (digits: string) => digits.padStart(2, "0");

/**
 * Compiles the `date_format` of a mapping file: yyyy, MM, dd, HH, mm, ss with any separators, read
 * strictly (`M`, `d`, `H` take one digit or two). A value may leave out the time of the format, or
 * have an ISO time where the format has none. Throws AppError DATE_FORMAT_TOKEN.
 */
export function compileDateFormat(format: string): DateFormat {
  const patterns = expressions(piecesOf(format));
  return (text, wall) => {
    let groups: Record<string, string | undefined> | undefined;
    for (const pattern of patterns) groups ??= pattern.exec(text)?.groups;
    if (!groups) return "DATE_FORMAT";
    const { y = "", M = "", d = "", H, m = "00", s = "00", offset = "" } = groups;
    wall.day = existingDay(`${y}-${two(M)}-${two(d)}`);
    wall.time = null;
    wall.offset = null;
    const flaw = H === undefined ? null : readTime(`${two(H)}:${m}:${s}${offset}`, wall);
    return flaw ?? (Number.isNaN(wall.day) ? "DATE_INVALID" : null);
  };
}
