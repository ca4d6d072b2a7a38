import type { RunningClocks } from "./candidates";
import { acceptanceUnit, salesSlaUnit } from "./cures";
import { powerOfTen, requireDecimal } from "./decimals";
import type { MetricsDocument } from "./metrics-document";

type Cell = MetricsDocument["acceptance"]["cells"][number];

/** How far a cell is from its floor, in hundredths of a percent's own scale: `top ÷ bottom`, exactly. */
function distance({ accepted, n, floor }: Cell): { top: bigint; bottom: bigint } {
  const percent = requireDecimal(floor ?? "0");
  const scale = powerOfTen(percent.scale);
  const difference = 100n * BigInt(accepted) * scale - percent.units * BigInt(n);
  return { top: difference < 0n ? -difference : difference, bottom: BigInt(n) * scale };
}

function isNearer(a: Cell, b: Cell): boolean {
  const [one, other] = [distance(a), distance(b)];
  return one.top * other.bottom < other.top * one.bottom;
}

/** The unit of a cell that is healthy, or whose clock runs and is not due; null for one that is not judged or waits anyway. */
function unitNearFloor(cell: Cell, clocks: RunningClocks): string | null {
  const { source, segment, floor, verdict } = cell;
  if (floor === null) return null;
  const unit = verdict === "sales_sla_breach" ? salesSlaUnit(source, segment) : acceptanceUnit(source, segment);
  const state = clocks.get(unit)?.state;
  if (state === "due") return null;
  return verdict === "ok" || ((verdict === "source_breach" || verdict === "sales_sla_breach") && state) ? unit : null;
}

/** The unit of the cell nearest to its floor, whichever side of it; of equals the first of the table; null when there is none. */
export function nearestFloor(cells: readonly Cell[], clocks: RunningClocks): string | null {
  let nearest: { cell: Cell; unit: string } | null = null;
  for (const cell of cells) {
    const unit = unitNearFloor(cell, clocks);
    if (unit !== null && (nearest === null || isNearer(cell, nearest.cell))) nearest = { cell, unit };
  }
  return nearest?.unit ?? null;
}
