import { LEAD, LEAD_HEADER } from "./base";
import { type CorpusFile, lines } from "./corpus";

const columns = (count: number) => Array.from({ length: count }, (_, index) => `c${index}`).join(",");
const mapping = (value: object) => JSON.stringify(value);

const WHOLE_FILES: readonly CorpusFile[] = [
  { name: "an empty file", kind: "leads", content: "", fails: ["FILE_EMPTY", "header"] },
  { name: "a byte order mark and nothing else", kind: "leads", content: "\ufeff", fails: ["FILE_EMPTY", "header"] },
  { name: "a header and nothing else", kind: "leads", content: `${LEAD_HEADER}\n` },
  { name: "a quote that is never closed", kind: "leads", content: lines(LEAD_HEADER, LEAD, 'L-9,"webinar,2027-06-01', LEAD), fails: ["QUOTE_NOT_CLOSED", "line 3"] },
  { name: "a header with the same name twice", kind: "leads", content: lines(`${LEAD_HEADER},source`, `${LEAD},intent`), fails: ["HEADER_DUPLICATE", '"source"'] },
  { name: "two headers for one field", kind: "leads", content: lines("external_id,Source,SOURCE,created_at", "L-9,a,b,2027-06-01"), fails: ["HEADER_DUPLICATE", '"Source" and "SOURCE"'] },
  { name: "ten thousand columns", kind: "leads", content: lines(`${LEAD_HEADER},${columns(10_000)}`, LEAD), fails: ["TOO_MANY_COLUMNS", "1000"] },
  { name: "no column for a required field", kind: "leads", content: lines("external_id,created_at", "L-1,2027-06-01"), fails: ["MAPPING_COLUMN_MISSING", "source"] },
  { name: "no header at all", kind: "leads", content: lines(LEAD, "L-2,webinar,2027-06-02"), fails: ["MAPPING_COLUMN_MISSING", "external_id"] },
  { name: "the wrong delimiter in the mapping", kind: "leads", content: lines(LEAD_HEADER, LEAD), mapping: mapping({ delimiter: ";" }), fails: ["MAPPING_COLUMN_MISSING", "external_id"] },
  { name: "a mapping to a column that is not there", kind: "leads", content: lines(LEAD_HEADER, LEAD), mapping: mapping({ columns: { title: "Job title" } }), fails: ["MAPPING_COLUMN_MISSING", "Job title"] },
  { name: "a mapping of a field that is none", kind: "leads", content: lines(LEAD_HEADER, LEAD), mapping: mapping({ columns: { reason_code: "source" } }), fails: ["MAPPING_FIELD_UNKNOWN", "reason_code"] },
  { name: "a mapping with an unknown part", kind: "leads", content: lines(LEAD_HEADER, LEAD), mapping: mapping({ colums: {} }), fails: ["MAPPING_INVALID", "colums"] },
  { name: "a mapping that is no JSON", kind: "leads", content: lines(LEAD_HEADER, LEAD), mapping: "columns: {}", fails: ["MAPPING_INVALID", "JSON"] },
  { name: "a mapping with a zone that is none", kind: "leads", content: lines(LEAD_HEADER, LEAD), mapping: mapping({ zone: "Nowhere" }), fails: ["ZONE_UNKNOWN", "Nowhere"] },
  { name: "a mapping with two-digit years", kind: "leads", content: lines(LEAD_HEADER, LEAD), mapping: mapping({ date_format: "dd/MM/yy" }), fails: ["DATE_FORMAT_TOKEN", "dd/MM/yy"] },
];

const ROWS: readonly CorpusFile[] = [
  { name: "semicolons", kind: "leads", content: lines(LEAD_HEADER, LEAD).replaceAll(",", ";"), unchanged: 1 },
  { name: "tabs and old Macintosh line ends", kind: "leads", content: lines(LEAD_HEADER, LEAD).replaceAll(",", "\t").replaceAll("\n", "\r"), unchanged: 1 },
  { name: "an Excel line with the delimiter", kind: "leads", content: `sep=|\r\n${lines(LEAD_HEADER, LEAD).replaceAll(",", "|")}`, unchanged: 1 },
  {
    name: "ragged rows",
    kind: "leads",
    content: lines(LEAD_HEADER, "L-9,webinar", LEAD, "L-10,webinar,2027-06-01,", "L-11,a,b,c,d,e"),
    unchanged: 1,
    rejected: [[2, "", "COLUMN_COUNT"], [4, "", "COLUMN_COUNT"], [5, "", "COLUMN_COUNT"]],
  },
  {
    name: "lines inside cells, empty lines and blank rows before a bad row",
    kind: "leads",
    content: `${LEAD_HEADER},title\r\nL-9,webinar,never,"a\r\nb\r\n\r\nc"\r\n\r\n,,,\r\nL-10,webinar,never,x\r\n`,
    rejected: [[2, "created_at", "DATE_FORMAT"], [8, "created_at", "DATE_FORMAT"]],
  },
  {
    name: "text after a closing quote",
    kind: "leads",
    content: lines(LEAD_HEADER, 'L-9,"web"inar,2027-06-01', LEAD, 'L-10,"5" pipe",2027-06-01'),
    unchanged: 1,
    rejected: [[2, "source", "QUOTE_MISPLACED"], [4, "source", "QUOTE_MISPLACED"]],
  },
  {
    name: "a cell of a megabyte",
    kind: "leads",
    content: lines(`${LEAD_HEADER},title`, `L-9,webinar,2027-06-01,${"x".repeat(1_100_000)}`, `L-10,webinar,2027-06-01,"${"y\n".repeat(600_000)}"`, "L-11,webinar,soon,"),
    rejected: [[2, "title", "FIELD_TOO_LONG"], [3, "title", "FIELD_TOO_LONG"], [600_004, "created_at", "DATE_FORMAT"]],
  },
  {
    name: "the same record twice in one file",
    kind: "leads",
    content: lines(LEAD_HEADER, LEAD, "L-1,intent,2027-06-09", "  L-1 ,webinar,2027-06-01"),
    unchanged: 1,
    duplicate: 2,
  },
];

export const SHAPES: readonly CorpusFile[] = [...WHOLE_FILES, ...ROWS];
