/**
 * The staged form of every record kind: what the parser (lib/services/parse) hands to the set-based
 * writes (lib/services/records). One row is a tuple of text values in this column order, null for
 * missing; the database casts them. CSV import copies tuples into a temporary table of this shape,
 * a form passes its one row as parameters: the SQL behind is the same.
 */
export type RecordKind = "leads" | "decisions" | "opportunities" | "stage_history" | "touches" | "spend" | "fx_rates";

export type StagedRow = readonly (string | null)[];

/** One refused row. `line` is the line in the file, or the index in an API batch. */
export interface RowError {
  line: number;
  field: string;
  code: string;
  message: string;
}

/** Rows in = inserted + updated + unchanged + duplicate + rejected (formats.md, Commands). */
export interface Outcome {
  inserted: number;
  updated: number;
  unchanged: number;
  duplicate: number;
  rejected: number;
}

type Columns = readonly (readonly [name: string, type: string])[];

/**
 * Column name → Postgres type, in the order of the tuple. `line` is always first. Leads come in the greatest numbers: their
 * types are those of the table to the last digit, so that no row is converted twice.
 */
export const STAGING: Record<RecordKind, Columns> = {
  leads: [
    ["line", "int"],
    ["source_system", "text"],
    ["external_id", "text"],
    ["email", "text"],
    ["first_name", "text"],
    ["last_name", "text"],
    ["company", "text"],
    ["account_key", "text"],
    ["domain", "text"],
    ["title", "text"],
    ["country", "char(2)"],
    ["naics", "text"],
    ["employees", "int"],
    ["annual_revenue", "numeric(16,2)"],
    ["technologies", "text[]"],
    ["source_code", "text"],
    ["campaign", "text"],
    ["segment_code", "segment_code"],
    ["lane", "lane"],
    ["created_at", "timestamptz(3)"],
    ["handed_over_at", "timestamptz(3)"],
    ["handed_over_on", "date"],
    ["touch_by", "timestamptz(3)"],
    ["decide_by", "timestamptz(3)"],
    ["score", "numeric(8,3)"],
    ["score_vendor", "text"],
    ["score_model_version", "text"],
    ["assigned_to", "text"],
    ["sourced_by", "text"],
    ["bought_from", "text"],
  ],
  decisions: [
    ["line", "int"],
    ["source_system", "text"],
    ["lead_external_id", "text"],
    ["decided_at", "timestamptz"],
    ["verdict", "verdict"],
    ["reason", "rejection_reason"],
    ["duplicate_of", "text"],
    ["decided_by", "text"],
    ["touched_at", "timestamptz"],
    ["touch_kind", "text"],
    ["note", "text"],
  ],
  opportunities: [
    ["line", "int"],
    ["source_system", "text"],
    ["external_id", "text"],
    ["lead_external_id", "text"],
    ["account", "text"],
    ["account_key", "text"],
    ["name", "text"],
    ["type", "opportunity_type"],
    ["currency", "text"],
    ["amount", "numeric"],
    ["created_at", "timestamptz"],
    ["created_on", "date"],
    ["created_by_team", "team"],
    ["stage", "text"],
    ["stage_ordinal", "int"],
    ["outcome", "outcome"],
    ["lost_reason", "text"],
    ["closed_at", "timestamptz"],
    ["closed_on", "date"],
    ["first_seen_on", "date"],
  ],
  stage_history: [
    ["line", "int"],
    ["source_system", "text"],
    ["opportunity_external_id", "text"],
    ["stage", "text"],
    ["stage_key", "text"],
    ["ordinal", "int"],
    ["is_won", "boolean"],
    ["amount", "numeric"],
    ["currency", "text"],
    ["entered_at", "timestamptz"],
    ["entered_on", "date"],
  ],
  touches: [
    ["line", "int"],
    ["source_system", "text"],
    ["external_id", "text"],
    ["lead_external_id", "text"],
    ["opportunity_external_id", "text"],
    ["account", "text"],
    ["account_key", "text"],
    ["source_code", "text"],
    ["campaign", "text"],
    ["kind", "touch_kind"],
    ["touched_at", "timestamptz"],
    ["touched_on", "date"],
  ],
  spend: [
    ["line", "int"],
    ["source_code", "text"],
    ["campaign", "text"],
    ["start_date", "date"],
    ["end_date", "date"],
    ["amount", "numeric"],
    ["currency", "text"],
  ],
  fx_rates: [
    ["line", "int"],
    ["day", "date"],
    ["from_currency", "text"],
    ["to_currency", "text"],
    ["rate", "numeric"],
  ],
};
