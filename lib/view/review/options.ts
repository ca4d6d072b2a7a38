import { allowedTypes, notArguable, type RunningClocks } from "@/lib/domain/candidates";
import { isHealthyTarget } from "@/lib/domain/cost";
import { acceptanceUnit, costUnit, reasonUnit, salesSlaUnit } from "@/lib/domain/cures";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { REASONS } from "@/lib/domain/reasons";
import type { DecisionType } from "@/lib/domain/reviews";
import { targetName, unitName } from "@/lib/domain/unit-names";
import type { Labels } from "@/lib/view/monday/labels";
import type { CandidateInput } from "./candidates";

/** One thing that can be decided about, as the form knows it. */
export interface TargetOption {
  unit: string;
  label: string;
  /** Its source alone, for "Defund Webinar". */
  source: string;
  types: DecisionType[];
  isCandidate: boolean;
  hasClock: boolean;
  isReason: boolean;
  /** What a defund would move unless somebody says otherwise: its spend of these 90 days. */
  spend: string;
  /** Who answers for it, as an id of the form's people; "" for nobody. */
  owner: string;
}

/** A source to which budget may be moved. */
export interface ReceiverOption {
  code: string;
  /** Of its own cost: nothing is moved to where it comes from. */
  unit: string;
  label: string;
  ratio: string;
}

type Queued = CandidateInput & { owner: { id: string; name: string } | null };

function optionOf(candidate: Queued, labels: Labels): TargetOption {
  return {
    unit: candidate.unit,
    label: unitName(candidate.unit, labels),
    source: targetName("defund", candidate.unit, labels),
    types: [...candidate.types],
    isCandidate: true,
    hasClock: candidate.clock !== null,
    isReason: candidate.reason !== null,
    spend: candidate.spend ?? "",
    owner: candidate.owner?.id ?? "",
  };
}

/** What can be named on a Monday beside its candidates: its tables, and what has left them while its clock runs. */
function otherUnits({ acceptance, cost }: MetricsDocument, clocks: RunningClocks): string[] {
  return [
    ...acceptance.cells.map(({ source, segment, verdict }) =>
      verdict === "sales_sla_breach" ? salesSlaUnit(source, segment) : acceptanceUnit(source, segment),
    ),
    ...cost.rows.map(({ source }) => costUnit(source)),
    ...REASONS.map(reasonUnit),
    ...clocks.keys(),
  ];
}

/** Candidates in their order, then whatever else that Monday has; each with what may be decided about it. */
export function targetOptions(
  candidates: readonly Queued[],
  document: MetricsDocument,
  clocks: RunningClocks,
  labels: Labels,
): TargetOption[] {
  const known = new Set(candidates.map(({ unit }) => unit));
  const shut = new Set(notArguable(document).map(reasonUnit));
  const others = [...new Set(otherUnits(document, clocks))]
    .filter((unit) => !known.has(unit))
    .map(
      (unit): TargetOption => ({
        unit,
        label: unitName(unit, labels),
        source: targetName("defund", unit, labels),
        types: shut.has(unit) ? ["watch"] : allowedTypes(unit, clocks),
        isCandidate: false,
        hasClock: clocks.has(unit),
        isReason: unit.startsWith("reason:"),
        spend: "",
        owner: "",
      }),
    );
  return [...candidates.map((candidate) => optionOf(candidate, labels)), ...others];
}

/** The sources in use at or under the line with real spend (metrics.md §3). */
export function receiverOptions(
  { cost }: MetricsDocument,
  inUse: ReadonlyMap<string, string>,
  labels: Labels,
): ReceiverOption[] {
  return cost.rows
    .filter((row) => isHealthyTarget(row) && inUse.has(row.source))
    .map(({ source, ratio }) => ({
      code: source,
      unit: costUnit(source),
      label: labels.source(source),
      ratio: ratio ?? "—",
    }));
}
