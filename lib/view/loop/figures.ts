import type { Cell, InfluenceCell } from "@/lib/domain/cells";
import type { IsoDate } from "@/lib/domain/dates";
import { FIELD_UNITS, type Field, type FieldValue, type FigurePlace } from "@/lib/domain/document-figures";
import { groupDigits } from "@/lib/domain/phrases";
import { REASON_TEXTS, type Reason } from "@/lib/domain/reasons";
import type { Segment } from "@/lib/domain/segments";
import { cellHref } from "@/lib/view/cells";
import { exactMoney, type Labels } from "@/lib/view/monday/labels";

const FIELD_NAMES: Readonly<Record<Field, string>> = {
  n: "handed over (n)",
  accepted: "accepted",
  rejected: "rejected",
  unworked: "unworked",
  pending: "pending",
  recycled: "recycled",
  acceptance: "acceptance",
  decided_acceptance: "acceptance of decided",
  floor: "floor",
  rate: "rate",
  cap: "cap",
  arguable: "arguable this week",
  count: "rejections",
  reached: "reached pipeline",
  spend: "spend",
  pipeline: "pipeline",
  ratio: "cost per pipeline dollar",
  note: "note",
  pipeline_share: "share of pipeline",
  first_touch: "first touch",
  opportunity_created: "opportunity created",
  closed_won: "closed won",
  credit: "credit",
  share: "share of credit",
  deals: "deals",
  assists: "assists",
  volume: "MQLs of the week",
  feed: "feed rate",
  below_feed: "below the feed rate",
  touched_in_time: "touched in time",
  touched_rate: "touched in time, rate",
  decided_in_time: "decided in time",
  decided_rate: "decided in time, rate",
  verdict: "verdict",
};

export const fieldName = (field: Field): string => FIELD_NAMES[field];

const VERDICTS: Readonly<Record<string, string>> = {
  ok: "fine",
  source_breach: "▼ source",
  sales_sla_breach: "◆ sales SLA",
  low_n: "too few to judge",
  no_data: "no data",
  breach: "▲ breach",
  maturing: "maturing",
  over_line: "▲ over the line",
  no_pipeline: "▲ no pipeline",
  no_spend: "no spend recorded",
};

/** Without a sign of its own: "-0.05" → "0.05". */
const sized = (text: string): string => text.replace(/^-/, "");
const signOf = (text: string): string => (text.startsWith("-") ? "−" : "+");

/** A rate of four decimals in percent, every digit of it: "0.5495" → "54.95 %". */
function rateText(rate: string): string {
  const [whole = "0", decimals = ""] = sized(rate).split(".");
  const digits = `${whole}${decimals.padEnd(4, "0")}`.replace(/^0+(?=\d{3})/, "");
  return `${rate.startsWith("-") ? "−" : ""}${digits.slice(0, -2)}.${digits.slice(-2)} %`;
}

/** A value of a figure as it stands, exactly; "—" where there is none. */
export function fieldText(field: Field, value: FieldValue): string {
  if (value === null) return "—";
  if (typeof value === "boolean") return value ? "yes" : "no";
  const text = String(value);
  switch (FIELD_UNITS[field]) {
    case "count":
      return groupDigits(text);
    case "money":
      return text.startsWith("-") ? `−${exactMoney(sized(text))}` : exactMoney(text);
    case "rate":
      return rateText(text);
    case "percent":
      return `${text} %`;
    case "ratio":
      return text;
    case "word":
      return field === "verdict" ? (VERDICTS[text] ?? text) : text;
  }
}

/** A difference with its sign: "+1,200.00", "−0.05 points"; "—" where one side has no number. */
export function deltaText(field: Field, delta: string | null): string {
  if (delta === null) return "—";
  const unit = FIELD_UNITS[field];
  const points = unit === "rate" || unit === "percent" ? " points" : "";
  return `${signOf(delta)}${groupDigits(sized(delta))}${points}`;
}

/** "Webinar, Enterprise", "All sources", "Bad data". */
export function placeName({ kind, source, part }: FigurePlace, labels: Labels): string {
  if (kind === "reason")
    return part !== null && part in REASON_TEXTS ? REASON_TEXTS[part as Reason].label : (part ?? "");
  if (kind === "rejection") return "Rejections";
  if (kind === "volume") return "MQL volume";
  if (kind === "sla") return "SLA";
  const name = source === null ? "All sources" : labels.source(source);
  return part === null
    ? name
    : kind === "pipeline_rate"
      ? labels.segment(part as Segment)
      : `${name}, ${labels.segment(part as Segment)}`;
}

type AcceptanceState = "accepted" | "rejected" | "unworked" | "pending";
const STATES: ReadonlySet<Field> = new Set<AcceptanceState>(["accepted", "rejected", "unworked", "pending"]);
const PARTS: ReadonlySet<Field> = new Set(["first_touch", "opportunity_created", "closed_won", "assists"]);

function influenceCell(base: { asOf: IsoDate; source: string | null }, field: Field, isTrailing: boolean): Cell {
  const part = PARTS.has(field) && (isTrailing || field === "assists") ? (field as InfluenceCell["part"]) : null;
  return { kind: "influence", ...base, span: isTrailing ? "trailing" : "quarter", part };
}

/** The cycles or deals behind a figure. */
function cellOf({ kind, source, part }: FigurePlace, field: Field, asOf: IsoDate): Cell {
  switch (kind) {
    case "acceptance":
    case "acceptance_source":
    case "acceptance_segment":
    case "acceptance_total": {
      const state = STATES.has(field) ? (field as AcceptanceState) : "all";
      return { kind: "acceptance", asOf, source, segment: part as Segment | null, state, reason: null };
    }
    case "rejection":
      return { kind, asOf, state: field === "n" ? "all" : "rejected", reason: null };
    case "reason":
      return { kind: "rejection", asOf, state: "rejected", reason: part as Reason };
    case "pipeline_rate":
      return { kind, asOf, segment: part as Segment, state: field === "reached" ? "reached" : "cohort" };
    case "volume":
      return { kind, asOf };
    case "sla": {
      const clock = field.startsWith("decided") ? "decision" : "touch";
      return { kind, asOf, clock, state: field === "n" ? "all" : "met" };
    }
    case "cost":
    case "cost_total":
      return { kind: "cost", asOf, source, span: "trailing" };
    case "quarter_cost":
    case "quarter_cost_total":
      return { kind: "cost", asOf, source, span: "quarter" };
    case "influence":
    case "influence_total":
      return influenceCell({ asOf, source }, field, true);
    case "quarter_influence":
    case "quarter_influence_total":
      return influenceCell({ asOf, source }, field, false);
  }
}

/** The address of the list behind a figure of a Monday. */
export const figureHref = (place: FigurePlace, field: Field, asOf: IsoDate): string =>
  cellHref(cellOf(place, field, asOf));
