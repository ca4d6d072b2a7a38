import { describe, expect, it } from "vitest";
import { canonicalJson } from "@/lib/domain/canonical";
import { computeMetrics } from "@/lib/domain/metrics";
import { cureSnapshot } from "@/lib/domain/metrics-cures";
import type { MetricsFacts } from "@/lib/domain/metrics-facts";
import { metricsDocument } from "@/lib/domain/metrics-json";
import { factsOf, NO_MONEY } from "@/tests/support/metrics-facts";

const json = (changes: Partial<MetricsFacts>) => metricsDocument(computeMetrics(factsOf(changes)), []);

describe("V2: cost per pipeline dollar", () => {
  const trailing = {
    ...NO_MONEY,
    spend: [
      { source: "webinar", totalDays: 90, weighted: "1980000" },
      { source: "content_syndication", totalDays: 1, weighted: "30000" },
      { source: "paid_search", totalDays: 30, weighted: "540000" },
    ],
    pipeline: new Map([
      ["webinar", 10_000_000n],
      ["content_syndication", 12_000_000n],
      ["partner_referral", 5_000_000n],
    ]),
  };
  const document = json({ trailing });

  it("has the rows and the total exactly", () => {
    const rows = document.cost.rows.slice(0, 5).map((row) => canonicalJson(row));
    expect(rows).toEqual([
      '{"source":"paid_search","spend":"18000.00","pipeline":"0.00","ratio":null,"verdict":"no_pipeline","note":null}',
      '{"source":"content_syndication","spend":"30000.00","pipeline":"120000.00","ratio":"0.2500","verdict":"over_line","note":null}',
      '{"source":"webinar","spend":"22000.00","pipeline":"100000.00","ratio":"0.2200","verdict":"ok","note":null}',
      '{"source":"partner_referral","spend":"0.00","pipeline":"50000.00","ratio":"0.0000","verdict":"no_spend","note":"no spend recorded"}',
      '{"source":"intent","spend":"0.00","pipeline":"0.00","ratio":null,"verdict":"no_data","note":null}',
    ]);
    expect(document.cost.total).toMatchObject({ spend: "70000.00", pipeline: "270000.00", ratio: "0.2593" });
  });

  it("keeps shares exact in the total: three thirds are a hundred", () => {
    const spend = ["webinar", "intent", "paid_search"].map((source) => ({ source, totalDays: 3, weighted: "100" }));
    const { rows, total } = json({ trailing: { ...NO_MONEY, spend } }).cost;
    expect(rows.filter((row) => row.spend !== "0.00").map((row) => row.spend)).toEqual(["33.33", "33.33", "33.33"]);
    expect(total.spend).toBe("100.00");
  });

  it("opens clocks over the line and for money spent on nothing", () => {
    expect(document.cures.map(({ unit, due }) => [unit, due])).toEqual([
      ["cost:paid_search", "2027-08-04"],
      ["cost:content_syndication", "2027-08-04"],
    ]);
  });

  it("shares the pipeline to 100.0 in all", () => {
    const shares = document.pipeline_share.map(({ share }) => share);
    expect(shares).toEqual(["0.0", "44.5", "37.0", "18.5", "0.0", "0.0", "0.0"]);
  });

  it("shares nothing without pipeline, and gives a source below zero none", () => {
    expect(new Set(json({}).pipeline_share.map(({ share }) => share))).toEqual(new Set([null]));
    const pipeline = new Map([
      ["webinar", 100n],
      ["intent", -50n],
    ]);
    const shares = json({ trailing: { ...NO_MONEY, pipeline } }).pipeline_share;
    expect(shares.filter(({ share }) => share !== "0.0")).toEqual([{ source: "webinar", share: "100.0" }]);
  });

  it("judges clocks on the snapshots before: kept, due on the first Monday on or after, resumed after a cure", () => {
    const breach = (asOf: string) =>
      cureSnapshot(asOf, {
        cells: [],
        costs: [{ source: "content_syndication", verdict: "over_line" }],
        isCapBreached: false,
        reasons: [],
      });
    const cured = cureSnapshot("2027-07-26", {
      cells: [],
      costs: [{ source: "content_syndication", verdict: "ok" }],
      isCapBreached: false,
      reasons: [],
    });
    const clockAt = (asOf: string, history: MetricsFacts["history"]) =>
      json({ asOf, trailing, history }).cures.find(({ unit }) => unit === "cost:content_syndication");
    const opened = [breach("2027-07-05")];
    expect(clockAt("2027-07-12", opened)).toMatchObject({ opened: "2027-07-05", due: "2027-08-04", state: "open" });
    expect(clockAt("2027-08-09", opened)).toMatchObject({ opened: "2027-07-05", state: "due" });
    expect(clockAt("2027-08-16", [...opened, cured])).toMatchObject({ opened: "2027-07-05", state: "due" });
  });
});
