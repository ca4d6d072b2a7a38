import type { AcceptanceVerdict } from "@/lib/domain/acceptance";
import { isOverLine } from "@/lib/domain/cost";
import { parseUnit } from "@/lib/domain/cures";
import type { IsoDate } from "@/lib/domain/dates";
import { acceptanceText, ratioText } from "@/lib/domain/figure-values";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { percentText } from "@/lib/domain/rates";
import { isReason, REASON_TEXTS } from "@/lib/domain/reasons";
import type { Segment } from "@/lib/domain/segments";
import { cellHref } from "@/lib/view/cells";
import type { Labels } from "@/lib/view/monday/labels";

/** What a clock is about, in words. */
export interface UnitWords {
  readonly kind: string;
  readonly name: string;
}

const KINDS = {
  acceptance: "Acceptance",
  sales_sla: "Sales SLA",
  cost: "Cost per pipeline dollar",
  reason: "Reason for rejection",
} as const;

/** "Acceptance", "Content syndication, Enterprise". */
export function unitWords(unit: string, labels: Labels): UnitWords {
  const parts = parseUnit(unit);
  if (!parts) return { kind: "Clock", name: unit };
  const kind = KINDS[parts.kind];
  switch (parts.kind) {
    case "reason":
      return { kind, name: isReason(parts.code) ? REASON_TEXTS[parts.code].label : parts.code };
    case "cost":
      return { kind, name: labels.source(parts.source) };
    default:
      return { kind, name: `${labels.source(parts.source)}, ${labels.segment(parts.segment as Segment)}` };
  }
}

/** "Acceptance, Content syndication, Enterprise". */
export function unitLine(unit: string, labels: Labels): string {
  const { kind, name } = unitWords(unit, labels);
  return `${kind}, ${name}`;
}

/** The leads or deals behind a unit's figure of a Monday. */
export function unitHref(unit: string, asOf: IsoDate): string {
  const parts = parseUnit(unit);
  switch (parts?.kind) {
    case "acceptance":
    case "sales_sla": {
      const state = parts.kind === "acceptance" ? ("all" as const) : ("unworked" as const);
      const segment = parts.segment as Segment;
      return cellHref({ kind: "acceptance", asOf, source: parts.source, segment, state, reason: null });
    }
    case "cost":
      return cellHref({ kind: "cost", asOf, source: parts.source, span: "trailing" });
    case "reason": {
      const reason = isReason(parts.code) ? parts.code : null;
      return cellHref({ kind: "rejection", asOf, state: "rejected", reason });
    }
    default:
      return `/?as_of=${asOf}`;
  }
}

/** A unit's figure on one Monday. */
export interface UnitFigure {
  /** As the Monday page has it: "20 %", "low n (6)", "0.2500", "no spend recorded"; "—" where there is none. */
  readonly text: string;
  /** What it is held against: "floor 40 %", "line 0.22", "of 30 rejections". */
  readonly against: string;
  /** For the trend, in percent; null where there is no figure. */
  readonly value: number | null;
  readonly line: number | null;
  /** Whether it breaches what this unit is about. */
  readonly isBreached: boolean;
  /** How the figure is drawn, whatever the unit is about: whose breach it is, or none. */
  readonly breach: "source" | "sla" | "over" | null;
}

type Parts = Pick<MetricsDocument, "acceptance" | "rejection" | "cost">;

const NONE: UnitFigure = { text: "—", against: "no data", value: null, line: null, isBreached: false, breach: null };
const CELL_BREACH: Partial<Record<AcceptanceVerdict, UnitFigure["breach"]>> = {
  source_breach: "source",
  sales_sla_breach: "sla",
};

function cellFigure({ acceptance }: Parts, source: string, segment: string): Omit<UnitFigure, "isBreached"> {
  const cell = acceptance.cells.find((each) => each.source === source && each.segment === segment);
  if (!cell) return NONE;
  const { n, accepted, floor, verdict } = cell;
  const held = floor === null ? "no floor" : `floor ${floor} %`;
  return {
    text: acceptanceText(cell, 0),
    against: verdict === "low_n" ? `${held}, not judged` : held,
    value: n === 0 || verdict === "low_n" ? null : (accepted / n) * 100,
    line: floor === null ? null : Number(floor),
    breach: CELL_BREACH[verdict] ?? null,
  };
}

function costFigure({ cost }: Parts, source: string): Omit<UnitFigure, "isBreached"> {
  const row = cost.rows.find((each) => each.source === source);
  if (!row) return NONE;
  const value = row.ratio === null || row.verdict === "no_spend" ? null : Number(row.ratio) * 100;
  return {
    text: ratioText(row),
    against: `line ${cost.line}`,
    value,
    line: Number(cost.line) * 100,
    breach: isOverLine(row) ? "over" : null,
  };
}

function reasonFigure({ rejection: { reasons, rejected } }: Parts, code: string): Omit<UnitFigure, "isBreached"> {
  const count = reasons.find((each) => each.code === code)?.count ?? 0;
  return {
    text: percentText(count, rejected, 0),
    against: `of ${rejected} ${rejected === 1 ? "rejection" : "rejections"}`,
    value: rejected === 0 ? null : (count / rejected) * 100,
    line: null,
    breach: null,
  };
}

/** Why a Monday that neither heals nor breaches a unit leaves it unjudged (metrics.md §2, §3); a reason is judged on every one. */
export function whyNotJudged(unit: string, { acceptance, cost }: Pick<Parts, "acceptance" | "cost">): string {
  const parts = parseUnit(unit);
  if (parts?.kind === "cost") {
    return cost.rows.some(({ source }) => source === parts.source) ? "no spend and no pipeline" : "no row any more";
  }
  if (parts?.kind !== "acceptance" && parts?.kind !== "sales_sla") return "no figure";
  const cell = acceptance.cells.find(({ source, segment }) => source === parts.source && segment === parts.segment);
  switch (cell?.verdict) {
    case "low_n":
      return `too few leads (${cell.n})`;
    case "no_data":
      return "no leads";
    case "source_breach":
      return "marketing owns the breach by now";
    case "sales_sla_breach":
      return "sales owns the breach by now";
    default:
      return "no row any more";
  }
}

/** What a frozen Monday says about a unit. */
export function unitFigure(
  unit: string,
  monday: Parts & { readonly snapshot: { readonly breached: ReadonlySet<string> } },
): UnitFigure {
  const parts = parseUnit(unit);
  const isBreached = monday.snapshot.breached.has(unit);
  switch (parts?.kind) {
    case "acceptance":
    case "sales_sla":
      return { ...cellFigure(monday, parts.source, parts.segment), isBreached };
    case "cost":
      return { ...costFigure(monday, parts.source), isBreached };
    case "reason":
      return { ...reasonFigure(monday, parts.code), isBreached };
    default:
      return NONE;
  }
}
