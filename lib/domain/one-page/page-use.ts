import type { AgreementDocument } from "@/lib/domain/agreement-document";
import type { PageLabels } from "./labels";
import { PAGE_LINES, PAGE_QUARTERS, type SetPage, type SetSection, setPage } from "./layout";
import { definitionLabel } from "./sections";

/** How much of one page an agreement takes, on the tighter of A4 and Letter (product.md C2). Lines are whole. */
export interface PageUse {
  readonly fits: boolean;
  readonly used: number;
  readonly available: number;
  /** 0 where it fits. */
  readonly overBy: number;
  /** What takes most lines of all that words make longer: where to shorten. */
  readonly largest: { readonly key: string; readonly label: string; readonly lines: number };
}

const linesOf = (section: SetSection): number => section.rows.reduce((sum, { words }) => sum + words.length, 0);

/** Lines over the whole width count twice: two columns stand where one of them goes. */
function largestOf({ definition, columns }: SetPage): PageUse["largest"] {
  const fields = definition.rows
    .filter(({ key }) => key !== "score")
    .map(({ key, words }) => ({ key, label: definitionLabel(key), lines: words.length, weight: 2 * words.length }));
  const listed = columns
    .flat()
    .filter(({ key }) => key === "translation" || key === "spend_policy")
    .map((section) => ({ key: section.key, label: section.title, lines: linesOf(section), weight: linesOf(section) }));
  const all = [...fields, ...listed].sort((a, b) => b.weight - a.weight);
  const { key, label, lines } = all[0] ?? { key: "definition", label: definition.title, lines: 0 };
  return { key, label, lines };
}

/** Measures an agreement without a browser; the same words always give the same answer. */
export function pageUse(document: AgreementDocument, labels: PageLabels): PageUse {
  const page = setPage(document, labels);
  const over = Math.max(0, page.quarters - PAGE_QUARTERS);
  return {
    fits: over === 0,
    used: Math.ceil(page.quarters / 4),
    available: PAGE_LINES,
    overBy: Math.ceil(over / 4),
    largest: largestOf(page),
  };
}

const count = (lines: number): string => (lines === 1 ? "1 line" : `${lines} lines`);

/** "3 lines over one page: shorten Behaviour signal, which takes 7 lines." */
export function overWords({ overBy, largest }: PageUse): string {
  return `${count(overBy)} over one page: shorten ${largest.label}, which takes ${count(largest.lines)}.`;
}

/** What a refusal is made of; lib/errors.ts makes the error. */
export interface OverOnePage {
  readonly code: "OVER_ONE_PAGE";
  readonly field: string;
  readonly message: string;
  readonly details: {
    readonly over_by: number;
    readonly used: number;
    readonly available: number;
    readonly largest: string;
  };
}

/**
 * The refusal of an agreement that does not fit one A4 and one Letter page at 10 pt, with its overflow; null where it fits
 * (product.md C2). `field` is the key of what takes most lines.
 */
export function overOnePage(use: PageUse): OverOnePage | null {
  if (use.fits) return null;
  const { overBy, used, available, largest } = use;
  return {
    code: "OVER_ONE_PAGE",
    field: largest.key,
    message: `The agreement is ${overWords(use)}`,
    details: { over_by: overBy, used, available, largest: largest.key },
  };
}
