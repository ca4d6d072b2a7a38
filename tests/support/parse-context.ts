import type { ParseContext } from "@/lib/services/parse/context";
import { type Mapping, NO_MAPPING } from "@/lib/services/parse/mapping";
import { compileParser, isRowError } from "@/lib/services/parse/parser";
import { sourceLookup } from "@/lib/services/parse/sources";
import { type RecordKind, type RowError, STAGING } from "@/lib/services/records/staging";
import { NEW_YORK } from "./calendars";
import { SOURCES } from "./weekly-counts";

/** The default settings of a new database, in New York, on Monday 2027-07-05. */
export function parseContext(changes: Partial<ParseContext> = {}): ParseContext {
  const { calendar = NEW_YORK, decisionDays = 5, followUpHours = 24 } = changes;
  return {
    sourceSystem: "crm",
    zone: NEW_YORK.zone,
    calendar,
    decisionDays,
    followUpHours,
    agreementVersion: 1,
    eras: [{ from: Number.NEGATIVE_INFINITY, calendar, decisionDays, followUpHours }],
    sources: sourceLookup(SOURCES, [["google_ads", "paid_search"]]),
    segments: [
      { code: "SMB", label: "SMB", min: 1, max: 199 },
      { code: "MM", label: "Mid-market", min: 200, max: 1999 },
      { code: "ENT", label: "Enterprise", min: 2000, max: null },
      { code: "Unknown", label: "Unknown", min: null, max: null },
    ],
    stages: new Map([
      ["discovery", { ordinal: 1, isWon: false }],
      ["proposal", { ordinal: 3, isWon: false }],
      ["closed won", { ordinal: 6, isWon: true }],
      ["hand-raiser", { ordinal: null, isWon: false }],
    ]),
    currency: "USD",
    today: "2027-07-05",
    unmappedStages: new Map(),
    leadRules: {
      today: "2027-07-05",
      briefs: new Map(),
      scoring: null,
      foreignScorers: new Set(),
      models: new Map(),
    },
    ...changes,
  };
}

/** A staged row by column name. */
export type Staged = Record<string, string | null>;

/** One record through the parser of a file whose header are its fields. */
export function parseOne(
  kind: RecordKind,
  record: Readonly<Record<string, string>>,
  { mapping = {}, context = {} }: { mapping?: Partial<Mapping>; context?: Partial<ParseContext> } = {},
): Staged | RowError {
  const parser = compileParser(kind, Object.keys(record), { ...NO_MAPPING, ...mapping }, parseContext(context));
  const result = parser.parse(Object.values(record), 2);
  if (isRowError(result)) return result;
  return Object.fromEntries(STAGING[kind].map(([name], index) => [name, result[index] ?? null]));
}

/** Field and code of a refused row; undefined for one that is good. */
export function refusal(result: Staged | RowError): { field: string; code: string } | undefined {
  return "code" in result && "message" in result && typeof result.message === "string" && "field" in result
    ? { field: String(result.field), code: String(result.code) }
    : undefined;
}
