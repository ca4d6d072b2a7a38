import { describe, expect, it } from "vitest";
import { canonicalJson } from "@/lib/domain/canonical";
import { computeMetrics } from "@/lib/domain/metrics";
import { frozenDocument, metricsDocument } from "@/lib/domain/metrics-json";
import { factsOf, NO_MONEY } from "@/tests/support/metrics-facts";

const influence = [
  { source: "webinar", first_touch: 3_000_000n, opportunity_created: 0n, closed_won: 0n, deals: 1, assists: 0 },
  { source: "intent", first_touch: 0n, opportunity_created: 0n, closed_won: 0n, deals: 0, assists: 1 },
  {
    source: "Unattributed",
    first_touch: 2_100_000n,
    opportunity_created: 2_100_000n,
    closed_won: 2_800_000n,
    deals: 1,
    assists: 0,
  },
];
const facts = factsOf({ trailing: { ...NO_MONEY, influence, won: { deals: 2, amount: 10_000_000n } } });
const deal = {
  opportunity: "D-1",
  won_date: "2027-06-30",
  amount: "30000.00",
  truncated: false,
  implicit: false,
  credits: [{ source: "webinar", position: "first_touch" as const, credit: "30000.00" }],
};
const document = metricsDocument(computeMetrics(facts), [deal]);

describe("metricsDocument", () => {
  it("has the keys of formats.md in their order, then what goes beyond it", () => {
    expect(Object.keys(document)).toEqual([
      ...[
        "as_of",
        "frozen",
        "snapshot_id",
        "hash",
        "agreement_version",
        "time_zone",
        "currency",
        "acceptance",
        "rejection",
      ],
      ...["pipeline_rate", "cost", "influence", "cures", "pipeline_share", "volume", "sla", "unmapped_stages"],
      ...["pending", "cohort", "acceptance_by_segment", "influence_positions", "influence_total", "fiscal_quarter"],
    ]);
    expect(Object.keys(document.acceptance)).toEqual(["window", "cells", "by_source", "total"]);
    expect(Object.keys(document.cost)).toEqual(["window", "line", "rows", "total"]);
    expect(Object.keys(document.influence)).toEqual(["window", "weights", "lookback_days", "rows", "won", "deals"]);
  });

  it("opens with what the figures are for", () => {
    expect(canonicalJson(document)).toMatch(
      /^\{"as_of":"2027-07-05","frozen":false,"snapshot_id":null,"hash":null,"agreement_version":1,"time_zone":"America\/New_York","currency":"USD","acceptance":\{"window":\{"from":"2027-05-31","to":"2027-06-27"\},"cells":\[/,
    );
  });

  it("has influence by source in exact text, special rows last", () => {
    const { rows, won, weights, lookback_days, deals } = document.influence;
    expect(rows.filter(({ deals: n, assists }) => n + assists > 0).map((row) => canonicalJson(row))).toEqual([
      '{"source":"webinar","credit":"30000.00","deals":1,"assists":0,"share":"0.3000"}',
      '{"source":"intent","credit":"0.00","deals":0,"assists":1,"share":"0.0000"}',
      '{"source":"Unattributed","credit":"70000.00","deals":1,"assists":0,"share":"0.7000"}',
    ]);
    expect(rows.at(-1)?.source).toBe("Unattributed");
    expect({ won, weights, lookback_days, deals }).toEqual({
      won: "100000.00",
      weights: [30, 30, 40],
      lookback_days: 90,
      deals: [deal],
    });
  });

  it("gives the positions of each source and of all", () => {
    expect(document.influence_positions.find(({ source }) => source === "Unattributed")).toEqual({
      source: "Unattributed",
      first_touch: "21000.00",
      opportunity_created: "21000.00",
      closed_won: "28000.00",
    });
    expect(document.influence_total).toEqual({
      first_touch: "51000.00",
      opportunity_created: "21000.00",
      closed_won: "28000.00",
      credit: "100000.00",
      deals: 2,
      assists: 1,
    });
  });
});

describe("frozenDocument", () => {
  it("is the same figures with its id and no hash yet", () => {
    const frozen = frozenDocument({ ...document, hash: "ab" });
    expect(frozen).toEqual({ ...document, frozen: true, snapshot_id: "2027-07-05", hash: null });
    expect(Object.keys(frozen)).toEqual(Object.keys(document));
  });
});

describe("canonicalJson", () => {
  it("keeps the order of the keys and adds no white space", () => {
    expect(canonicalJson({ b: 1, a: [true, null, "x ü"] })).toBe('{"b":1,"a":[true,null,"x ü"]}');
  });

  it("survives being read and written again", () => {
    const text = canonicalJson(document);
    expect(canonicalJson(JSON.parse(text) as object)).toBe(text);
  });

  it.each([[0.5], [Number.NaN], [2 ** 53], [1n], [undefined], [() => 1]])("refuses %s, wherever it stands", (value) => {
    expect(() => canonicalJson({ a: [{ b: value }] })).toThrow(RangeError);
    expect(() => canonicalJson({ a: [{ b: value }] })).toThrow("$.a[0].b");
  });
});
