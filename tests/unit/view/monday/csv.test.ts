import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { computeMetrics, metricsTrend } from "@/lib/domain/metrics";
import { metricsDocument } from "@/lib/domain/metrics-json";
import { METRIC_TABLES, metricCsv } from "@/lib/view/monday/csv";
import { factsOf } from "@/tests/support/metrics-facts";
import { handedOver } from "@/tests/support/monday";

const facts = factsOf({
  counts: [handedOver("webinar", "ENT", 20, 10, 4)],
  cohort: [{ segment: "MM", n: 100, reached: 10 }],
});
const document = metricsDocument(computeMetrics(facts), []);
const trend = metricsTrend(facts);
const rowsOf = (table: (typeof METRIC_TABLES)[number]): Record<string, string>[] =>
  parse(metricCsv(table, { document, trend }), { columns: true });

describe("metricCsv", () => {
  it("gives the rates of MQL to pipeline exactly", () => {
    expect(rowsOf("pipeline_rate").find(({ segment }) => segment === "MM")).toEqual({
      ...{ segment: "MM", n: "100", reached: "10", rate: "0.1000", floor: "11", verdict: "breach" },
    });
  });

  it("gives the five reasons as they rank", () => {
    expect(rowsOf("reasons").map(({ code, count, rejected }) => [code, count, rejected])).toEqual(
      document.rejection.reasons.map(({ code, count }) => [code, String(count), "4"]),
    );
  });

  it("gives every cell of the trend, empty where there is no figure", () => {
    const rows = rowsOf("trend").filter(({ source, segment }) => source === "webinar" && segment === "ENT");
    expect(rows).toHaveLength(12);
    expect(rows.at(-1)).toEqual({
      ...{ as_of: "2027-07-05", source: "webinar", segment: "ENT", n: "20", accepted: "10", acceptance: "0.5000" },
      floor_now: "50",
    });
    expect(rows[0]).toMatchObject({ n: "0", acceptance: "" });
  });

  it("gives every table rows", () => {
    for (const table of METRIC_TABLES) expect([table, rowsOf(table).length > 0]).toEqual([table, true]);
  });
});
