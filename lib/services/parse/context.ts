import type { BusinessCalendar } from "@/lib/domain/calendar";
import { dateIn, type IsoDate } from "@/lib/domain/dates";
import type { Segment } from "@/lib/domain/segments";
import { scorerKeys } from "@/lib/domain/stack";
import type { LeadRules, OpenBrief } from "@/lib/services/records/lead-rules";
import { loadSlaEras, type SlaEra } from "./sla-eras";
import { type SourceLookup, sourceLookup } from "./sources";
import { type StageMeaning, stageMeanings, type UnmappedStage } from "./stages";

export interface SegmentBounds {
  readonly code: Segment;
  readonly label: string;
  /** Employees, both inclusive; null is open. A segment with neither has no bounds at all. */
  readonly min: number | null;
  readonly max: number | null;
}

/** Everything outside the record that its meaning depends on. Read once per run. */
export interface ParseContext {
  /** The outside system that the ids of these records belong to. */
  readonly sourceSystem: string;
  /** The organisation's zone: dates without a time are dates in it. */
  readonly zone: string;
  readonly calendar: BusinessCalendar;
  /** Decision SLA in business days, follow-up SLA in business hours, of the version that judges. */
  readonly decisionDays: number;
  readonly followUpHours: number;
  readonly agreementVersion: number;
  /** The same of every version that ever judged, the latest first, for hand-overs that come in late. */
  readonly eras: readonly SlaEra[];
  readonly sources: SourceLookup;
  readonly segments: readonly SegmentBounds[];
  /** By `stageKey` of the name, or of the CRM value. */
  readonly stages: ReadonlyMap<string, StageMeaning>;
  /** Reporting currency, for opportunity amounts that name none. */
  readonly currency: string;
  readonly today: IsoDate;
  /** Filled by the parser: stage names that no line covers, by `stageKey`, for `unmapped_stages`. */
  readonly unmappedStages: Map<string, UnmappedStage>;
  readonly leadRules: LeadRules;
}

/** Runs one statement without parameters. */
export type Query = <T>(text: string) => Promise<T[]>;

interface SettingsRow {
  time_zone: string;
  currency: string;
  working_days: number[];
  work_start_minute: number;
  work_end_minute: number;
  agreement_version: number | null;
  decision_days: number | null;
  follow_up_hours: number | null;
}

// The version that judges: the one in force, or the provisional one before the first signing.
const SETTINGS = `
  SELECT o.time_zone, o.currency, o.working_days, o.work_start_minute, o.work_end_minute,
    a.version AS agreement_version, a.decision_days, a.follow_up_hours
  FROM organisation o
  LEFT JOIN LATERAL (
    SELECT version, decision_days, follow_up_hours FROM agreements
    WHERE status IN ('provisional', 'in_force')
  ) AS a ON true`;
const HOLIDAYS = "SELECT day::text AS day FROM holidays";
const SOURCES = "SELECT code, label, is_unmapped FROM sources ORDER BY position, code";
const SOURCE_MAPPINGS = "SELECT value, source_code FROM source_mappings";
const SEGMENTS = "SELECT code, label, min_employees AS min, max_employees AS max FROM segments ORDER BY position";
const STAGES = `SELECT key, ordinal, is_won AS "isWon", crm_value AS "crmValue" FROM stage_names ORDER BY key COLLATE "C"`;

const SCORING = "SELECT name, vendor FROM stack_tools WHERE layer = 'scoring' AND active";
const BRIEFS = `SELECT id, vendor_key AS key, document, delivery_from::text AS "from", delivery_to::text AS "to" FROM buying_briefs
  WHERE signed_at IS NOT NULL AND ended_at IS NULL`;

/** Briefs in their delivery window today, and the tool that scores come from (product.md C12, C13). */
async function loadLeadRules(query: Query, today: IsoDate): Promise<LeadRules> {
  const [tool] = await query<{ name: string; vendor: string }>(SCORING);
  const briefs = await query<OpenBrief & { key: string; from: IsoDate; to: IsoDate }>(BRIEFS);
  const open = briefs.filter(({ from, to }) => from <= today && today <= to);
  return {
    today,
    briefs: new Map(open.map(({ key, id, document }) => [key, { id, document }])),
    scoring: tool ? { name: tool.name, keys: scorerKeys(tool) } : null,
    foreignScorers: new Set(),
    models: new Map(),
  };
}

/**
 * Reads the settings that records are parsed with. Throws when the database holds none (`npm run
 * migrate` creates them). `query` runs in the transaction that the rows will be written in; for an import after it has the
 * `ingest` lock, which an agreement takes to come into force: what is written is parsed under what holds then.
 */
export async function loadParseContext(
  query: Query,
  { sourceSystem, now }: { sourceSystem: string; now: Date },
): Promise<ParseContext> {
  const [settings] = await query<SettingsRow>(SETTINGS);
  if (
    !settings ||
    settings.agreement_version === null ||
    settings.decision_days === null ||
    settings.follow_up_hours === null
  ) {
    throw new Error("The database holds no settings: run `npm run migrate`, which creates the default ones.");
  }
  const holidays = await query<{ day: IsoDate }>(HOLIDAYS);
  const sources = await query<{ code: string; label: string; is_unmapped: boolean }>(SOURCES);
  const mappings = await query<{ value: string; source_code: string }>(SOURCE_MAPPINGS);
  const segments = await query<SegmentBounds>(SEGMENTS);
  const stages = await query<StageMeaning & { key: string; crmValue: string | null }>(STAGES);
  const today = dateIn(now, settings.time_zone);
  const calendar = {
    zone: settings.time_zone,
    workingDays: settings.working_days,
    startMinute: settings.work_start_minute,
    endMinute: settings.work_end_minute,
    holidays: new Set(holidays.map(({ day }) => day)),
  };
  return {
    sourceSystem,
    zone: settings.time_zone,
    calendar,
    decisionDays: settings.decision_days,
    followUpHours: settings.follow_up_hours,
    agreementVersion: settings.agreement_version,
    eras: await loadSlaEras(query, calendar),
    sources: sourceLookup(
      sources.filter((source) => !source.is_unmapped).map(({ code }) => code),
      mappings.map(({ value, source_code }) => [value, source_code] as const),
    ),
    segments,
    stages: stageMeanings(stages),
    currency: settings.currency,
    today,
    unmappedStages: new Map(),
    leadRules: await loadLeadRules(query, today),
  };
}
