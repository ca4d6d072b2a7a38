import { describe, expect, it, test } from "vitest";
import { metricsTrend } from "@/lib/domain/metrics";
import { trendModel } from "@/lib/view/monday/trend-model";
import { factsOf, SETTINGS } from "@/tests/support/metrics-facts";
import { handedOver, LABELS } from "@/tests/support/monday";

const counts = [handedOver("content_syndication", "ENT", 100, 35), handedOver("content_syndication", "SMB", 10, 6)];

function modelOf(overrides: [string, string | null][], source = "content_syndication") {
  const settings = { ...SETTINGS, floors: { ...SETTINGS.floors, overrides: new Map(overrides) } };
  return trendModel(metricsTrend(factsOf({ counts, settings })), source, LABELS);
}

describe("the floors of a trend", () => {
  test.each<[name: string, overrides: [string, string | null][], source: string, lines: string[]]>([
    ["one for all segments", [], "content_syndication", ["floor 40 %"]],
    [
      "a segment of its own",
      [["content_syndication:ENT", "30"]],
      "content_syndication",
      ["floor 40 %, SMB and Mid-market", "floor 30 %, Enterprise"],
    ],
    [
      "the highest first",
      [
        ["content_syndication:ENT", "42.5"],
        ["content_syndication:SMB", "30"],
      ],
      "content_syndication",
      ["floor 42.5 %, Enterprise", "floor 40 %, Mid-market", "floor 30 %, SMB"],
    ],
    ["a segment alone", [["customer_referral:MM", "60"]], "customer_referral", ["floor 60 %, Mid-market"]],
    ["none", [], "customer_referral", []],
  ])("%s", (_, overrides, source, lines) => {
    expect(modelOf(overrides, source).floors.map(({ label }) => label)).toEqual(lines);
  });

  it("stand with each series, so that 35 % over a floor of 30 is not read against 40", () => {
    const model = modelOf([["content_syndication:ENT", "30"]]);
    expect(model.series.find(({ key }) => key === "ENT")).toEqual({ key: "ENT", label: "Enterprise", floor: 30 });
    expect(model.points.at(-1)?.values.ENT).toBe(35);
  });

  it("gaps stay gaps", () => {
    const model = modelOf([]);
    expect(model.points).toHaveLength(12);
    expect(model.points[0]).toEqual({ label: "19 Apr", values: { SMB: null, MM: null, ENT: null } });
  });
});
