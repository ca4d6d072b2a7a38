import { describe, expect, test } from "vitest";
import { checkLine, costFigures, costTable, isHealthyTarget, isOverLine } from "@/lib/domain/cost";
import { convert, parseMoney } from "@/lib/domain/money";

const money = (text: string): bigint => parseMoney(text) ?? -1n;
const order = ["paid_search", "content_syndication", "webinar", "partner_referral", "intent"];

describe("cost per pipeline dollar, V2", () => {
  const table = costTable(
    new Map([
      ["webinar", money("22000")],
      ["content_syndication", money("30000")],
      ["paid_search", money("18000")],
    ]),
    new Map([
      ["webinar", money("100000")],
      ["content_syndication", money("120000")],
      ["partner_referral", money("50000")],
    ]),
    { order, line: "0.22", totalSpend: money("70000") },
  );

  test.each([
    ["webinar", "0.2200", "ok", null, true, false],
    ["content_syndication", "0.2500", "over_line", null, false, true],
    ["partner_referral", "0.0000", "no_spend", "no spend recorded", false, false],
    ["paid_search", null, "no_pipeline", null, false, true],
    ["intent", null, "no_data", null, false, false],
  ])("%s: %s %s", (source, printed, verdict, note, healthyTarget, cure) => {
    const row = table.rows.find((candidate) => candidate.source === source);
    expect(row).toMatchObject({ ratio: printed, verdict, note });
    expect(row && isHealthyTarget(row)).toBe(healthyTarget);
    expect(row && isOverLine(row)).toBe(cure);
  });

  test("totals as the ratio of sums", () => {
    expect(table.total).toMatchObject({
      spend: money("70000"),
      pipeline: money("270000"),
      ratio: "0.2593",
      verdict: "over_line",
    });
  });

  test("keeps the order of settings", () => {
    expect(table.rows.map((row) => row.source)).toEqual(order);
  });

  test("takes EUR 50,000 at 1.08 as 54,000", () => {
    expect(convert("50000", "1.08")).toBe(money("54000"));
  });
});

describe("the line", () => {
  test.each([
    // 0.22 exactly, and a cent more: prints alike, judged apart.
    ["22000.00", "100000.00", "0.22", "ok", "0.2200"],
    ["22000.01", "100000.00", "0.22", "over_line", "0.2200"],
    ["21999.99", "100000.00", "0.22", "ok", "0.2200"],
    ["0.01", "999999999999.99", "0.22", "ok", "0.0000"],
    ["125.00", "1000.00", "0.125", "ok", "0.1250"],
    ["125.01", "1000.00", "0.125", "over_line", "0.1250"],
    ["1.00", "1.00", "1", "ok", "1.0000"],
  ])("%s over %s against %s is %s", (spend, pipeline, line, verdict, printed) => {
    expect(costFigures(money(spend), money(pipeline), line)).toMatchObject({ verdict, ratio: printed });
  });

  test("is a decimal above zero", () => {
    expect(["0.22", "1", "0", "-0.1", "", "22%", "NaN"].map(checkLine)).toEqual([
      "ok",
      "ok",
      ...Array.from({ length: 5 }, () => "LINE_INVALID"),
    ]);
  });
});

describe("rows of the table", () => {
  test("puts unmapped sources after the configured ones and Unattributed last", () => {
    const pipeline = new Map([
      ["Unattributed", 1n],
      ["Unmapped: zeta", 1n],
      ["Unmapped: Alpha", 1n],
      ["webinar", 1n],
    ]);
    const rows = costTable(new Map(), pipeline, { order: ["webinar", "intent"], line: "0.22", totalSpend: 0n }).rows;
    expect(rows.map((row) => row.source)).toEqual([
      "webinar",
      "intent",
      "Unmapped: Alpha",
      "Unmapped: zeta",
      "Unattributed",
    ]);
  });

  test("is empty, not zero, without data", () => {
    expect(costTable(new Map(), new Map(), { order: [], line: "0.22", totalSpend: 0n }).total).toMatchObject({
      ratio: null,
      verdict: "no_data",
    });
  });
});
