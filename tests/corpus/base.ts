import type { RecordKind } from "@/lib/services/records/staging";
import { lines } from "./corpus";

/** What is in the database before the bad files come, as canonical files in the order of import. */
export const BASE: readonly (readonly [RecordKind, string])[] = [
  ["fx_rates", lines("date,from_currency,to_currency,rate", "2027-06-01,EUR,USD,1.08")],
  [
    "leads",
    lines(
      "external_id,first_name,company,source,created_at,handed_over_at,employees",
      "L-1,Ana,ACME Inc,webinar,2027-06-01,2027-06-01T14:00:00Z,50",
      "L-2,Zoë,Köln “Süd” €,paid_search,2027-06-02,2027-06-02T14:00:00Z,500",
      "L-3,Bo,Other,intent,2027-06-03,,",
      "L-4,Cy,Third,intent,2027-06-03,2027-06-03T14:00:00Z,",
    ),
  ],
  ["decisions", lines("lead_external_id,decided_at,verdict,reason_code", "L-1,2027-06-03T10:00:00Z,accept,", "L-2,2027-06-03T10:00:00Z,reject,bad_data")],
  ["opportunities", lines("external_id,lead_external_id,stage,amount,created_at", "O-1,L-1,Discovery,1000.00,2027-06-04")],
  ["stage_history", lines("opportunity_external_id,stage,entered_at", "O-1,Proposal,2027-06-05T10:00:00Z")],
  ["touches", lines("external_id,lead_external_id,source,kind,touched_at", "T-1,L-1,webinar,form,2027-05-30T10:00:00Z")],
  ["spend", lines("source,campaign,start_date,end_date,amount,currency", "webinar,,2027-06-01,2027-06-30,100.00,USD")],
];

export const LEAD_HEADER = "external_id,source,created_at";
/** A lead that is there already. */
export const LEAD = "L-1,webinar,2027-06-01";
