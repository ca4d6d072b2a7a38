import { ARGUMENT_TEXTS, isArgumentKind } from "@/lib/domain/arguments";
import { parseUnit } from "@/lib/domain/cures";
import { isReason, REASON_TEXTS } from "@/lib/domain/reasons";
import { REQUIRED_FIELDS } from "@/lib/domain/required-data";
import { isDecisionType } from "@/lib/domain/reviews";
import { isRole, roleLabel } from "@/lib/domain/roles";
import type { Segment } from "@/lib/domain/segments";
import { unitLine } from "@/lib/view/loop/units";
import { TYPE_LABELS } from "@/lib/view/review/types";
import { policyLabel } from "./requirements";

export interface ChangeLabels {
  source(code: string): string;
  segment(code: Segment): string;
}

const UNITS: Readonly<Record<string, string>> = {
  rejection_cap: "%",
  pipeline_floor: "%",
  lookback_days: "days",
  weight_first: "%",
  weight_created: "%",
  weight_won: "%",
  decision_days: "business days",
  follow_up_hours: "business hours",
};

/** Null where nothing is required. */
function dataWords(fields: readonly unknown[]): string | null {
  const labels = REQUIRED_FIELDS.filter(({ field }) => fields.includes(field)).map(({ label }) => label);
  return labels.length === 0 ? null : labels.join(", ");
}

/** An instant as JSON has it: the zone of the reader is not known here. */
const INSTANT = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}):\d{2}[.\d]*Z$/;

const roleWords = (code: string): string => (isRole(code) ? roleLabel(code) : code);

/** Codes of the log by the key they stand under; a value that is no code of its kind stays as it is. */
const CODES: Readonly<Record<string, (code: string, labels: ChangeLabels) => string>> = {
  reason: (code) => (isReason(code) ? REASON_TEXTS[code].label : code),
  unit: (code, labels) => (parseUnit(code) ? unitLine(code, labels) : code),
  type: (code) => (isDecisionType(code) ? TYPE_LABELS[code] : code),
  kind: (code) => (isArgumentKind(code) ? ARGUMENT_TEXTS[code].label : code),
  role: roleWords,
  answered: roleWords,
  source: (code, labels) => labels.source(code),
  toSource: (code, labels) => labels.source(code),
  fixSource: (code, labels) => labels.source(code),
  segment: (code, labels) => labels.segment(code as Segment),
};

/** A value of an audit entry in words; null for nothing. */
export function changedValue(path: string, value: unknown, labels: ChangeLabels): string | null {
  if (value === null || value === undefined || value === "") return null;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (path === "required_data" && Array.isArray(value)) return dataWords(value);
  if (path.startsWith("policy.")) return policyLabel(String(value));
  if (Array.isArray(value) && value.every((part) => typeof part !== "object")) return value.join(", ");
  if (typeof value === "object") return JSON.stringify(value);
  const code = Object.hasOwn(CODES, path) ? CODES[path] : undefined;
  if (code) return code(String(value), labels);
  const unit = path.startsWith("floor.") ? "%" : UNITS[path];
  return unit === undefined ? String(value).replace(INSTANT, "$1, $2 UTC") : `${value} ${unit}`;
}
