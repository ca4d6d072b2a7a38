import type { AgreementDocument } from "@/lib/domain/agreement-document";
import { SIGNER_ROLES, type SignerRole } from "@/lib/domain/agreement-status";
import { roleLabel } from "@/lib/domain/roles";
import type { PageLabels } from "./labels";
import { cut, type Face, wrap } from "./measure";
import { type PageRow, type PageSection, pageSections, type SectionKey } from "./sections";

/**
 * The one page, set without a browser: components/agreement/one-page.css draws with the same numbers, and every line is broken
 * here, so that what prints is what was measured. Heights are counted in quarters of a line.
 */
export const PAGE = {
  /** The smallest type on the page: 10 pt. */
  textPx: 40 / 3,
  namePx: 16,
  widthPx: 702,
  /** Of the organisation's name; how the version stands is said beside it. */
  partyPx: 365,
  gutterPx: 28,
  quarterPx: 4.125,
} as const;

/** What fits between the margins of Letter, which is less high than A4; A4, which is less wide, sets the width. */
export const PAGE_LINES = 59;
export const PAGE_QUARTERS = PAGE_LINES * 4;

const COLUMN_PX = (PAGE.widthPx - PAGE.gutterPx) / 2;
const FIGURE_GAP_PX = 8;

/** Widths of the labels, and of one figure, in pixels. */
const LABEL_PX: Readonly<Partial<Record<SectionKey, number>>> = {
  definition: 152,
  spend_policy: 100,
  rules: 100,
  translation: 68,
};
const FIGURE_PX: Readonly<Partial<Record<SectionKey, number>>> = { floors: 56, limits: 144 };
const LABEL_GAP_PX = 12;

/** Heights in quarters. */
export const HEIGHTS = { title: 9, facts: 10, gap: 4, head: 6, columns: 5, rowAir: 1, room: 10, signed: 5 } as const;

export interface SetRow {
  key: string;
  label: string[];
  words: string[];
  /** Each figure in its lines: a long one breaks too. */
  figures: string[][];
  quarters: number;
}

export interface SetSection extends Omit<PageSection, "rows" | "foot"> {
  rows: SetRow[];
  foot: string[];
  quarters: number;
}

export interface SetPage {
  organisation: string[];
  definition: SetSection;
  /** Two abreast, as even as their sections allow. */
  columns: [SetSection[], SetSection[]];
  signers: { role: SignerRole; label: string[] }[];
  /** Height of the whole page. */
  quarters: number;
}

const lines = (text: string, face: Face, px: number): string[] => wrap(text, face, px / PAGE.textPx);

const heightOf = (...texts: readonly string[][]): number =>
  Math.max(...texts.map((text) => text.length)) * 4 + HEIGHTS.rowAir;

function setRow({ key, label, words, figures = [] }: PageRow, section: PageSection, width: number): SetRow {
  const figurePx = FIGURE_PX[section.key] ?? 0;
  const besides = width - figures.length * (figurePx + FIGURE_GAP_PX);
  const labelPx = LABEL_PX[section.key];
  const set = {
    label: labelPx === undefined ? lines(label, "text", besides) : lines(label, "strong", labelPx),
    words: words === undefined ? [] : lines(words, "text", width - (labelPx ?? 0) - LABEL_GAP_PX),
    figures: figures.map((figure) => lines(figure, "text", figurePx)),
  };
  return { key, ...set, quarters: heightOf(set.label, set.words, ...set.figures) };
}

function setSection(section: PageSection, width: number): SetSection {
  const rows = section.rows.map((row) => setRow(row, section, width));
  const foot = section.foot === null ? [] : lines(section.foot, "text", width);
  const quarters =
    HEIGHTS.gap +
    HEIGHTS.head +
    (section.columns.length > 0 ? HEIGHTS.columns : 0) +
    rows.reduce((sum, row) => sum + row.quarters, 0) +
    (foot.length > 0 ? heightOf(foot) : 0);
  return { ...section, rows, foot, quarters };
}

const sumOf = (sections: readonly SetSection[]): number => sections.reduce((sum, { quarters }) => sum + quarters, 0);
const heightOfColumns = (columns: readonly SetSection[][]): number => Math.max(...columns.map(sumOf));

/** The sections in two columns, each in its order, with the least height; the first two stand at the left where that costs nothing. */
function balance(sections: readonly SetSection[]): [SetSection[], SetSection[]] {
  const usual = 0b11;
  const splits = Array.from({ length: 2 ** sections.length }, (_, mask) => mask ^ usual);
  const columnsOf = (mask: number): [SetSection[], SetSection[]] => [
    sections.filter((_, index) => (mask >> index) & 1),
    sections.filter((_, index) => !((mask >> index) & 1)),
  ];
  const first = columnsOf(usual);
  return splits
    .map(columnsOf)
    .reduce((best, next) => (heightOfColumns(next) < heightOfColumns(best) ? next : best), first);
}

/** Width of one of the three signatures. */
const SIGNATURE_PX = (PAGE.widthPx - 2 * PAGE.gutterPx) / 3;

/** Sets the page. The room for names is the same signed and unsigned, so that a signature never moves a line. */
export function setPage(document: AgreementDocument, labels: PageLabels): SetPage {
  const [first, ...others] = pageSections(document, labels);
  const definition = setSection(first, PAGE.widthPx);
  const columns = balance(others.map((section) => setSection(section, COLUMN_PX)));
  const organisation = lines(labels.organisation, "strong", PAGE.partyPx);
  const signers = SIGNER_ROLES.map((role) => ({
    role,
    label: lines(roleLabel(role, labels.cmoTitle), "text", SIGNATURE_PX),
  }));
  const signatures =
    HEIGHTS.gap +
    HEIGHTS.head +
    HEIGHTS.room +
    HEIGHTS.signed +
    Math.max(...signers.map(({ label }) => label.length)) * 4;
  const head = organisation.length * 4 + HEIGHTS.title + HEIGHTS.facts;
  const quarters = head + definition.quarters + heightOfColumns(columns) + signatures;
  return { organisation, definition, columns, signers, quarters };
}

const NAME_LINES = 2;

/** A name on its signature line, in two lines at most: longer ones end in an ellipsis. */
export function signedName(name: string): string[] {
  return cut(name, { face: "serif", width: SIGNATURE_PX / PAGE.namePx, most: NAME_LINES });
}
