import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "@/lib/domain/canonical";
import type { WeeklyCounts } from "@/lib/domain/counts";
import { computeMetrics, metricsTrend } from "@/lib/domain/metrics";
import { type MetricsFacts, metricsWindows } from "@/lib/domain/metrics-facts";
import { metricsDocument } from "@/lib/domain/metrics-json";
import { SEGMENTS } from "@/lib/domain/segments";
import { factsOf, NO_MONEY, SETTINGS } from "@/tests/support/metrics-facts";
import { SOURCES, weekly } from "@/tests/support/weekly-counts";

const json = (changes: Partial<MetricsFacts>) => metricsDocument(computeMetrics(factsOf(changes)), []);

/** V1 of metrics.md: the window is 2027-05-31 to 2027-06-27, 2027-06-29 is pending. */
const V1: WeeklyCounts[] = [
  weekly({
    week: "2027-05-31",
    handedOver: 12,
    accepted: 7,
    rejectedBy: { out_of_icp: 3 },
    touchedInTime: 9,
    decidedInTime: 8,
  }),
  weekly({
    week: "2027-06-21",
    handedOver: 8,
    accepted: 3,
    rejectedBy: { no_intent: 1 },
    touchedInTime: 4,
    decidedInTime: 4,
  }),
  weekly({ week: "2027-06-28", handedOver: 3, accepted: 1 }),
  weekly({
    source: "content_syndication",
    segment: "ENT",
    week: "2027-06-14",
    handedOver: 10,
    accepted: 2,
    rejectedBy: { out_of_icp: 2, wrong_persona: 3, no_intent: 2, bad_data: 1 },
    touchedInTime: 10,
    decidedInTime: 10,
  }),
];

describe("V1: acceptance, rejection cap and clocks", () => {
  const document = json({ counts: V1 });

  it("has the two cells exactly", () => {
    const cells = document.acceptance.cells.filter(({ n }) => n > 0);
    expect(canonicalJson(cells)).toBe(
      '[{"source":"paid_search","segment":"SMB","n":20,"accepted":10,"rejected":4,"unworked":6,"pending":3,"acceptance":"0.5000","decided_acceptance":"0.7143","floor":"55","verdict":"sales_sla_breach"},' +
        '{"source":"content_syndication","segment":"ENT","n":10,"accepted":2,"rejected":8,"unworked":0,"pending":0,"acceptance":"0.2000","decided_acceptance":"0.2000","floor":"40","verdict":"source_breach"}]',
    );
  });

  it("gives the total as a ratio of sums: 40 %, not 35 %", () => {
    expect(canonicalJson(document.acceptance.total)).toBe(
      '{"n":30,"accepted":12,"rejected":12,"unworked":6,"pending":3,"acceptance":"0.4000","decided_acceptance":"0.5000","floor":null,"verdict":"ok"}',
    );
  });

  it("breaches the cap and ranks the five reasons", () => {
    expect(canonicalJson(document.rejection)).toBe(
      '{"n":30,"rejected":12,"rate":"0.4000","cap":"22","verdict":"breach","arguable":true,"reasons":[{"code":"out_of_icp","count":5},' +
        '{"code":"wrong_persona","count":3},{"code":"no_intent","count":3},{"code":"bad_data","count":1},{"code":"already_in_pipeline","count":0}]}',
    );
  });

  it("opens a clock for the source breach and the top three reasons, none for sales' own", () => {
    expect(canonicalJson(document.cures)).toBe(
      `[${["acceptance:content_syndication:ENT", "reason:out_of_icp", "reason:wrong_persona", "reason:no_intent"]
        .map((unit) => `{"unit":"${unit}","opened":"2027-07-05","due":"2027-08-04","state":"open"}`)
        .join(",")}]`,
    );
  });

  it("says how many were touched and decided in time, and totals by segment", () => {
    expect(document.sla).toEqual({
      n: 30,
      touched_in_time: 23,
      touched_rate: "0.7667",
      decided_in_time: 22,
      decided_rate: "0.7333",
    });
    expect(document.acceptance_by_segment.map(({ segment, n, pending }) => [segment, n, pending])).toEqual([
      ["SMB", 20, 3],
      ["MM", 0, 0],
      ["ENT", 10, 0],
    ]);
  });

  it("names its windows", () => {
    expect(document.acceptance.window).toEqual({ from: "2027-05-31", to: "2027-06-27" });
    expect(document.pending).toEqual({ from: "2027-06-28", to: "2027-07-04" });
    expect(document.cost.window).toEqual({ from: "2027-04-06", to: "2027-07-04" });
    expect(document.cohort).toEqual({ from: "2027-01-06", to: "2027-04-06" });
    expect(document.fiscal_quarter.window).toEqual({ from: "2027-07-01", to: "2027-07-04" });
  });
});

describe("V1b: the table of the source material", () => {
  const TABLE: Record<string, [number, number, number]> = {
    paid_search: [64, 71, 58],
    content_syndication: [31, 28, 22],
    webinar: [58, 64, 51],
    partner_referral: [81, 84, 77],
    intent: [47, 62, 71],
    outbound_bdr: [38, 44, 52],
  };
  const counts = Object.entries(TABLE).flatMap(([source, row]) =>
    row.map((accepted, index) =>
      weekly({
        source,
        segment: SEGMENTS[index] ?? "Unknown",
        lane: source === "partner_referral" ? "partner" : "standard",
        handedOver: 100,
        accepted,
        rejectedBy: { out_of_icp: 100 - accepted },
      }),
    ),
  );

  it("breaches exactly content syndication, in all three segments", () => {
    const document = json({ counts });
    const breaches = document.acceptance.cells.filter(({ verdict }) => verdict.endsWith("breach"));
    expect(breaches.map(({ source, segment, verdict }) => [source, segment, verdict])).toEqual([
      ["content_syndication", "SMB", "source_breach"],
      ["content_syndication", "MM", "source_breach"],
      ["content_syndication", "ENT", "source_breach"],
    ]);
    expect(document.acceptance.total.n).toBe(1500);
    expect(document.acceptance.by_source.find(({ source }) => source === "partner_referral")?.n).toBe(300);
  });
});

