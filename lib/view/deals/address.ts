import { type DealCell, isDealCell } from "@/lib/domain/cells";
import type { IsoDate } from "@/lib/domain/dates";
import { namesCell, parseCell, type SearchParams } from "@/lib/view/cells";

/** The cell whose opportunities an address lists: the deals won in the last 90 days unless it says more; null when unknown. */
export function dealCellOf(params: SearchParams, current: IsoDate): DealCell | null {
  if (!namesCell(params)) return { kind: "influence", asOf: current, source: null, span: "trailing", part: null };
  const cell = parseCell(params, current);
  return cell && isDealCell(cell) ? cell : null;
}
