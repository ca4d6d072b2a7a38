import { describe, expect, test } from "vitest";
import { floorKey, parseTerms, plainDecimal, type TermsText, termsText } from "@/lib/domain/terms";

const SOURCES = ["paid_search", "webinar"];
const good: TermsText = {
  "floor.paid_search": "55",
  "floor.webinar": "50",
  "floor.webinar.ENT": "37.5",
  rejection_cap: "22",
  pipeline_floor: "11",
  minimum_n: "10",
  cost_line: "0.22",
  acv_min: "25000",
  acv_max: "100000",
  lookback_days: "90",
  weight_first: "30",
  weight_created: "30",
  weight_won: "40",
  decision_days: "5",
  follow_up_hours: "24",
};

const read = (changes: Record<string, string> = {}) => parseTerms({ ...good, ...changes }, SOURCES);
const terms = (changes: Record<string, string> = {}) => {
  const result = read(changes);
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.terms;
};
const errors = (changes: Record<string, string>) => {
  const result = read(changes);
  return result.ok ? [] : result.errors.map(({ field, code }) => [field, code]);
};

test("terms come back as the text that they were read from", () => {
  expect(termsText(terms())).toEqual(good);
  expect(terms().floors).toEqual([
    { source: "paid_search", segment: null, percent: "55" },
    { source: "webinar", segment: null, percent: "50" },
    { source: "webinar", segment: "ENT", percent: "37.5" },
  ]);
  expect(terms().weights).toEqual([30, 30, 40]);
});

test("a blank floor is none; zero is a floor", () => {
  expect(terms({ "floor.webinar": " ", "floor.webinar.ENT": "0" }).floors.slice(1)).toEqual([
    { source: "webinar", segment: "ENT", percent: "0" },
  ]);
});

test("numbers may be typed as screens print them", () => {
  expect(
    terms({ "floor.webinar": " 50.50 % ", acv_min: "25,000.00", acv_max: "1,000,000", minimum_n: "010" }),
  ).toMatchObject({
    acvMin: "25000",
    acvMax: "1000000",
    minimumN: 10,
  });
  expect(terms({ "floor.webinar": " 50.50 % " }).floors[1]?.percent).toBe("50.5");
});

describe("edges", () => {
  test.each([
    [{ "floor.webinar": "100" }],
    [{ "floor.webinar": "99.99" }],
    [{ cost_line: "0.0001" }],
    [{ cost_line: "9999.9999" }],
    [{ acv_min: "100000" }],
    [{ lookback_days: "180" }],
    [{ lookback_days: "1" }],
    [{ weight_first: "0", weight_created: "0", weight_won: "100" }],
    [{ decision_days: "30", follow_up_hours: "240" }],
  ])("%j is accepted", (changes) => {
    expect(errors(changes)).toEqual([]);
  });

  test.each([
    [{ "floor.webinar": "220" }, "floor.webinar", "FLOOR_RANGE"],
    [{ "floor.webinar": "100.01" }, "floor.webinar", "FLOOR_RANGE"],
    [{ "floor.webinar": "-1" }, "floor.webinar", "FLOOR_RANGE"],
    [{ "floor.webinar": "abc" }, "floor.webinar", "FLOOR_RANGE"],
    [{ "floor.webinar": "1e1" }, "floor.webinar", "FLOOR_RANGE"],
    [{ "floor.webinar": "50,5" }, "floor.webinar", "FLOOR_RANGE"],
    [{ "floor.webinar": "50.555" }, "floor.webinar", "FLOOR_RANGE"],
    [{ "floor.unknown": "50" }, "floor.unknown", "SOURCE_UNKNOWN"],
    [{ "floor.webinar.XXL": "50" }, "floor.webinar.XXL", "SOURCE_UNKNOWN"],
    [{ rejection_cap: "" }, "rejection_cap", "FLOOR_RANGE"],
    [{ cost_line: "0" }, "cost_line", "FLOOR_RANGE"],
    [{ cost_line: "0.00005" }, "cost_line", "FLOOR_RANGE"],
    [{ acv_min: "100000.01" }, "acv_max", "FLOOR_RANGE"],
    [{ acv_min: "0.001" }, "acv_min", "FLOOR_RANGE"],
    [{ minimum_n: "0" }, "minimum_n", "FLOOR_RANGE"],
    [{ lookback_days: "181" }, "lookback_days", "LOOKBACK_RANGE"],
    [{ lookback_days: "0" }, "lookback_days", "LOOKBACK_RANGE"],
    [{ lookback_days: "90.5" }, "lookback_days", "LOOKBACK_RANGE"],
    [{ weight_won: "39" }, "weight_won", "WEIGHTS_SUM"],
    [{ weight_first: "-10", weight_won: "80" }, "weight_first", "WEIGHTS_SUM"],
    [{ decision_days: "0" }, "decision_days", "SLA_RANGE"],
    [{ follow_up_hours: "241" }, "follow_up_hours", "SLA_RANGE"],
  ])("%j is refused", (changes, field, code) => {
    expect(errors(changes)).toEqual([[field, code]]);
  });
});

test("every error is told at once, each with a cure", () => {
  const result = read({ "floor.webinar": "220", rejection_cap: "x", lookback_days: "200" });
  if (result.ok) throw new Error("must be refused");
  expect(result.errors.map(({ field }) => field)).toEqual(["floor.webinar", "rejection_cap", "lookback_days"]);
  for (const { message } of result.errors) expect(message).toMatch(/^Enter /);
});

test("a missing form is refused field by field, never read as zeros", () => {
  const result = parseTerms({}, SOURCES);
  if (result.ok) throw new Error("must be refused");
  expect(result.errors).toHaveLength(12);
});

test("keys and plain decimals", () => {
  expect([floorKey("webinar", null), floorKey("webinar", "ENT")]).toEqual(["floor.webinar", "floor.webinar.ENT"]);
  expect(["055.50", "0.220", "10", "00", "100.00"].map(plainDecimal)).toEqual(["55.5", "0.22", "10", "0", "100"]);
});
