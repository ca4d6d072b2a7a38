import type { IsoDate } from "./dates";
import { requireDecimal, unitsAt } from "./decimals";
import {
  documentFigures,
  FIELD_UNITS,
  FIGURE_KINDS,
  type Field,
  type FieldUnit,
  type FieldValue,
  type FigureAddress,
  type FigureFields,
  parseFigure,
} from "./document-figures";
import type { MetricsDocument } from "./metrics-document";
import { SEGMENTS } from "./segments";
import { compareNames } from "./source-rows";

/** One field of a figure that is known otherwise by now. */
export interface RestatedField {
  field: Field;
  frozen: FieldValue;
  now: FieldValue;
  /**
   * `now − frozen`, exactly, as decimal text: counts as they are, rates and percents in points, ratios and money as they are.
   * Null where one side has no number: missing is not zero (metrics.md §0).
   */
  delta: string | null;
}

export interface RestatedFigure {
  figure: FigureAddress;
  /** `added` was in no row then, `gone` is in none now. */
  change: "changed" | "added" | "gone";
  /** In the order of the fields; never empty. */
  fields: RestatedField[];
}

/** What a later snapshot records of the Monday before it. */
export interface Restatement {
  /** The Monday whose snapshot records it. */
  as_of: IsoDate;
  /** The frozen Monday that it restates. */
  earlier: IsoDate;
  figures: RestatedFigure[];
}

const FIELDS = Object.keys(FIELD_UNITS) as Field[];
const COUNTED: ReadonlySet<FieldUnit> = new Set(["count", "money"]);
/** Decimals of a delta; a rate of four decimals has two in points. */
const POINT_SHIFT = 2;

/** −125 units of scale 2 → "-1.25". */
function decimalText(units: bigint, scale: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, "0");
  const cut = digits.length - scale;
  return `${units < 0n ? "-" : ""}${digits.slice(0, cut)}${scale > 0 ? `.${digits.slice(cut)}` : ""}`;
}

function deltaOf(unit: FieldUnit, frozen: FieldValue, now: FieldValue): string | null {
  if (unit === "word" || frozen === null || now === null) return null;
  const [before, after] = [requireDecimal(String(frozen)), requireDecimal(String(now))];
  const scale = Math.max(before.scale, after.scale, unit === "rate" ? POINT_SHIFT : 0);
  const difference = unitsAt(after, scale) - unitsAt(before, scale);
  return decimalText(difference, unit === "rate" ? scale - POINT_SHIFT : scale);
}

function fieldsThatDiffer(frozen: FigureFields, now: FigureFields): RestatedField[] {
  return FIELDS.flatMap((field) => {
    const [before, after] = [frozen[field] ?? null, now[field] ?? null];
    if (before === after) return [];
    return [{ field, frozen: before, now: after, delta: deltaOf(FIELD_UNITS[field], before, after) }];
  });
}

/** A row of a source that has no data yet or no more: its verdicts and floors are no news. */
function isEmpty(fields: readonly RestatedField[]): boolean {
  return fields.every(
    ({ field, frozen, now }) => !COUNTED.has(FIELD_UNITS[field]) || (Number(frozen) === 0 && Number(now) === 0),
  );
}

const SEGMENT_ORDER: readonly string[] = SEGMENTS;

/** The order of the page by kind, then sources by name, then segments in their order: the same whatever order the rows came in. */
function compareFigures(a: FigureAddress, b: FigureAddress): number {
  const [left, right] = [parseFigure(a), parseFigure(b)];
  if (!left || !right) return compareNames(a, b);
  return (
    FIGURE_KINDS.indexOf(left.kind) - FIGURE_KINDS.indexOf(right.kind) ||
    compareNames(left.source ?? "", right.source ?? "") ||
    SEGMENT_ORDER.indexOf(left.part ?? "") - SEGMENT_ORDER.indexOf(right.part ?? "") ||
    compareNames(a, b)
  );
}

/**
 * The figures of a frozen Monday that are known otherwise by now (metrics.md §0): `now` is the document of the same Monday
 * with today's knowledge, under the terms that judged it then. The order of rows in either changes nothing; a row that is
 * there on one side alone, with nothing in it, is none.
 */
export function restate(frozen: MetricsDocument, now: MetricsDocument): RestatedFigure[] {
  const [before, after] = [documentFigures(frozen), documentFigures(now)];
  const addresses = [...new Set([...before.keys(), ...after.keys()])].sort(compareFigures);
  return addresses.flatMap((figure): RestatedFigure[] => {
    const [then, today] = [before.get(figure), after.get(figure)];
    const fields = fieldsThatDiffer(then ?? {}, today ?? {});
    if (fields.length === 0) return [];
    if ((!then || !today) && isEmpty(fields)) return [];
    return [{ figure, change: then === undefined ? "added" : today === undefined ? "gone" : "changed", fields }];
  });
}
