/** One line of a letter: a sign and a word where it is a breach, what it is about, and what is said of it. */
export interface LetterLine {
  key: string;
  /** Which breach it is: a key of `TONES`. */
  tone: Tone;
  /** What it is about: "Content syndication, Enterprise". */
  about: string;
  text: string;
  /** Whole address behind it. */
  href?: string;
}

export interface LetterSection {
  title: string;
  lines: LetterLine[];
  /** Said instead of lines, where there are none. */
  empty?: string;
}

/** What is sent, before it is set as HTML, plain text or for Slack. Texts may hold what others typed: renderers escape. */
export interface Letter {
  subject: string;
  /** The small line above the title. */
  top: string;
  title: string;
  lede: string;
  sections: LetterSection[];
  links: { label: string; href: string }[];
  /** Why this came, and how to end it. */
  foot: string;
  /** Where one's own mail is switched off. */
  account: string;
}

/** A breach is a word and a sign before it is a colour: the signs of the Monday page. */
export const TONES = {
  source: { sign: "▼", word: "source", colour: "breach" },
  over: { sign: "▲", word: "over the line", colour: "breach" },
  sla: { sign: "◆", word: "sales SLA", colour: "sla" },
  cap: { sign: "▲", word: "over the cap", colour: "breach" },
  pipeline: { sign: "▼", word: "under the floor", colour: "breach" },
  missed: { sign: "◆", word: "missed", colour: "sla" },
  plain: { sign: "", word: "", colour: "" },
} as const;
export type Tone = keyof typeof TONES;

/** One line of visible text: no line breaks, control characters or direction marks of what others typed. */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/\s+/gu, " ")
    .trim();
}

const SUBJECT_LENGTH = 150;

/** A subject for a header: one line, not longer than programs show. */
export function subjectOf(text: string): string {
  const characters = [...oneLine(text)];
  return characters.length <= SUBJECT_LENGTH
    ? characters.join("")
    : `${characters.slice(0, SUBJECT_LENGTH - 1).join("")}…`;
}
