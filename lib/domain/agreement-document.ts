import { canonicalJson } from "./canonical";
import type { IsoDate } from "./dates";
import type { Definition } from "./definition";
import type { RequiredField } from "./required-data";
import type { SegmentBounds } from "./segments";
import { compareNames } from "./source-rows";
import type { SpendPolicies } from "./spend-policy";
import type { Terms } from "./terms";

/** One line of the translation table as it is agreed: the row of `stage_names`. */
export interface TranslationLine {
  /** The name as it is compared. */
  readonly key: string;
  readonly name: string;
  readonly stage: string;
  readonly ordinal: number | null;
  readonly is_won: boolean;
  readonly crm_value: string | null;
}

/** ISO weekdays 1 to 7, minutes of the day: in these both SLAs are counted. */
export interface AgreedTime {
  readonly days: readonly number[];
  readonly start_minute: number;
  readonly end_minute: number;
}

/** What amounts, days and the boundary are counted in. */
export interface AgreedOrganisation {
  readonly currency: string;
  /** IANA. */
  readonly time_zone: string;
  /** 1 to 12. */
  readonly fiscal_year_start_month: number;
}

/** Everything that is signed (issue: the agreement, §1), besides version and dates. */
export interface AgreementContent {
  readonly definition: Definition;
  /** In the order of `REQUIRED_FIELDS`. */
  readonly requiredData: readonly RequiredField[];
  readonly terms: Terms;
  readonly spendPolicy: SpendPolicies;
  /** Sorted by `key`. */
  readonly translation: readonly TranslationLine[];
  /** SMB, MM, ENT. */
  readonly segments: readonly SegmentBounds[];
  readonly workingTime: AgreedTime;
  readonly organisation: AgreedOrganisation;
}

export interface AgreementDocument extends AgreementContent {
  readonly version: number;
  /** The version whose slip of the pen it mends; null for all others. */
  readonly corrects: number | null;
  /** A fiscal-year start; null where it comes into force with the third signature. */
  readonly effectiveFrom: IsoDate | null;
}

/** The attribution model by its name (metrics.md §4); its weights and lookback are terms. */
export const MODEL = "W-shaped: first touch / opportunity created / closed won";

/** Keys in one order at every depth; the order of lists is part of what is agreed. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, sorted((value as Record<string, unknown>)[name])]));
}

/**
 * The canonical text that is hashed and signed (issue: the agreement, §3): JSON in snake case, keys sorted, no white space,
 * numbers that are not whole as text. Equal agreements give equal bytes, whatever order the database returned.
 */
export function canonicalAgreement(document: AgreementDocument): string {
  const { definition, requiredData, terms, spendPolicy, translation, segments, workingTime, organisation } = document;
  const { floors, weights, ...limits } = terms;
  const body = {
    version: document.version,
    corrects: document.corrects,
    effective_from: document.effectiveFrom,
    organisation,
    definition: { ...definition, score_above: String(definition.score_above) },
    required_data: requiredData,
    // By code, not by the order of screens, which is no part of what is agreed.
    floors: [...floors]
      .sort((a, b) => compareNames(a.source, b.source) || compareNames(a.segment ?? "", b.segment ?? ""))
      .map(({ source, segment, percent }) => ({ source, segment, percent })),
    rejection_cap: limits.rejectionCap,
    pipeline_floor: limits.pipelineFloor,
    cost_line: limits.costLine,
    acv_band: { from: limits.acvMin, to: limits.acvMax },
    minimum_n: limits.minimumN,
    attribution: { model: MODEL, weights, lookback_days: limits.lookbackDays },
    sla: { decision_days: limits.decisionDays, follow_up_hours: limits.followUpHours, working_time: workingTime },
    spend_policy: spendPolicy,
    translation: translation.map(({ key, name, stage, ordinal, is_won, crm_value }) => ({
      key,
      name,
      stage,
      ordinal,
      is_won,
      crm_value,
    })),
    segments: segments.map(({ code, minEmployees, maxEmployees }) => ({
      code,
      min_employees: minEmployees,
      max_employees: maxEmployees,
    })),
  };
  return canonicalJson(sorted(body) as object);
}
