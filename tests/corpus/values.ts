import type { RecordKind } from "@/lib/services/records/staging";
import { LEAD, LEAD_HEADER } from "./base";
import { type CorpusFile, lines, type Rejection } from "./corpus";

/** A file of leads with one more column: every value in it is refused, a lead of the base without it is not. */
function column(name: string, field: string, rejections: readonly (readonly [value: string, code: string])[], mapping?: object): CorpusFile {
  const rows = rejections.map(([value], index) => `L-${index + 10},webinar,2027-06-01,"${value.replaceAll('"', '""')}"`);
  const rejected = rejections.map(([, code], index): Rejection => [index + 2, field, code]);
  const content = lines(`${LEAD_HEADER},${field}`, ...rows);
  return { name, kind: "leads", content, rejected, ...(mapping && { mapping: JSON.stringify(mapping) }) };
}

const DATES: readonly CorpusFile[] = [
  column("dates that do not exist", "handed_over_at", [
    ["2026-02-31", "DATE_INVALID"],
    ["2027-02-29T10:00:00Z", "DATE_INVALID"],
    ["2026-13-01", "DATE_INVALID"],
    ["0000-01-01", "DATE_INVALID"],
    ["9999-12-31", "DATE_INVALID"],
    ["2026-06-15T24:00:00Z", "DATE_INVALID"],
    ["2026-06-15T10:00:00+25:00", "DATE_INVALID"],
  ]),
  column("times without an offset", "handed_over_at", [
    ["2026-06-15T10:00:00", "TIME_WITHOUT_OFFSET"],
    ["2026-06-15 10:00", "TIME_WITHOUT_OFFSET"],
  ]),
  column("times that the clocks skipped", "handed_over_at", [["2027-03-14 02:30:00", "TIME_IN_GAP"]], { zone: "America/New_York" }),
  column("day and month in an order that nobody told", "handed_over_at", [
    ["03/04/2026", "DATE_FORMAT"],
    ["31.12.2026", "DATE_FORMAT"],
    ["Jan 5, 2026", "DATE_FORMAT"],
    ["46000", "DATE_FORMAT"],
    ["1780000000", "DATE_FORMAT"],
  ]),
  {
    ...column("day and month the other way round", "handed_over_at", [["12/31/2026", "DATE_INVALID"], ["2026-12-31", "DATE_FORMAT"]], { date_format: "dd/MM/yyyy" }),
    content: lines(`${LEAD_HEADER},handed_over_at`, "L-10,webinar,01/06/2027,12/31/2026", "L-11,webinar,01/06/2027,2026-12-31", "L-1,webinar,01/06/2027,"),
    unchanged: 1,
  },
];

const NUMBERS: readonly CorpusFile[] = [
  column("numbers that are none", "annual_revenue", [
    ["1.234,50", "NUMBER_INVALID"],
    ["1,234.50", "NUMBER_INVALID"],
    ["NaN", "NUMBER_INVALID"],
    ["Infinity", "NUMBER_INVALID"],
    ["1e400", "NUMBER_INVALID"],
    ["0x10", "NUMBER_INVALID"],
    ["$5", "NUMBER_INVALID"],
    ["-1", "NUMBER_NEGATIVE"],
    ["123456789012345", "NUMBER_RANGE"],
  ]),
  column("points where the mapping says comma", "annual_revenue", [["1234.50", "NUMBER_INVALID"], ["12.34,5", "NUMBER_INVALID"]], { decimal: "," }),
  column("employees in parts", "employees", [["2.5", "NUMBER_INVALID"], ["-1", "NUMBER_NEGATIVE"], ["99999999999", "NUMBER_RANGE"], ["1-10", "NUMBER_INVALID"]]),
  column("scores off the scale", "score", [["100000", "SCORE_RANGE"], ["-0.5", "NUMBER_NEGATIVE"], ["high", "NUMBER_INVALID"]]),
];

const CODES: readonly CorpusFile[] = [
  column("countries by name", "country", [["United States", "COUNTRY_UNKNOWN"], ["USA", "COUNTRY_UNKNOWN"], ["UK", "COUNTRY_UNKNOWN"], ["XX", "COUNTRY_UNKNOWN"]]),
  column("industry codes that are none", "naics", [["1", "NAICS_INVALID"], ["1234567", "NAICS_INVALID"], ["54A", "NAICS_INVALID"], ["31-33", "NAICS_INVALID"]]),
  column("lanes that are none", "lane", [["fast", "LANE_UNKNOWN"], ["partners", "LANE_UNKNOWN"]]),
  column("segments that are none", "segment", [["Huge", "SEGMENT_UNKNOWN"], ["S", "SEGMENT_UNKNOWN"]]),
  column("people without an address", "assigned_to", [["Ann", "EMAIL_INVALID"], ["a b@example.com", "EMAIL_INVALID"], ["@example.com", "EMAIL_INVALID"]]),
  column("texts that are too long", "title", [["x".repeat(1_001), "FIELD_TOO_LONG"], ["😀".repeat(1_001), "FIELD_TOO_LONG"]]),
  {
    name: "a partner referral outside its lane",
    kind: "leads",
    content: lines(`${LEAD_HEADER},lane`, "L-9,partner_referral,2027-06-01,standard", `${LEAD},standard`),
    unchanged: 1,
    rejected: [[2, "lane", "PARTNER_NOT_MQL"]],
  },
  {
    name: "leads without id, source or date",
    kind: "leads",
    content: lines(LEAD_HEADER, ",webinar,2027-06-01", "L-9, ,2027-06-01", "L-10,webinar,\u00a0", LEAD),
    unchanged: 1,
    rejected: [[2, "external_id", "FIELD_REQUIRED"], [3, "source", "FIELD_REQUIRED"], [4, "created_at", "FIELD_REQUIRED"]],
  },
  {
    name: "a hand-over at another time",
    kind: "leads",
    content: lines(`${LEAD_HEADER},handed_over_at`, `${LEAD},2027-06-07T14:00:00Z`, "L-2,paid_search,2027-06-02,2027-06-02T14:00:00Z"),
    unchanged: 1,
    rejected: [[2, "handed_over_at", "HANDED_OVER_FIXED"]],
  },
];

/** A file of another kind: its rows, and per refused one column and code. */
export function rows(name: string, kind: RecordKind, header: string, good: string, bad: readonly (readonly [row: string, column: string, code: string])[]): CorpusFile {
  const content = lines(header, good, ...bad.map(([row]) => row));
  return { name, kind, content, unchanged: 1, rejected: bad.map(([, at, code], index): Rejection => [index + 3, at, code]) };
}

export const VALUES: readonly CorpusFile[] = [...DATES, ...NUMBERS, ...CODES];
