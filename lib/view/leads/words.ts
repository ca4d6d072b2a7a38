import type { AcceptanceState, CycleCell } from "@/lib/domain/cells";
import type { DateRange } from "@/lib/domain/dates";
import type { Stage } from "@/lib/domain/lifecycle";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { REASON_TEXTS, type Reason } from "@/lib/domain/reasons";
import { rangeText } from "@/lib/view/dates";
import type { Labels } from "@/lib/view/monday/labels";
import { statedCycles, statementOf } from "@/lib/view/monday/stated";

export const STAGE_NAMES: Readonly<Record<Stage, string>> = {
  lead: "Lead",
  mql: "MQL",
  referred: "Referred",
  sal: "SAL",
  sql: "SQL",
  pipeline: "Pipeline",
  rejected: "Rejected",
  expired: "Expired",
};

/** "Rejected: Bad data", "SAL". */
export function stageWords(stage: Stage, reason: Reason | null): string {
  return reason === null ? STAGE_NAMES[stage] : `${STAGE_NAMES[stage]}: ${REASON_TEXTS[reason].label}`;
}

const STATE_NAMES: Readonly<Record<AcceptanceState, string>> = {
  all: "Handed over and matured",
  accepted: "Accepted",
  rejected: "Rejected",
  unworked: "Unworked",
  pending: "Pending",
};

const SLA_NAMES = { touch: "first touch", decision: "decision" };
const SLA_STATES = { all: "All under the SLA of the", met: "In time:", missed: "Not in time:" };

/** What a cell counts, as the heading of its list: "Rejected: Content syndication, ENT". */
export function cellTitle(cell: CycleCell, labels: Labels): string {
  switch (cell.kind) {
    case "acceptance": {
      const source = cell.source === null ? "all sources" : labels.source(cell.source);
      const place = cell.segment === null ? source : `${source}, ${labels.segment(cell.segment)}`;
      const reason = cell.reason === null ? "" : `, ${REASON_TEXTS[cell.reason].label}`;
      return `${STATE_NAMES[cell.state]}: ${place}${reason}`;
    }
    case "rejection":
      return cell.reason === null
        ? `${STATE_NAMES[cell.state]}: the rejection cap`
        : `Rejected: ${REASON_TEXTS[cell.reason].label}`;
    case "volume":
      return "MQLs of the week before";
    case "sla":
      return `${SLA_STATES[cell.state]} ${SLA_NAMES[cell.clock]}`;
    case "pipeline_rate":
      return `MQL to pipeline: the cohort of ${labels.segment(cell.segment)}`;
  }
}

/**
 * "12 cycles handed over 31 May – 27 June, as on the Monday page of 5 Jul 2027". `frozen` is the document of that Monday
 * where a snapshot was taken; the list itself is live.
 */
export function cellNote(
  cell: CycleCell,
  { total, range }: { total: number; range: DateRange },
  frozen: MetricsDocument | null,
): string {
  const stated = frozen && statedCycles(frozen, cell);
  const { words } = statementOf({
    asOf: cell.asOf,
    isFrozen: frozen !== null,
    today: String(total),
    stated: stated === null ? null : String(stated),
    isMoney: false,
  });
  return `${total} ${total === 1 ? "cycle" : "cycles"} handed over ${rangeText(range)}, ${words}`;
}
