import { type Letter, type LetterLine, type LetterSection, oneLine, TONES } from "./letter";

/** The product's colours (app/globals.css): mail programs know no variables. */
const LIGHT = {
  paper: "#fbfaf7",
  ink: "#1c1a17",
  muted: "#69645b",
  line: "#e5e1d8",
  accent: "#1d4f6e",
  breach: "#ab2a12",
  sla: "#7d5200",
};
const DARK = {
  paper: "#141310",
  ink: "#ece8df",
  muted: "#a29b8d",
  line: "#2c2a24",
  accent: "#8fbfdc",
  breach: "#ff9479",
  sla: "#e8b95c",
};

const SANS = "-apple-system,'Segoe UI',Helvetica,Arial,sans-serif";
const SERIF = "Georgia,'Times New Roman',serif";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text in a document or between quotes of an attribute; a number keeps its percent sign beside it. */
export function escapeHtml(text: string): string {
  return oneLine(text)
    .replace(/(\d) %/g, "$1\u00a0%")
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** For programs that know the reader's scheme; all others show the light colours that stand inline. */
function darkRules(): string {
  const { paper, ink, muted, line, accent, breach, sla } = DARK;
  return `@media (prefers-color-scheme:dark){
.paper{background:${paper}!important}.ink{color:${ink}!important}.muted{color:${muted}!important}
.accent{color:${accent}!important}.breach{color:${breach}!important}.sla{color:${sla}!important}
.rule{border-color:${line}!important}.open{border-color:${ink}!important}}`;
}

const link = (href: string, label: string): string =>
  `<a class="accent" href="${escapeHtml(href)}" style="color:${LIGHT.accent}">${escapeHtml(label)}</a>`;

function lineHtml({ tone, about, text, href }: LetterLine): string {
  const { sign, word, colour } = TONES[tone];
  const mark =
    colour === ""
      ? ""
      : `<span class="${colour}" style="color:${LIGHT[colour]};font-weight:600;white-space:nowrap">${sign} ${word}</span> `;
  const name = href ? link(href, about) : escapeHtml(about);
  return `<li class="ink rule" style="margin:0;padding:9px 0;border-bottom:1px solid ${LIGHT.line};list-style:none;color:${LIGHT.ink}">
${mark}<strong style="font-weight:600">${name}</strong><br><span class="muted" style="color:${LIGHT.muted}">${escapeHtml(text)}</span></li>`;
}

function sectionHtml({ title, lines, empty = "" }: LetterSection): string {
  const body =
    lines.length > 0
      ? `<ul style="margin:0;padding:0">${lines.map(lineHtml).join("\n")}</ul>`
      : `<p class="muted" style="margin:8px 0 0;color:${LIGHT.muted}">${escapeHtml(empty)}</p>`;
  return `<h2 class="ink open" style="margin:28px 0 0;padding:10px 0 2px;border-top:1px solid ${LIGHT.ink};font:600 17px/1.3 ${SERIF};color:${LIGHT.ink}">${escapeHtml(title)}</h2>
${body}`;
}

/** The letter as HTML: no images, no scripts, nothing remote; light colours inline, dark ones where a program knows them. */
export function letterHtml(letter: Letter): string {
  const { subject, top, title, lede, sections, links, foot, account } = letter;
  const muted = `class="muted" style="margin:0 0 14px;color:${LIGHT.muted}"`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(subject)}</title><style>${darkRules()}</style></head>
<body class="paper" style="margin:0;background:${LIGHT.paper}">
<div class="paper ink" style="max-width:640px;margin:0 auto;padding:28px 20px;background:${LIGHT.paper};font:14px/1.45 ${SANS};color:${LIGHT.ink}">
<p ${muted}>${escapeHtml(top)}</p>
<h1 class="ink" style="margin:0 0 10px;font:400 24px/1.28 ${SERIF};color:${LIGHT.ink}">${escapeHtml(title)}</h1>
${lede ? `<p ${muted}>${escapeHtml(lede)}</p>` : ""}
${sections.map(sectionHtml).join("\n")}
<p style="margin:24px 0;font-weight:600">${links.map(({ label, href }) => link(href, label)).join(" &nbsp;·&nbsp; ")}</p>
<p class="muted rule" style="margin:0;padding-top:12px;border-top:1px solid ${LIGHT.line};font-size:12px;color:${LIGHT.muted}">${escapeHtml(foot)} ${link(account, "Your account")}</p>
</div></body></html>
`;
}
