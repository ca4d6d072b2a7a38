import { type Definition, describe } from "@/lib/domain/definition";
import { isReason } from "@/lib/domain/reasons";
import type { Segment } from "@/lib/domain/segments";
import { type ChangeLabels, changedValue } from "./change-values";
import { WORDINGS } from "./wordings";

/** An entry of the audit log as lib/data/changes.ts reads it. */
interface Entry {
  readonly seq: bigint;
  readonly at: Date;
  readonly who: string;
  readonly action: string;
  readonly object: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** One thing that changed; `from` or `to` is missing where there was nothing before or after. */
export interface ChangeLine {
  label: string;
  from: string | null;
  to: string | null;
}

/** One entry of the feed "who changed what". */
export interface ChangeModel {
  key: string;
  at: Date;
  who: string;
  /** "Floors changed", "Source added: Field events". */
  title: string;
  lines: ChangeLine[];
  reason: string | null;
}

export type { ChangeLabels };

type State = Readonly<Record<string, unknown>>;

const stateOf = (value: unknown): State =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as State) : {};

const LABELS: Readonly<Record<string, string>> = {
  rejection_cap: "Rejection cap",
  pipeline_floor: "MQL → pipeline floor",
  minimum_n: "Minimum n",
  cost_line: "Cost line",
  acv_min: "ACV band from",
  acv_max: "ACV band to",
  lookback_days: "Lookback",
  weight_first: "Weight of first touch",
  weight_created: "Weight of opportunity created",
  weight_won: "Weight of closed won",
  decision_days: "Decision SLA",
  follow_up_hours: "Follow-up SLA",
  required_data: "Data a lead must carry",
  crm_value: "CRM value",
  working_days: "Working days",
  timeZone: "Time zone",
  fiscalYearStartMonth: "Fiscal year starts in month",
  sdrWeeklyCapacity: "Leads per BDR and week",
  cmoTitle: "CMO's title",
  ordinal: "Place",
  cro: "CRO",
  cmo: "CMO",
  unit: "About",
  type: "Kind",
  toSource: "To",
  fixSource: "Fix at",
  duplicate_of: "Duplicate of",
  as_of: "Monday",
  held_on: "Held on",
  due_on: "Due",
  isDemo: "Sample company",
};

function labelOf(path: string, labels: ChangeLabels): string {
  const [kind = "", source = "", segment] = path.split(".");
  if (kind === "floor") {
    return `Floor of ${labels.source(source)}${segment ? `, ${labels.segment(segment as Segment)}` : ""}`;
  }
  if (kind === "policy") return `Spend of ${labels.source(source)}`;
  const known = LABELS[path];
  if (known !== undefined) return known;
  if (["SMB", "MM", "ENT", "Unknown"].includes(kind)) return `${kind} ${source}`;
  return (path.charAt(0).toUpperCase() + path.slice(1)).replaceAll("_", " ");
}

/** One level deep: { SMB: { from: 1 } } → "SMB.from". */
function flat(state: State): Map<string, unknown> {
  return new Map(
    Object.entries(state).flatMap(([key, value]): [string, unknown][] =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.entries(value).map(([inner, part]) => [`${key}.${inner}`, part])
        : [[key, value]],
    ),
  );
}

/** Where the log keeps why something was done. `reason` is also the key of a rejection reason, whose value is one of five codes. */
const WHY = ["why", "reason", "because"] as const;

const isCode = (value: unknown): boolean => typeof value === "string" && isReason(value);

/** Why it was done, in the words of whoever did it. */
function whyOf(after: State): string | null {
  const told = WHY.map((key) => after[key]).find((value) => typeof value === "string" && !isCode(value));
  return typeof told === "string" ? told : null;
}

function plainLines(before: State, after: State, hidden: readonly string[], labels: ChangeLabels): ChangeLine[] {
  const [was, is] = [flat(before), flat(after)];
  const isWhy = (path: string) =>
    (WHY as readonly string[]).includes(path) && !isCode(was.get(path)) && !isCode(is.get(path));
  const words = (path: string, value: unknown) => changedValue(path, value, labels);
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((path) => !isWhy(path) && !hidden.includes(path))
    .map((path) => ({ label: labelOf(path, labels), from: words(path, was.get(path)), to: words(path, is.get(path)) }))
    .filter(({ from, to }) => from !== to);
}

/** The definition by its eight fields in words, as the page shows it. */
function definitionLines(before: Definition, after: Definition): ChangeLine[] {
  const then = describe(after);
  const fields = describe(before).map(({ label, words: from }, index) => ({
    label,
    from,
    to: then[index]?.words ?? null,
  }));
  const score = { label: "Score above", from: String(before.score_above), to: String(after.score_above) };
  return [score, ...fields].filter(({ from, to }) => from !== to);
}

/** The feed of a page from its audit entries, in words: old → new of everything that differs. */
export function changeModel(entry: Entry, labels: ChangeLabels): ChangeModel {
  const [before, after] = [stateOf(entry.before), stateOf(entry.after)];
  const { title, subject = [] } = WORDINGS[entry.action] ?? { title: entry.action };
  const about = subject.flatMap((key) => changedValue(key, after[key] ?? before[key], labels) ?? []).join(" ");
  const isDefinition = entry.action === "agreement.define";
  const same = subject.filter(
    (key) => before[key] === undefined || after[key] === undefined || before[key] === after[key],
  );
  return {
    key: String(entry.seq),
    at: entry.at,
    who: entry.who,
    title: about === "" ? title : `${title}: ${about}`,
    lines: isDefinition
      ? definitionLines(entry.before as Definition, entry.after as Definition)
      : plainLines(before, after, [...same, "code", "active"], labels),
    reason: whyOf(after),
  };
}

/** What an action is called, without what it was done to. */
export const actionTitle = (action: string): string => WORDINGS[action]?.title ?? action;

/** For pages whose changes name neither sources nor segments. */
export const plainLabels: ChangeLabels = { source: (code) => code, segment: (code) => code };
