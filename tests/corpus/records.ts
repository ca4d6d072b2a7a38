import { type CorpusFile, lines } from "./corpus";
import { rows } from "./values";

const DECISIONS = "lead_external_id,decided_at,verdict,reason_code,duplicate_of,touched_at,note";
const DECISION = "L-1,2027-06-03T10:00:00Z,accept,,,,";
const OPPORTUNITIES = "external_id,lead_external_id,stage,amount,created_at,currency";
const OPPORTUNITY = "O-1,L-1,Discovery,1000.00,2027-06-04,USD";
const TOUCHES = "external_id,lead_external_id,opportunity_external_id,account,source,kind,touched_at";
const TOUCH = "T-1,L-1,,,webinar,form,2027-05-30T10:00:00Z";
const SPEND = "source,campaign,start_date,end_date,amount,currency";
const SPENT = "webinar,,2027-06-01,2027-06-30,100.00,USD";
const RATES = "date,from_currency,to_currency,rate";
const RATE = "2027-06-01,EUR,USD,1.08";

const DECIDED: readonly CorpusFile[] = [
  rows("reasons that are none of the five", "decisions", DECISIONS, DECISION, [
    ["L-4,2027-06-04T10:00:00Z,reject,,,,", "reason_code", "REASON_REQUIRED"],
    ["L-4,2027-06-04T10:00:00Z,reject,other,,,", "reason_code", "REASON_UNKNOWN"],
    ["L-4,2027-06-04T10:00:00Z,reject,Bad_Data,,,", "reason_code", "REASON_UNKNOWN"],
    ["L-4,2027-06-04T10:00:00Z,reject,bad_data;no_intent,,,", "reason_code", "REASON_UNKNOWN"],
    ["L-4,2027-06-04T10:00:00Z,accept,bad_data,,,", "reason_code", "REASON_NOT_ALLOWED"],
    ["L-4,2027-06-04T10:00:00Z,reject,already_in_pipeline,,,", "duplicate_of", "DUPLICATE_OF_REQUIRED"],
    ["L-4,2027-06-04T10:00:00Z,reject,no_intent,,,", "touched_at", "TOUCH_REQUIRED"],
  ]),
  rows("verdicts that are none", "decisions", DECISIONS, DECISION, [
    ["L-4,2027-06-04T10:00:00Z,Accept,,,,", "verdict", "VERDICT_UNKNOWN"],
    ["L-4,2027-06-04T10:00:00Z,yes,,,,", "verdict", "VERDICT_UNKNOWN"],
    ["L-4,2027-06-04T10:00:00Z,,,,,", "verdict", "FIELD_REQUIRED"],
  ]),
  rows("two verdicts at one instant", "decisions", DECISIONS, DECISION, [
    ["L-1,2027-06-03T10:00:00Z,reject,bad_data,,,", "decided_at", "DECISION_FIXED"],
    ["L-1,2027-06-03T06:00:00-04:00,reject,bad_data,,,", "decided_at", "DECISION_FIXED"],
  ]),
  rows("touches after the verdict that rests on them, a duplicate of the lead itself", "decisions", DECISIONS, DECISION, [
    ["L-4,2027-06-04T10:00:00Z,accept,,,2027-06-04T10:01:00Z,", "touched_at", "TOUCH_REQUIRED"],
    ["L-4,2027-06-04T10:00:00Z,reject,no_intent,,2027-06-05,", "touched_at", "TOUCH_REQUIRED"],
    ["L-4,2027-06-04T10:00:00Z,reject,already_in_pipeline,L-4,,", "duplicate_of", "DUPLICATE_OF_UNKNOWN"],
  ]),
  rows("notes that are too long", "decisions", DECISIONS, DECISION, [[`L-4,2027-06-04T10:00:00Z,accept,,,,${"x".repeat(281)}`, "note", "NOTE_TOO_LONG"]]),
  rows("verdicts without a lead, a hand-over or a place", "decisions", DECISIONS, DECISION, [
    ["L-99,2027-06-04T10:00:00Z,accept,,,,", "lead_external_id", "LEAD_UNKNOWN"],
    ["L-3,2027-06-04T10:00:00Z,accept,,,,", "decided_at", "NOT_HANDED_OVER"],
    ["L-4,2027-06-01T10:00:00Z,accept,,,,", "decided_at", "NOT_HANDED_OVER"],
    ["L-2,2027-06-03T10:00:00Z,accept,,,,", "decided_at", "DECISION_FIXED"],
    ["L-2,2027-06-09T10:00:00Z,reject,bad_data,,,", "lead_external_id", "ALREADY_DECIDED"],
  ]),
];

