import { describe, expect, test } from "vitest";
import { calendar } from "@/tests/support/calendars";
import { parseOne, refusal, type Staged } from "@/tests/support/parse-context";

const LEAD = { external_id: "L-1", source: "webinar", created_at: "2027-06-30" };
const lead = (changes: Record<string, string> = {}, options = {}) =>
  parseOne("leads", { ...LEAD, ...changes }, options);

describe("a lead", () => {
  test("needs an id, a source and a creation time, and has a segment and a lane", () => {
    expect(lead()).toMatchObject({
      line: "2",
      source_system: "crm",
      external_id: "L-1",
      source_code: "webinar",
      segment_code: "Unknown",
      lane: "standard",
      created_at: "2027-06-30T04:00:00Z",
      handed_over_at: null,
      touch_by: null,
      decide_by: null,
      technologies: null,
    });
  });

  test("keeps its texts, however odd, and gets the key of its account", () => {
    const odd = {
      first_name: "=1+1",
      last_name: "שלום",
      title: "<script>",
      email: "no mail",
      company: "  ＡＣＭＥ  Inc ",
    };
    expect(lead(odd)).toMatchObject({ ...odd, company: "ＡＣＭＥ  Inc", account_key: "acme inc" });
    expect(lead({ company: "Two  Blanks" })).toMatchObject({ account_key: "two blanks" });
  });

  test("reads its codes in any case", () => {
    const codes = lead({
      country: "us",
      segment: "ent",
      lane: "Partner",
      assigned_to: "Ann@Example.com",
      source: "Paid Search",
    });
    expect(codes).toMatchObject({
      country: "US",
      segment_code: "ENT",
      lane: "partner",
      assigned_to: "ann@example.com",
    });
  });

  test.each([
    ["1", "SMB"],
    ["199", "SMB"],
    ["200", "MM"],
    ["1999.0", "MM"],
    ["2000", "ENT"],
    ["2147483647", "ENT"],
    ["0", "Unknown"],
  ])("with %s employees is %s", (employees, segment) =>
    expect(lead({ employees })).toMatchObject({ segment_code: segment }),
  );

  test("its own segment wins over its size, by code or label", () => {
    expect(lead({ employees: "5", segment: "Mid Market" })).toMatchObject({ segment_code: "MM", employees: "5" });
    expect(lead({ employees: "5", segment: "unknown" })).toMatchObject({ segment_code: "Unknown" });
  });

  test("of a partner runs in the partner lane under the partner source", () => {
    expect(lead({ source: "partner_referral" })).toMatchObject({ lane: "partner", source_code: "partner_referral" });
    expect(lead({ lane: "partner" })).toMatchObject({ lane: "partner", source_code: "partner_referral" });
    expect(refusal(lead({ source: "partner_referral", lane: "standard" }))).toEqual({
      field: "lane",
      code: "PARTNER_NOT_MQL",
    });
  });

  test("has its technologies once each, as a Postgres array", () => {
    expect(lead({ technologies: 'Salesforce; HubSpot ;;Salesforce;a"b\\c' })).toMatchObject({
      technologies: '{"Salesforce","HubSpot","a\\"b\\\\c"}',
    });
    expect(lead({ technologies: ";" })).toMatchObject({ technologies: "{}" });
  });

  test("has numbers as the database holds them", () => {
    expect(lead({ annual_revenue: "1234.567", score: "87.12345" })).toMatchObject({
      annual_revenue: "1234.57",
      score: "87.123",
    });
    expect(lead({ annual_revenue: "1.234,50" }, { mapping: { decimal: "," } })).toMatchObject({
      annual_revenue: "1234.50",
    });
  });
});

