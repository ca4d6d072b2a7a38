import {
  ARGUMENT_DAYS,
  ARGUMENT_KINDS,
  ARGUMENT_TEXTS,
  type ArgumentKind,
  isArgumentKind,
} from "@/lib/domain/arguments";
import { dateIn, mondayOf } from "@/lib/domain/dates";
import type { Segment } from "@/lib/domain/segments";
import { cellHref, type SearchParams } from "@/lib/view/cells";
import { shortMomentWords } from "@/lib/view/moments";
import type { Labels } from "@/lib/view/monday/labels";

const PATH = "/agreement/arguments";
const LAST_PAGE = 100_000;

export const ARGUMENTS_NOTE =
  "A fight about “lead quality” stands for another one. Logged as what it is really about, each can be settled with its own figures.";

/** Of the source documents, shown with its source and never as a figure of this company. */
export const ARGUMENTS_CAPTION =
  "78 % of “lead quality” arguments were attribution-model arguments (Forrester 2027, 412 pairs of CRO and CMO).";

export interface ArgumentsAddress {
  readonly kind: ArgumentKind | null;
  readonly page: number;
}

/** What an address asks for; what it does not know it leaves out. */
export function argumentsAddress({ about, page }: SearchParams): ArgumentsAddress {
  const kind = typeof about === "string" && isArgumentKind(about) ? about : null;
  const number = typeof page === "string" && /^[1-9]\d{0,5}$/.test(page) ? Number(page) : 1;
  return { kind, page: Math.min(number, LAST_PAGE) };
}

export function argumentsHref({ kind, page }: ArgumentsAddress): string {
  const query = new URLSearchParams({ ...(kind && { about: kind }), ...(page > 1 && { page: String(page) }) });
  return query.size > 0 ? `${PATH}?${query}` : PATH;
}

type Counts = Readonly<Record<ArgumentKind, number>>;

/** What people really argue about, in a sentence. */
export function argumentsTitle(counts: Counts): string {
  const total = ARGUMENT_KINDS.reduce((sum, kind) => sum + counts[kind], 0);
  if (total === 0) return `No argument was logged in the last ${ARGUMENT_DAYS} days.`;
  const most = Math.max(...ARGUMENT_KINDS.map((kind) => counts[kind]));
  const [first, ...others] = ARGUMENT_KINDS.filter((kind) => counts[kind] === most);
  const all = total === 1 ? "the one argument" : `${total} arguments`;
  if (!first || others.length > 0) return `${total} arguments in ${ARGUMENT_DAYS} days, and no kind leads.`;
  if (total === most) return `${ARGUMENT_TEXTS[first].label}: ${all} of the last ${ARGUMENT_DAYS} days.`;
  return `${ARGUMENT_TEXTS[first].label} leads: ${most} of ${all} in the last ${ARGUMENT_DAYS} days.`;
}

/** The four counts, each opening its list. */
export function argumentFacts(counts: Counts) {
  return ARGUMENT_KINDS.map((kind) => ({
    key: kind,
    label: ARGUMENT_TEXTS[kind].label,
    value: String(counts[kind]),
    note: `settled by ${ARGUMENT_TEXTS[kind].settledBy}`,
    href: argumentsHref({ kind, page: 1 }),
  }));
}

export function argumentTabs(current: ArgumentKind | null) {
  return [null, ...ARGUMENT_KINDS].map((kind) => ({
    href: argumentsHref({ kind, page: 1 }),
    label: kind === null ? "All" : ARGUMENT_TEXTS[kind].label,
    current: kind === current,
  }));
}

interface Logged {
  readonly id: bigint;
  readonly kind: ArgumentKind;
  readonly text: string;
  readonly source: string | null;
  readonly isListed: boolean;
  readonly segment: Segment | null;
  readonly by: string;
  readonly at: Date;
}

/** One line of the list; its cell is that of the Monday page of its week, as long as the page has the row. */
export function argumentLine(argument: Logged, labels: Labels, zone: string) {
  const { id, kind, text, source, segment, by, at } = argument;
  const asOf = mondayOf(dateIn(at, zone));
  const cell = source && {
    words: segment ? `${labels.source(source)}, ${labels.segment(segment)}` : labels.source(source),
    href: argument.isListed
      ? cellHref({ kind: "acceptance", asOf, source, segment, state: "all", reason: null })
      : null,
  };
  return {
    key: String(id),
    label: ARGUMENT_TEXTS[kind].label,
    text,
    cell: cell || null,
    signature: `${by}, ${shortMomentWords(at, zone)}`,
  };
}

/** "Arguments 51–100 of 120" with the pages beside it; null where one page holds all. */
export function argumentPages({ kind, page }: ArgumentsAddress, total: number, size: number) {
  if (total <= size && page === 1) return null;
  const from = (page - 1) * size + 1;
  const words = from > total ? `${total} arguments` : `Arguments ${from}–${Math.min(page * size, total)} of ${total}`;
  return {
    words,
    previousHref: page > 1 ? argumentsHref({ kind, page: page - 1 }) : null,
    nextHref: page * size < total ? argumentsHref({ kind, page: page + 1 }) : null,
  };
}
