import type { RecordKind } from "@/lib/services/records/staging";

/** A field of a canonical record (formats.md, Canonical records). */
export interface FieldSpec {
  readonly name: string;
  readonly required: boolean;
  /** Longest text in characters. */
  readonly max: number;
}

/** Ids and keys are indexed: Postgres refuses index entries over 2,700 bytes. */
const ID = 255;
const NAME = 300;
const LONG = 1_000;
const TECHNOLOGIES = 10_000;
/** Values that are parsed further; longer ones are no such value. */
const VALUE = 100;

const needed = (name: string, max = VALUE): FieldSpec => ({ name, required: true, max });
const optional = (name: string, max = VALUE): FieldSpec => ({ name, required: false, max });

/** `sourced_by` is ours: who sourced an outbound lead, so that somebody else accepts it (product.md A10). */
export const FIELDS: Record<RecordKind, readonly FieldSpec[]> = {
  leads: [
    needed("external_id", ID),
    optional("email", 320),
    optional("first_name", NAME),
    optional("last_name", NAME),
    optional("company", NAME),
    optional("domain", ID),
    optional("title", LONG),
    optional("country"),
    optional("naics"),
    optional("employees"),
    optional("annual_revenue"),
    optional("technologies", TECHNOLOGIES),
    needed("source", ID),
    optional("campaign", NAME),
    optional("segment"),
    optional("lane"),
    needed("created_at"),
    optional("handed_over_at"),
    optional("score"),
    optional("score_vendor", NAME),
    optional("score_model_version", NAME),
    optional("assigned_to", 320),
    optional("sourced_by", 320),
    optional("bought_from", NAME),
  ],
  decisions: [
    needed("lead_external_id", ID),
    needed("decided_at"),
    needed("verdict"),
    optional("reason_code"),
    optional("duplicate_of", ID),
    optional("decided_by", 320),
    optional("touched_at"),
    optional("touch_kind"),
    optional("note", 280),
  ],
  opportunities: [
    needed("external_id", ID),
    optional("lead_external_id", ID),
    optional("account", NAME),
    optional("name", LONG),
    optional("type"),
    optional("currency"),
    optional("amount"),
    needed("created_at"),
    optional("created_by_team"),
    optional("stage", NAME),
    optional("outcome"),
    optional("lost_reason", LONG),
    optional("closed_at"),
  ],
  stage_history: [
    needed("opportunity_external_id", ID),
    needed("stage", NAME),
    optional("stage_ordinal"),
    optional("amount"),
    optional("currency"),
    needed("entered_at"),
  ],
  touches: [
    needed("external_id", ID),
    optional("lead_external_id", ID),
    optional("opportunity_external_id", ID),
    optional("account", NAME),
    needed("source", ID),
    optional("campaign", NAME),
    needed("kind"),
    needed("touched_at"),
  ],
  spend: [
    needed("source", ID),
    optional("campaign", NAME),
    needed("start_date"),
    needed("end_date"),
    needed("amount"),
    needed("currency"),
  ],
  fx_rates: [needed("date"), needed("from_currency"), needed("to_currency"), needed("rate")],
};

export const RECORD_KINDS = Object.keys(FIELDS) as RecordKind[];

/** Whether text names a record kind. */
export function isRecordKind(text: string): text is RecordKind {
  return Object.hasOwn(FIELDS, text);
}
