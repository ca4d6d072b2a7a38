import type { CellAddress, FigureKind } from "@/lib/domain/document-figures";
import { shownCell } from "@/lib/domain/figures";
import { fieldName, placeName } from "@/lib/view/loop/figures";
import type { Labels } from "@/lib/view/monday/labels";

const TITLES: Partial<Readonly<Record<FigureKind, string>>> = {
  rejection: "Rejected, of all handed over",
  reason: "Reason",
  pipeline_rate: "MQL → pipeline",
  cost: "Cost per pipeline dollar",
  cost_total: "Cost per pipeline dollar",
  influence: "Closed-won influence",
  influence_total: "Closed-won influence",
  volume: "Volume against SDR feed",
  sla: "First touch within the follow-up SLA",
};

/** Kinds that are one figure: their title names them whole. */
const ALONE: ReadonlySet<FigureKind> = new Set(["rejection", "volume", "sla"]);

/** "Acceptance, Webinar, SMB", "Cost per pipeline dollar, all sources, spend"; what reviews do not show as it stands. */
export function cellLabel(address: CellAddress, labels: Labels): string {
  const cell = shownCell(address);
  if (!cell) return address;
  const { place, field, isOwn } = cell;
  const title = TITLES[place.kind] ?? "Acceptance";
  const name = ALONE.has(place.kind) ? title : `${title}, ${placeName(place, labels).replace(/^All /, "all ")}`;
  return isOwn ? name : `${name}, ${fieldName(field)}`;
}
