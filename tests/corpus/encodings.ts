import { utf16be } from "@/tests/support/files";
import { LEAD, LEAD_HEADER } from "./base";
import { type CorpusFile, lines } from "./corpus";

/** L-2 with the letters that every encoding writes its own way. */
const NAMED = "external_id,first_name,company,source,created_at\r\nL-2,Zoë,Köln “Süd” €,paid_search,2027-06-02\r\n";
const WINDOWS_1252 = Buffer.from(
  NAMED.replace("“", "\x93").replace("”", "\x94").replace("€", "\x80"),
  "latin1",
);
const bytes = (...values: number[]) => Buffer.from(values);

export const ENCODINGS: readonly CorpusFile[] = [
  { name: "UTF-8 with a byte order mark", kind: "leads", content: `\ufeff${NAMED}`, unchanged: 1 },
  { name: "UTF-16 little-endian", kind: "leads", content: Buffer.from(`\ufeff${NAMED}`, "utf16le"), unchanged: 1 },
  { name: "UTF-16 big-endian", kind: "leads", content: utf16be(`\ufeff${NAMED}`), unchanged: 1 },
  { name: "Windows-1252", kind: "leads", content: WINDOWS_1252, unchanged: 1 },
  { name: "letters in decomposed form", kind: "leads", content: NAMED.normalize("NFD"), unchanged: 1 },
  { name: "UTF-16 without a mark", kind: "leads", content: Buffer.from(NAMED, "utf16le"), fails: ["ENCODING_UNSUPPORTED", "UTF-8"] },
  {
    name: "UTF-8 with one broken byte",
    kind: "leads",
    content: Buffer.concat([Buffer.from(NAMED), Buffer.from("L-1,Zo"), bytes(0xeb), Buffer.from(",ACME Inc,webinar,2027-06-01\r\n")]),
    unchanged: 1,
    rejected: [[3, "first_name", "TEXT_INVALID"]],
  },
  {
    name: "half a surrogate pair in UTF-8",
    kind: "leads",
    content: Buffer.concat([Buffer.from(lines(LEAD_HEADER, LEAD)), Buffer.from("L-9"), bytes(0xed, 0xa0, 0xbd), Buffer.from(",webinar,2027-06-01\n")]),
    unchanged: 1,
    rejected: [[3, "external_id", "TEXT_INVALID"]],
  },
  {
    name: "half a surrogate pair in UTF-16",
    kind: "leads",
    content: Buffer.from(`\ufeff${lines(LEAD_HEADER, LEAD, "L-9\ud83d,webinar,2027-06-01")}`, "utf16le"),
    unchanged: 1,
    rejected: [[3, "external_id", "TEXT_INVALID"]],
  },
  {
    name: "NUL in a cell",
    kind: "leads",
    content: lines(LEAD_HEADER, "L-9\0,webinar,2027-06-01", LEAD, "L-10,web\0inar,2027-06-01"),
    unchanged: 1,
    rejected: [[2, "external_id", "TEXT_INVALID"], [4, "source", "TEXT_INVALID"]],
  },
  { name: "a spreadsheet by the name of CSV", kind: "leads", content: Buffer.from("PK\x03\x04\x14\0\x06\0", "latin1"), fails: ["FILE_NOT_CSV", "spreadsheet"] },
  { name: "a gzip file by the name of CSV", kind: "leads", content: bytes(0x1f, 0x8b, 8, 0, 0), fails: ["FILE_NOT_CSV", "gzip"] },
];
