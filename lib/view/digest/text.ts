import { type Letter, type LetterLine, type LetterSection, oneLine, TONES } from "./letter";

const COLUMNS = 78;

/** Words longer than a line are cut, so that none can push the rest aside; addresses stay whole. */
function wordsOf(text: string, width: number): string[] {
  return oneLine(text)
    .split(" ")
    .flatMap((word) => {
      const characters = [...word];
      const parts = Math.max(1, Math.ceil(characters.length / width));
      return Array.from({ length: parts }, (_, part) => characters.slice(part * width, (part + 1) * width).join(""));
    });
}

/** Lines of at most 78 columns, all but the first one moved in. */
function wrapped(text: string, first = "", next = first): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of wordsOf(text, COLUMNS - next.length)) {
    const indent = lines.length === 0 ? first : next;
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && indent.length + [...longer].length > COLUMNS) {
      lines.push(`${indent}${line}`);
      line = word;
    } else line = longer;
  }
  return line === "" ? lines : [...lines, `${lines.length === 0 ? first : next}${line}`];
}

function lineText({ tone, about, text, href }: LetterLine): string[] {
  const { sign, word } = TONES[tone];
  const head = tone === "plain" ? about : `${sign} ${word}: ${about}`;
  return [...wrapped(`${head}: ${text}`, "- ", "  "), ...(href ? [`  ${href}`] : [])];
}

function sectionText({ title, lines, empty = "" }: LetterSection): string[] {
  const body = lines.length > 0 ? lines.flatMap(lineText) : wrapped(empty);
  return [...wrapped(title.toUpperCase()), ...body, ""];
}

/** The letter as plain text: lines of at most 78 columns, addresses on lines of their own. */
export function letterText(letter: Letter): string {
  const { top, title, lede, sections, links, foot, account } = letter;
  return [
    ...wrapped(top),
    "",
    ...wrapped(title),
    "",
    ...(lede ? [...wrapped(lede), ""] : []),
    ...sections.flatMap(sectionText),
    ...links.flatMap(({ label, href }) => [...wrapped(`${label}:`), href, ""]),
    "-- ",
    ...wrapped(foot),
    account,
    "",
  ].join("\n");
}
