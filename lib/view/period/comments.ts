import type { IsoDate } from "@/lib/domain/dates";
import type { FigureKind } from "@/lib/domain/document-figures";
import { citable, FIGURE_TABLES, type FigureTable, shownCell } from "@/lib/domain/figures";
import type { PeriodKind } from "@/lib/domain/periods";
import { dateWithYear } from "@/lib/view/dates";
import { fieldName } from "@/lib/view/loop/figures";
import { shortMomentWords } from "@/lib/view/moments";
import type { Labels } from "@/lib/view/monday/labels";
import { mondayHref } from "@/lib/view/monday/page";
import { cellLabel } from "./cells";
import { figureHref, type Sheet } from "./sheet";

interface Comment {
  readonly id: bigint;
  readonly asOf: IsoDate;
  readonly figure: string;
  readonly value: string;
  readonly text: string;
  readonly by: string;
  readonly at: Date;
}

/** Comments with what they cite: the value as it was stored, and the frozen Monday that shows it. */
export function commentLines(comments: readonly Comment[], { labels, zone }: { labels: Labels; zone: string }) {
  return comments.map(({ id, asOf, figure: address, value, text, by, at }) => {
    const cell = shownCell(address);
    return {
      key: String(id),
      figure: cellLabel(address, labels),
      value,
      day: dateWithYear(asOf),
      href: cell ? figureHref(asOf, cell.table) : mondayHref(asOf),
      text,
      signature: `${by}, ${shortMomentWords(at, zone)}`,
    };
  });
}

interface Choice {
  value: string;
  label: string;
}

/**
 * What a comment may cite: the figures of the period by table, of each kind its fields (the first is the figure's own value),
 * and its frozen Mondays, the last one first.
 */
export function citeChoices(kind: PeriodKind, sheets: readonly Sheet[], labels: Labels) {
  const figures = new Map<string, Choice & { kind: FigureKind; table: FigureTable }>();
  const fields: Partial<Record<FigureKind, Choice[]>> = {};
  for (const { address, figure, place, field, table } of sheets.flatMap(({ document }) => citable(kind, document))) {
    // The first field of a figure is its own value, whose name is that of the figure.
    if (!figures.has(figure)) {
      figures.set(figure, { value: figure, label: cellLabel(address, labels), kind: place.kind, table });
    }
    const known = fields[place.kind] ?? [];
    fields[place.kind] = known;
    if (!known.some(({ value }) => value === field)) known.push({ value: field, label: fieldName(field) });
  }
  const groups = (Object.entries(FIGURE_TABLES) as [FigureTable, string][]).map(([table, label]) => ({
    label,
    options: [...figures.values()].flatMap(({ table: own, ...option }) => (own === table ? [option] : [])),
  }));
  return {
    groups: groups.filter(({ options }) => options.length > 0),
    fields,
    mondays: [...sheets].reverse().map(({ asOf }) => ({ value: asOf, label: dateWithYear(asOf) })),
  };
}
