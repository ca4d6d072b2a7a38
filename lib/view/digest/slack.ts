import { type Letter, type LetterLine, type LetterSection, oneLine, TONES } from "./letter";

/** Text of a block. `verbatim`: Slack makes no link of an address or a name that somebody typed; ours are written as links. */
export interface SlackText {
  type: "mrkdwn";
  text: string;
  verbatim: true;
}

/** A block of Slack's Block Kit, as far as a letter needs them. */
export interface SlackBlock {
  type: "section" | "context";
  text?: SlackText;
  elements?: SlackText[];
}

export interface SlackMessage {
  /** For notifications, and programs without blocks. */
  text: string;
  blocks: SlackBlock[];
}

/** Slack refuses longer texts of a block, and more blocks than 50. */
const BLOCK_LENGTH = 2_900;

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Text that nobody can turn into a link, a mention of everybody or bold letters. */
export function escapeMrkdwn(text: string): string {
  return oneLine(text)
    .replace(/[&<>]/g, (character) => ENTITIES[character] ?? character)
    .replace(/([*_~`])/g, "$1\u200b");
}

const link = (href: string, label: string): string =>
  `<${href.replace(/[|<>\s]/g, encodeURIComponent)}|${escapeMrkdwn(label).replaceAll("|", "¦")}>`;

function lineOf({ tone, about, text, href }: LetterLine): string {
  const { sign, word } = TONES[tone];
  const name = href ? link(href, about) : `*${escapeMrkdwn(about)}*`;
  return `${tone === "plain" ? "•" : `${sign} _${word}_`} ${name}: ${escapeMrkdwn(text)}`;
}

/** As many lines as a block takes, then how many more there are. */
function joined(title: string, lines: readonly string[]): string {
  const shown: string[] = [];
  let length = title.length;
  for (const line of lines) {
    length += line.length + 1;
    if (length > BLOCK_LENGTH) return [title, ...shown, `… and ${lines.length - shown.length} more`].join("\n");
    shown.push(line);
  }
  return [title, ...shown].join("\n");
}

const verbatim = (text: string): SlackText => ({ type: "mrkdwn", text, verbatim: true });

function sectionBlock({ title, lines, empty = "" }: LetterSection): SlackBlock {
  const body = lines.length > 0 ? lines.map(lineOf) : [escapeMrkdwn(empty)];
  return { type: "section", text: verbatim(joined(`*${escapeMrkdwn(title)}*`, body)) };
}

/** The letter for Slack's incoming webhook. */
export function letterSlack(letter: Letter): SlackMessage {
  const { subject, top, title, lede, sections, links } = letter;
  const head = joined(`*${escapeMrkdwn(title)}*`, lede ? [escapeMrkdwn(lede)] : []);
  return {
    text: escapeMrkdwn(subject),
    blocks: [
      { type: "context", elements: [verbatim(escapeMrkdwn(top))] },
      { type: "section", text: verbatim(head) },
      ...sections.map(sectionBlock),
      { type: "section", text: verbatim(links.map(({ label, href }) => link(href, label)).join("   ")) },
    ],
  };
}