describe("V3: pipeline rate", () => {
  it("has the three segments exactly", () => {
    const document = json({
      cohort: [
        { segment: "SMB", n: 200, reached: 22 },
        { segment: "MM", n: 100, reached: 10 },
        { segment: "ENT", n: 8, reached: 4 },
      ],
    });
    expect(canonicalJson(document.pipeline_rate)).toBe(
      '[{"segment":"SMB","n":200,"reached":22,"rate":"0.1100","floor":"11","verdict":"ok"},' +
        '{"segment":"MM","n":100,"reached":10,"rate":"0.1000","floor":"11","verdict":"breach"},' +
        '{"segment":"ENT","n":8,"reached":4,"rate":"0.5000","floor":"11","verdict":"low_n"}]',
    );
    expect(json({}).pipeline_rate.map(({ verdict }) => verdict)).toEqual(["maturing", "maturing", "maturing"]);
  });
});

describe("volume", () => {
  it("makes the cap unarguable below the feed, and knows no feed without a capacity", () => {
    const counts = [weekly({ week: "2027-06-28", handedOver: 9 })];
    const sdrs = { ...SETTINGS, activeSdrs: 2, weeklyCapacity: 5 };
    const below = json({ counts, settings: sdrs });
    expect(below.volume).toEqual({
      week: { from: "2027-06-28", to: "2027-07-04" },
      volume: 9,
      feed: 10,
      below_feed: true,
    });
    expect(below.rejection.arguable).toBe(false);
    expect(json({ counts }).volume).toMatchObject({ volume: 9, feed: null, below_feed: false });
  });
});

describe("rows of sources", () => {
  it("drops a source that is no longer used, unless it has figures; unmapped ones follow by name", () => {
    const settings = {
      ...SETTINGS,
      sources: [
        ...SETTINGS.sources,
        { code: "old_show", label: "Old show", isUnmapped: false, isActive: false },
        { code: "Unmapped: radio", label: "Unmapped: radio", isUnmapped: true, isActive: true },
      ],
    };
    const sourcesOf = (changes: Partial<MetricsFacts>) =>
      json({ settings, ...changes }).acceptance.by_source.map(({ source }) => source);
    expect(sourcesOf({})).toEqual(SOURCES);
    const counts = [
      weekly({ source: "Unmapped: radio", handedOver: 1 }),
      weekly({ source: "old_show", handedOver: 1 }),
    ];
    expect(sourcesOf({ counts })).toEqual([...SOURCES, "old_show", "Unmapped: radio"]);
    const pipeline = new Map([["old_show", 1n]]);
    expect(sourcesOf({ quarter: { ...NO_MONEY, pipeline } })).toEqual([...SOURCES, "old_show"]);
  });
});

describe("order", () => {
  it("of the facts changes no byte", () => {
    const money = {
      spend: [
        { source: "webinar", totalDays: 7, weighted: "100.1" },
        { source: "webinar", totalDays: 3, weighted: "10" },
        { source: "intent", totalDays: 3, weighted: "10" },
      ],
      pipeline: new Map([
        ["webinar", 5n],
        ["Unattributed", 7n],
        ["Unmapped: x", 9n],
      ]),
      influence: [
        { source: "webinar", first_touch: 1n, opportunity_created: 2n, closed_won: 3n, deals: 1, assists: 0 },
        { source: "intent", first_touch: 1n, opportunity_created: 2n, closed_won: 3n, deals: 1, assists: 4 },
      ],
      won: { deals: 2, amount: 12n },
    };
    const counts = [...V1, weekly({ source: "Unmapped: x", segment: "Unknown", handedOver: 2 })];
    const cohort = [
      { segment: "ENT" as const, n: 1, reached: 0 },
      { segment: "SMB" as const, n: 2, reached: 1 },
    ];
    const expected = canonicalJson(json({ counts, cohort, trailing: money, quarter: money }));
    const shuffled = <T>(items: T[]) => fc.shuffledSubarray(items, { minLength: items.length });
    fc.assert(
      fc.property(
        shuffled(counts),
        shuffled(cohort),
        shuffled(money.spend),
        shuffled(money.influence),
        shuffled([...money.pipeline]),
        (c, k, spend, influence, pipeline) => {
          const mixed = { ...money, spend, influence, pipeline: new Map(pipeline) };
          expect(canonicalJson(json({ counts: c, cohort: k, trailing: mixed, quarter: mixed }))).toBe(expected);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe("trend", () => {
  it("shows the 12 Mondays of the same rows, the last of them the table itself", () => {
    const facts = factsOf({ counts: V1 });
    const trend = metricsTrend(facts);
    expect(trend.mondays).toHaveLength(12);
    expect(trend.total.points.at(-1)).toEqual({ asOf: "2027-07-05", n: 30, accepted: 12, acceptance: "0.4000" });
    expect(metricsWindows("2027-07-05", SETTINGS).counts).toEqual({ from: "2027-03-15", to: "2027-07-04" });
  });
});
