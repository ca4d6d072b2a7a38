import type { IsoDate } from "@/lib/domain/dates";
import { citable, FIGURE_TABLES, type FigureTable } from "@/lib/domain/figures";
import type { PeriodKind } from "@/lib/domain/periods";
import { dateWithYear, longDate } from "@/lib/view/dates";
import { shortMomentWords } from "@/lib/view/moments";
import type { Labels } from "@/lib/view/monday/labels";
import { mondayHref } from "@/lib/view/monday/page";
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
export function commentLines(comments: readonly Comment[], sheets: readonly Sheet[], zone: string) {
  return comments.map(({ id, asOf, figure: address, value, text, by, at }) => {
    const figure = sheets.find((sheet) => sheet.asOf === asOf)?.figures.get(address);
    return {
      key: String(id),
      figure: figure?.label ?? address,
      value,
      day: dateWithYear(asOf),
      href: figure ? figureHref(asOf, figure.table) : mondayHref(asOf),
      text,
      signature: `${by}, ${shortMomentWords(at, zone)}`,
    };
  });
}

/** What a comment may cite: the figures of the period by table, and its frozen Mondays, the last one first. */
export function citeChoices(kind: PeriodKind, sheets: readonly Sheet[], labels: Labels) {
  const figures = [...sheets].reverse().flatMap(({ document }) => citable(kind, document, labels));
  const once = [...new Map([...figures].reverse().map((figure) => [figure.address, figure])).keys()];
  const known = new Map(figures.map((figure) => [figure.address, figure]));
  const tables = Object.entries(FIGURE_TABLES) as [FigureTable, string][];
  const groups = tables.map(([table, label]) => ({
    label,
    options: once.flatMap((address) => {
      const figure = known.get(address);
      return figure?.table === table ? [{ value: address, label: figure.label }] : [];
    }),
  }));
  return {
    groups: groups.filter(({ options }) => options.length > 0),
    mondays: [...sheets].reverse().map(({ asOf }) => ({ value: asOf, label: longDate(asOf) })),
  };
}
