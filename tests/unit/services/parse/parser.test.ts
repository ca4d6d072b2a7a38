import { describe, expect, test } from "vitest";
import { FIELDS, isRecordKind, RECORD_KINDS } from "@/lib/services/parse/kinds";
import { NO_MAPPING } from "@/lib/services/parse/mapping";
import { compileParser, isRowError } from "@/lib/services/parse/parser";
import { compileRecordParser, suppliedFields } from "@/lib/services/parse/records";
import { type RecordKind, STAGING, type StagedRow } from "@/lib/services/records/staging";
import { parseContext } from "@/tests/support/parse-context";

/** A good record of each kind. */
const GOOD: Record<RecordKind, Record<string, string>> = {
  leads: { external_id: "L-1", source: "webinar", created_at: "2027-07-01" },
  decisions: { lead_external_id: "L-1", decided_at: "2027-07-02", verdict: "accept" },
  opportunities: { external_id: "O-1", created_at: "2027-07-01" },
  stage_history: { opportunity_external_id: "O-1", stage: "Proposal", entered_at: "2027-07-01" },
  touches: { external_id: "T-1", account: "ACME", source: "webinar", kind: "form", touched_at: "2027-07-01" },
  spend: {
    source: "webinar",
    campaign: "q1",
    start_date: "2027-07-01",
    end_date: "2027-07-02",
    amount: "1",
    currency: "USD",
  },
  fx_rates: { date: "2027-07-01", from_currency: "EUR", to_currency: "USD", rate: "1.1" },
};

/** Another good record, with other values throughout. */
const OTHER: typeof GOOD = {
  leads: { external_id: "L-2", source: "intent", created_at: "2027-07-02" },
  decisions: { lead_external_id: "L-2", decided_at: "2027-07-03", verdict: "accept" },
  opportunities: { external_id: "O-2", created_at: "2027-07-02" },
  stage_history: { opportunity_external_id: "O-2", stage: "Discovery", entered_at: "2027-07-02" },
  touches: { external_id: "T-2", account: "Other", source: "intent", kind: "call", touched_at: "2027-07-02" },
  spend: {
    source: "intent",
    campaign: "q2",
    start_date: "2027-07-02",
    end_date: "2027-07-03",
    amount: "2",
    currency: "EUR",
  },
  fx_rates: { date: "2027-07-02", from_currency: "USD", to_currency: "EUR", rate: "0.9" },
};

function compile(kind: RecordKind, header: readonly string[]) {
  return compileParser(kind, header, NO_MAPPING, parseContext());
}

function good(kind: RecordKind, record = GOOD[kind]): StagedRow {
  const row = compile(kind, Object.keys(record)).parse(Object.values(record), 7);
  if (isRowError(row)) throw new Error(row.message);
  return row;
}

describe.each(RECORD_KINDS)("%s", (kind) => {
  test("fills every staged column, and the line first", () => {
    const row = good(kind);
    expect(row).toHaveLength(STAGING[kind].length);
    expect(row[0]).toBe("7");
    expect(row.every((value) => value === null || typeof value === "string")).toBe(true);
  });

  test("refuses a row without any one of its required fields", () => {
    for (const { name, required } of FIELDS[kind]) {
      if (!required) continue;
      const result = compile(kind, Object.keys(GOOD[kind])).parse(Object.values({ ...GOOD[kind], [name]: "" }), 3);
      expect(result).toMatchObject({
        line: 3,
        field: name,
        code: "FIELD_REQUIRED",
        message: expect.stringMatching(`^${name}: .+\\.$`),
      });
    }
  });

  test("the parser keeps nothing of the row before", () => {
    const parser = compile(kind, Object.keys(GOOD[kind]));
    const first = parser.parse(Object.values(GOOD[kind]), 1);
    expect(isRowError(parser.parse([], 1))).toBe(true);
    expect(parser.parse(Object.values(OTHER[kind]), 1)).toEqual(good(kind, OTHER[kind]).with(0, "1"));
    expect(parser.parse(Object.values(GOOD[kind]), 1)).toEqual(first);
  });
});

describe("identity", () => {
  const same = (kind: RecordKind, a: Record<string, string>, b: Record<string, string>) => {
    const { identity } = compile(kind, Object.keys(GOOD[kind]));
    return identity(good(kind, { ...GOOD[kind], ...a })) === identity(good(kind, { ...GOOD[kind], ...b }));
  };

  test("follows formats.md, not the other fields nor their writing", () => {
    expect(same("leads", {}, { source: "intent", created_at: "2027-07-03" })).toBe(true);
    expect(same("leads", {}, { external_id: "L-2" })).toBe(false);
    expect(
      same(
        "decisions",
        { decided_at: "2027-07-02T10:00:00Z" },
        { decided_at: "2027-07-02 06:00:00.000-04:00", verdict: "accept" },
      ),
    ).toBe(true);
    expect(same("decisions", {}, { decided_at: "2027-07-03" })).toBe(false);
    expect(same("spend", { source: "Webinar" }, { amount: "2" })).toBe(true);
    expect(same("spend", {}, { end_date: "2027-07-03" })).toBe(false);
    expect(same("stage_history", {}, { stage: " PROPOSAL" })).toBe(true);
    expect(same("stage_history", {}, { stage: "Discovery" })).toBe(false);
    expect(same("fx_rates", {}, { rate: "2" })).toBe(true);
  });

  test("parts do not run together", () => {
    expect(same("spend", { source: "ab", campaign: "c" }, { source: "a", campaign: "bc" })).toBe(false);
  });
});

test("kinds are known by their names only", () => {
  expect(["leads", "fx_rates", "toString", "Leads", ""].map(isRecordKind)).toEqual([true, true, false, false, false]);
});

describe("JSON records", () => {
  const { parse } = compileRecordParser("leads", parseContext());
  const LEAD = GOOD.leads;

  test("go through the rules of files, with numbers and lists as JSON has them", () => {
    const record = {
      ...LEAD,
      employees: 250,
      annual_revenue: 1234.5,
      technologies: ["a", "b"],
      title: null,
      naics: 541511,
    };
    const row = parse(record, 4);
    expect(row).toEqual(
      good("leads", { ...LEAD, employees: "250", annual_revenue: "1234.5", technologies: "a;b", naics: "541511" }).with(
        0,
        "4",
      ),
    );
  });

  test.each<[string, unknown, string]>([
    ["source", true, "TYPE_INVALID"],
    ["source", {}, "TYPE_INVALID"],
    ["source", ["webinar"], "TYPE_INVALID"],
    ["external_id", 2 ** 53, "TYPE_INVALID"],
    ["technologies", [1], "TYPE_INVALID"],
    ["external_id", "a\ud800", "TEXT_INVALID"],
    ["annual_revenue", 1e-7, "NUMBER_INVALID"],
    ["created_at", 20270701, "DATE_FORMAT"],
    ["external_id", "", "FIELD_REQUIRED"],
    ["external_id", undefined, "FIELD_REQUIRED"],
  ])("%s = %j is %s", (field, value, code) =>
    expect(parse({ ...LEAD, [field]: value }, 0)).toMatchObject({ line: 0, field, code }),
  );

  test("fields of the prototype are no fields", () => {
    expect(parse(Object.create(LEAD), 0)).toMatchObject({ code: "FIELD_REQUIRED" });
  });

  test("suppliedFields are those that any record has", () => {
    expect([...suppliedFields("leads", [LEAD, { title: null, strange: 1 }])]).toEqual([
      "external_id",
      "title",
      "source",
      "created_at",
    ]);
  });
});