const DEALS: readonly CorpusFile[] = [
  rows("opportunities of unknown leads, currencies and amounts", "opportunities", OPPORTUNITIES, OPPORTUNITY, [
    ["O-10,L-99,Discovery,1,2027-06-04,USD", "lead_external_id", "LEAD_UNKNOWN"],
    ["O-11,L-1,Discovery,1,2027-06-04,DOLLAR", "currency", "CURRENCY_UNKNOWN"],
    ["O-12,L-1,Discovery,-1,2027-06-04,USD", "amount", "NUMBER_NEGATIVE"],
    ["O-13,L-1,Discovery,1,2027-06-04,GBP", "currency", "FX_RATE_MISSING"],
  ]),
  {
    ...rows("stages that no translation table covers", "opportunities", OPPORTUNITIES, OPPORTUNITY, [["O-9,L-1,Verbal,1,2027-06-04,USD", "stage", "STAGE_UNMAPPED"]]),
    leaves: ["unmapped_stages"],
  },
  {
    ...rows("history without a stage or an opportunity", "stage_history", "opportunity_external_id,stage,entered_at,stage_ordinal", "O-1,Proposal,2027-06-05T10:00:00Z,", [
      ["O-1,Handshake,2027-06-06T10:00:00Z,", "stage", "STAGE_UNMAPPED"],
      ["O-1,,2027-06-06T10:00:00Z,3", "stage", "FIELD_REQUIRED"],
      ["O-1,Handshake,2027-06-06T10:00:00Z,third", "stage_ordinal", "NUMBER_INVALID"],
      ["O-99,Proposal,2027-06-06T10:00:00Z,", "opportunity_external_id", "OPPORTUNITY_UNKNOWN"],
    ]),
    leaves: ["unmapped_stages"],
  },
  rows("touches of nothing, of two things, of an unknown kind", "touches", TOUCHES, TOUCH, [
    ["T-11,,,,webinar,form,2027-05-30T10:00:00Z", "lead_external_id", "TOUCH_TARGET"],
    ["T-12,L-1,O-1,,webinar,form,2027-05-30T10:00:00Z", "lead_external_id", "TOUCH_TARGET"],
    ["T-13,L-1,,,webinar,fax,2027-05-30T10:00:00Z", "kind", "KIND_UNKNOWN"],
    ["T-14,L-99,,,webinar,form,2027-05-30T10:00:00Z", "lead_external_id", "LEAD_UNKNOWN"],
    ["T-15,,O-99,,webinar,form,2027-05-30T10:00:00Z", "opportunity_external_id", "OPPORTUNITY_UNKNOWN"],
  ]),
];

const MONEY: readonly CorpusFile[] = [
  rows("negative spend and spend in no currency", "spend", SPEND, SPENT, [
    ["intent,,2027-06-01,2027-06-30,-1,USD", "amount", "NUMBER_NEGATIVE"],
    ["intent,,2027-06-01,2027-06-30,1,USDT", "currency", "CURRENCY_UNKNOWN"],
    ["intent,,2027-06-30,2027-06-01,1,USD", "end_date", "DATE_ORDER"],
    ["intent,,2027-06-01T00:00:00Z,2027-06-30,1,USD", "start_date", "DATE_FORMAT"],
    ["intent,,2027-06-02,2027-06-30,1,GBP", "currency", "FX_RATE_MISSING"],
  ]),
  rows("spend of one source twice for a day", "spend", SPEND, SPENT, [
    ["webinar,,2027-06-30,2027-07-02,1,USD", "start_date", "SPEND_OVERLAP"],
    ["webinar,june,2027-06-10,2027-06-10,1,USD", "start_date", "SPEND_OVERLAP"],
  ]),
  rows("rates that are none, or another than before", "fx_rates", RATES, RATE, [
    ["2027-06-02,EUR,USD,0", "rate", "NUMBER_RANGE"],
    ["2027-06-02,EUR,EUR,1", "to_currency", "CURRENCY_SAME"],
    ["2027-06-31,EUR,USD,1.1", "date", "DATE_INVALID"],
  ]),
  { name: "a recorded rate changed", kind: "fx_rates", content: lines(RATES, "2027-06-01,EUR,USD,1.09"), rejected: [[2, "rate", "RATE_FIXED"]] },
];

export const RECORDS: readonly CorpusFile[] = [...DECIDED, ...DEALS, ...MONEY];