describe("a hand-over", () => {
  test("brings its date and its due times (Thursday 1 July → Thursday 8 July 18:00, with the 5th a holiday the 9th)", () => {
    const handedOver = { handed_over_at: "2027-07-01T10:00:00-04:00" };
    expect(lead(handedOver)).toMatchObject({
      handed_over_at: "2027-07-01T14:00:00Z",
      handed_over_on: "2027-07-01",
      touch_by: "2027-07-05T20:00:00Z",
      decide_by: "2027-07-08T22:00:00Z",
    });
    const holiday = { context: { calendar: calendar({ holidays: new Set(["2027-07-05"]) }) } };
    expect(lead(handedOver, holiday)).toMatchObject({
      touch_by: "2027-07-06T20:00:00Z",
      decide_by: "2027-07-09T22:00:00Z",
    });
  });

  test("late in the evening belongs to the date in the organisation's zone", () => {
    expect(lead({ handed_over_at: "2027-07-02T03:30:00Z" })).toMatchObject({
      handed_over_on: "2027-07-01",
      decide_by: "2027-07-08T22:00:00Z",
    });
  });

  test("may lie in the future", () => {
    expect(lead({ handed_over_at: "2031-01-01" })).toMatchObject({ handed_over_on: "2031-01-01" });
  });

  test("cannot be timed on a calendar without working time", () => {
    const empty = { context: { calendar: calendar({ startMinute: 600, endMinute: 600 }) } };
    expect(refusal(lead({ handed_over_at: "2027-07-01" }, empty))).toEqual({
      field: "handed_over_at",
      code: "CALENDAR_EMPTY",
    });
  });
});

describe("a lead is refused", () => {
  test.each<[Record<string, string>, string, string]>([
    [{ external_id: " " }, "external_id", "FIELD_REQUIRED"],
    [{ source: "" }, "source", "FIELD_REQUIRED"],
    [{ created_at: "" }, "created_at", "FIELD_REQUIRED"],
    [{ external_id: "x".repeat(256) }, "external_id", "FIELD_TOO_LONG"],
    [{ last_name: "a\0b" }, "last_name", "TEXT_INVALID"],
    [{ last_name: "a\ud83d" }, "last_name", "TEXT_INVALID"],
    [{ created_at: "2026-02-31" }, "created_at", "DATE_INVALID"],
    [{ created_at: "2026-02-03T10:00:00" }, "created_at", "TIME_WITHOUT_OFFSET"],
    [{ handed_over_at: "5/7/2027" }, "handed_over_at", "DATE_FORMAT"],
    [{ country: "UK" }, "country", "COUNTRY_UNKNOWN"],
    [{ country: "United States" }, "country", "COUNTRY_UNKNOWN"],
    [{ naics: "5" }, "naics", "NAICS_INVALID"],
    [{ naics: "5415111" }, "naics", "NAICS_INVALID"],
    [{ naics: "31-33" }, "naics", "NAICS_INVALID"],
    [{ employees: "-3" }, "employees", "NUMBER_NEGATIVE"],
    [{ employees: "2.5" }, "employees", "NUMBER_INVALID"],
    [{ employees: "0.99999999999999999999" }, "employees", "NUMBER_INVALID"],
    [{ employees: "2147483648" }, "employees", "NUMBER_RANGE"],
    [{ employees: "many" }, "employees", "NUMBER_INVALID"],
    [{ annual_revenue: "NaN" }, "annual_revenue", "NUMBER_INVALID"],
    [{ annual_revenue: "1e400" }, "annual_revenue", "NUMBER_INVALID"],
    [{ annual_revenue: "1.234,50" }, "annual_revenue", "NUMBER_INVALID"],
    [{ annual_revenue: "-0.01" }, "annual_revenue", "NUMBER_NEGATIVE"],
    [{ annual_revenue: "123456789012345" }, "annual_revenue", "NUMBER_RANGE"],
    [{ score: "-1" }, "score", "NUMBER_NEGATIVE"],
    [{ score: "100000" }, "score", "SCORE_RANGE"],
    [{ score: "99999.9996" }, "score", "SCORE_RANGE"],
    [{ segment: "Huge" }, "segment", "SEGMENT_UNKNOWN"],
    [{ lane: "fast" }, "lane", "LANE_UNKNOWN"],
    [{ assigned_to: "Ann" }, "assigned_to", "EMAIL_INVALID"],
    [{ sourced_by: "a b@c" }, "sourced_by", "EMAIL_INVALID"],
  ])("%j: %s %s", (changes, field, code) => expect(refusal(lead(changes))).toEqual({ field, code }));

  test("with the first thing that is wrong, in words that name field and cure", () => {
    const result = lead({ employees: "many", created_at: "2026-02-31" }) as unknown as Staged;
    expect(result.message).toBe(
      'employees: "many" is no number. Write 1234.50; other ways need the mapping\'s decimal mark.',
    );
  });
});
