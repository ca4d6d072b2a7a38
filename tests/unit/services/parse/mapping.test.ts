import { describe, expect, test } from "vitest";
import { bindFields } from "@/lib/services/parse/binding";
import { checkMapping, type Mapping, NO_MAPPING, parseMapping } from "@/lib/services/parse/mapping";
import { parseOne, refusal } from "@/tests/support/parse-context";

const refused = (code: string, words = "") =>
  expect.objectContaining({ code, message: expect.stringContaining(words) });
const LEAD_HEADER = ["external_id", "source", "created_at"];
const bind = (header: readonly string[], mapping: Partial<Mapping> = {}) =>
  bindFields("leads", header, { ...NO_MAPPING, ...mapping });

describe("a mapping file", () => {
  test("may leave everything out, and numbers are texts", () => {
    expect(parseMapping("{}")).toEqual(NO_MAPPING);
    expect(parseMapping('\ufeff{"constants":{"employees":5},"decimal":","}')).toMatchObject({
      constants: { employees: "5" },
      decimal: ",",
    });
  });

  test.each([
    ["[]", "MAPPING_INVALID", ""],
    ["{", "MAPPING_INVALID", "no JSON"],
    ['{"column":{}}', "MAPPING_INVALID", "column"],
    ['{"columns":{"source":null}}', "MAPPING_INVALID", "columns.source must be text"],
    ['{"values":{"source":"x"}}', "MAPPING_INVALID", "values.source must be an object"],
    ['{"decimal":"·"}', "MAPPING_INVALID", "decimal must be"],
    ['{"delimiter":";;"}', "MAPPING_INVALID", "delimiter must be one character"],
    ['{"delimiter":"\\""}', "MAPPING_INVALID", "delimiter"],
    ['{"zone":"Mars/Olympus"}', "ZONE_UNKNOWN", "Mars/Olympus"],
    ['{"date_format":"dd/MM/yy"}', "DATE_FORMAT_TOKEN", "dd/MM/yy"],
  ])("%s is refused with %s", (json, code, words) => expect(() => parseMapping(json)).toThrow(refused(code, words)));

  test("from a form is checked the same way", () => {
    expect(checkMapping({ columns: { source: "origin" } }).columns).toEqual({ source: "origin" });
    expect(() => checkMapping(null)).toThrow(refused("MAPPING_INVALID"));
  });
});

describe("headers", () => {
  test("match exactly, else without regard to case, spaces and hyphens", () => {
    const { fields, unused } = bind(["External ID", "SOURCE", "created-at", "first_name", "First Name", "Notes", ""]);
    expect([...fields]).toEqual(["external_id", "first_name", "source", "created_at"]);
    expect(unused).toEqual(["First Name", "Notes"]);
  });

  test("with outer blanks match too", () =>
    expect(bind([" external_id ", "source", "created_at\t"]).fields.size).toBe(3));

  test.each<[readonly string[], Partial<Mapping>, string, string]>([
    [["external_id", "created_at"], {}, "MAPPING_COLUMN_MISSING", "no column source"],
    [LEAD_HEADER, { columns: { title: "Job" } }, "MAPPING_COLUMN_MISSING", '"Job"'],
    [LEAD_HEADER, { columns: { source: "" } }, "MAPPING_COLUMN_MISSING", "no column source"],
    [[...LEAD_HEADER, "source"], {}, "HEADER_DUPLICATE", '"source"'],
    [[...LEAD_HEADER, "First Name", "first-name"], {}, "HEADER_DUPLICATE", '"First Name" and "first-name"'],
    [LEAD_HEADER, { columns: { amount: "source" } }, "MAPPING_FIELD_UNKNOWN", '"amount"'],
    [LEAD_HEADER, { values: { origin: {} } }, "MAPPING_FIELD_UNKNOWN", '"origin"'],
    [LEAD_HEADER, { columns: { source: "source" }, constants: { source: "x" } }, "MAPPING_INVALID", "both"],
  ])("%j with %j: %s", (header, mapping, code, words) =>
    expect(() => bind(header, mapping)).toThrow(refused(code, words)),
  );

  test("blank ones may repeat, and one may feed several fields", () => {
    const { fields, headerOf } = bind(["mql_id", "first contact", "", ""], {
      columns: { external_id: "mql_id", created_at: "First Contact", handed_over_at: "first contact" },
      constants: { source: "webinar" },
    });
    expect([...fields]).toEqual(["external_id", "source", "created_at", "handed_over_at"]);
    expect([headerOf("handed_over_at"), headerOf("source"), headerOf("title")]).toEqual([
      "first contact",
      "source",
      "title",
    ]);
  });
});

describe("values", () => {
  const RECORD = { id: "L-1", origin: "", day: "03/04/2027" };
  const mapping = {
    columns: { external_id: "id", source: "origin", created_at: "day" },
    values: { source: { "": "webinar", Événement: "webinar", google: "Paid Search" } },
    date_format: "dd/MM/yyyy",
  };
  const lead = (changes: Record<string, string>) => parseOne("leads", { ...RECORD, ...changes }, { mapping });

  test.each([
    ["", "webinar"],
    ["  ", "webinar"],
    ["E\u0301ve\u0301nement ", "webinar"],
    ["google", "paid_search"],
    ["Google", "Unmapped: Google"],
  ])("%j becomes %s", (origin, source) =>
    expect(lead({ origin })).toMatchObject({ source_code: source, created_at: "2027-04-03T04:00:00Z" }),
  );

  test("may make a cell blank, which a required field refuses", () => {
    const result = parseOne("leads", RECORD, {
      mapping: { ...mapping, values: { external_id: { "L-1": "" }, source: { "": "x" } } },
    });
    expect(refusal(result)).toEqual({ field: "external_id", code: "FIELD_REQUIRED" });
  });

  test("constants hold for every row", () => {
    const { columns } = mapping;
    const constant = {
      ...mapping,
      columns: { external_id: columns.external_id, created_at: columns.created_at },
      values: {},
      constants: { source: " webinar ", lane: "partner" },
    };
    expect(parseOne("leads", RECORD, { mapping: constant })).toMatchObject({
      source_code: "partner_referral",
      lane: "partner",
    });
  });
});
