import { describe, expect, it, test } from "vitest";
import type { CureSnapshot } from "@/lib/domain/cures";
import type { MetricsFacts } from "@/lib/domain/metrics-facts";
import { SEGMENTS } from "@/lib/domain/segments";
import { labelsOf } from "@/lib/view/monday/labels";
import { costSentence, verdictWords } from "@/lib/view/monday/verdict";
import { SETTINGS } from "@/tests/support/metrics-facts";
import { costFacts, handedOver, LABELS, mondayDocument } from "@/tests/support/monday";
import { weekly } from "@/tests/support/weekly-counts";

const words = (facts: Partial<MetricsFacts>) => verdictWords(mondayDocument(facts), LABELS);
const healthy = handedOver("paid_search", "SMB", 100, 80);
const cheap = costFacts({ paid_search: [20_000, 100_000] });

describe("the title claims what was judged", () => {
  test.each<[name: string, facts: Partial<MetricsFacts>, title: string]>([
    ["nothing at all", {}, "No hand-over has matured yet, so there is nothing to judge."],
    [
      "pending alone has not matured",
      { counts: [weekly({ week: "2027-06-28", handedOver: 20 })] },
      "No hand-over has matured yet, so there is nothing to judge.",
    ],
    [
      "no hand-over, but money",
      { trailing: cheap },
      "No hand-over has matured yet. No source costs more than the line allows.",
    ],
    [
      "every lead in cells too small, too few in all",
      { counts: [handedOver("paid_search", "SMB", 9, 9)] },
      "No source with a floor has enough matured leads to be judged.",
    ],
    [
      "only a source without a floor",
      { counts: [handedOver("customer_referral", "SMB", 50, 0)] },
      "No source with a floor has enough matured leads to be judged.",
    ],
    [
      "some judged, some not",
      { counts: [healthy, handedOver("webinar", "ENT", 4, 0)], trailing: cheap },
      "Every source that can be judged is at or above its floor. No source costs more than the line allows.",
    ],
    [
      "all judged",
      {
        counts: ["paid_search", "content_syndication", "webinar", "partner_referral", "intent", "outbound_bdr"].flatMap(
          (source) => SEGMENTS.map((segment) => handedOver(source, segment, 20, 16)),
        ),
        trailing: cheap,
      },
      "Every source is at or above its floor. No source costs more than the line allows.",
    ],
    [
      "pipeline without spend is no judgement of cost",
      { counts: [healthy], trailing: costFacts({ webinar: [0, 50_000] }) },
      "Every source that can be judged is at or above its floor. No source has both spend and pipeline to be judged by.",
    ],
    [
      "three cells too small each, the source under its floor in all",
      {
        counts: SEGMENTS.slice(0, 3)
          .map((segment) => handedOver("intent", segment, 9, 4, 5))
          .concat(healthy),
      },
      "Intent is under its floor over all its segments together.",
    ],
    [
      "the same, but only because leads lie undecided",
      { counts: SEGMENTS.slice(0, 3).map((segment) => handedOver("webinar", segment, 9, 4)) },
      "Webinar is under its floor over all its segments together only by undecided leads: that is sales’ to fix.",
    ],
  ])("%s", (_, facts, title) => {
    expect(words(facts).title).toBe(title);
  });
});

describe("segments by name, all three only when it is these three", () => {
  const filler = handedOver("outbound_bdr", "MM", 5000, 5000);
  const under = (...segments: (typeof SEGMENTS)[number][]) => {
    const accepted = (segment: (typeof SEGMENTS)[number]) => (segments.includes(segment) ? 40 : 90);
    const webinar = SEGMENTS.map((segment) =>
      handedOver("webinar", segment, 100, accepted(segment), 100 - accepted(segment)),
    );
    return words({ counts: [...webinar, filler] }).title;
  };

  test.each([
    [under("SMB", "MM", "ENT"), "Webinar is under its floor in all three segments."],
    [under("SMB", "MM", "Unknown"), "Webinar is under its floor in SMB, Mid-market and Unknown."],
    [under("SMB", "MM", "ENT", "Unknown"), "Webinar is under its floor in all three segments and Unknown."],
    [under("ENT"), "Webinar is under its floor in Enterprise."],
  ])("%s", (title, expected) => {
    expect(title).toBe(expected);
  });

  it("more than two sources are named once, with where not claimed", () => {
    const counts = ["paid_search", "webinar", "intent"].map((source) => handedOver(source, "SMB", 100, 10, 90));
    expect(words({ counts: [...counts, filler] }).title).toBe(
      "Three sources are under their floor in a segment or more: paid search, webinar and intent.",
    );
  });

  it("a source under its floor in a segment is not excused by undecided leads elsewhere", () => {
    const counts = [handedOver("webinar", "SMB", 20, 2, 18), handedOver("webinar", "MM", 100, 52), filler];
    const { acceptance } = mondayDocument({ counts });
    expect(acceptance.by_source.find(({ source }) => source === "webinar")?.verdict).toBe("sales_sla_breach");
    expect(words({ counts }).title).toBe("Webinar is under its floor in SMB.");
  });

  it("undecided leads are sales’ to fix", () => {
    const counts = ["paid_search", "webinar"].map((source) => handedOver(source, "SMB", 100, 20, 5));
    expect(words({ counts }).title).toBe("Two cells are sales’ to fix, not marketing’s.");
  });
});

describe("the cap", () => {
  it("alone in the title, the lede says that no source could be judged", () => {
    const { title, lede } = words({ counts: [handedOver("paid_search", "SMB", 9, 0, 9)] });
    expect(title).toBe("Rejections are over the cap.");
    expect(lede).toMatch(/^No source with a floor has enough matured leads to be judged\. /);
  });

  const counts = [handedOver("paid_search", "SMB", 100, 70, 30), weekly({ week: "2027-06-28", handedOver: 5 })];

  it("reaches the title, and the fixes that it asks for are counted", () => {
    const { title, lede } = words({ counts });
    expect(title).toBe("Rejections are over the cap.");
    expect(lede).toContain("Sales rejected 30.0 %, over the cap of 22 %, so the one reason given needs a fix.");
    const [first, ...rest] = counts;
    const reasons = { ...first?.rejectedBy, bad_data: 10, no_intent: 10, wrong_persona: 9, out_of_icp: 1 };
    const ranked = words({ counts: [weekly({ ...first, rejectedBy: reasons }), ...rest] });
    expect(ranked.lede).toContain("so the top three reasons need a fix.");
  });

  it("is not the week's decision while volume is below the feed", () => {
    const { title, lede } = words({ counts, settings: { ...SETTINGS, activeSdrs: 4, weeklyCapacity: 50 } });
    expect(title).not.toContain("cap");
    expect(lede).toContain(
      "Sales rejected 30.0 %, over the cap of 22 %, but volume is below the SDR feed: the cap is not arguable this week.",
    );
    expect(lede).not.toContain("need");
  });
});

describe("MQL → pipeline", () => {
  const cohort = [
    { segment: "SMB" as const, n: 200, reached: 22 },
    { segment: "MM" as const, n: 100, reached: 10 },
    { segment: "ENT" as const, n: 8, reached: 0 },
    { segment: "Unknown" as const, n: 50, reached: 0 },
  ];

  it("V3: the breaches stand in the title, low n does not", () => {
    expect(words({ counts: [healthy], cohort }).title).toBe(
      "MQL → pipeline is under its floor in Mid-market and Unknown.",
    );
  });
});

it("cap and MQL → pipeline are small words beside a title that names a source", () => {
  const counts = [handedOver("content_syndication", "ENT", 100, 20, 80), weekly({ week: "2027-06-28", handedOver: 5 })];
  const cohort = [{ segment: "MM" as const, n: 100, reached: 10 }];
  const { title, lede } = words({ counts, cohort });
  expect(title).toBe("Content syndication is under its floor in Enterprise.");
  expect(lede).toContain("Sales rejected 80.0 %, over the cap of 22 %");
  expect(lede).toMatch(/ MQL → pipeline is under its floor in Mid-market\.$/);
});

describe("cost", () => {
  it("names who is over the line and claims nothing without money", () => {
    const over = mondayDocument({ trailing: costFacts({ paid_search: [18_000, 0], webinar: [30_000, 100_000] }) });
    expect(costSentence(over, LABELS)).toBe("Paid search and webinar cost more than the line allows.");
    expect(costSentence(mondayDocument(), LABELS)).toBe("No source has both spend and pipeline to be judged by.");
  });

  it("quotes an outside value", () => {
    const over = mondayDocument({ trailing: costFacts({ paid_search: [9, 0], "Unmapped: trade_show": [9, 0] }) });
    expect(costSentence(over, LABELS)).toBe("Paid search and unmapped “trade_show” cost more than the line allows.");
  });

  it("leaves a name as it is spelled", () => {
    const names = labelsOf(
      SETTINGS.sources.map((source) => ({ ...source, label: source.code === "intent" ? "LinkedIn" : "G2 Crowd" })),
      SETTINGS.segments,
    );
    const over = mondayDocument({ trailing: costFacts({ webinar: [9, 0], intent: [9, 0], outbound_bdr: [9, 0] }) });
    expect(costSentence(over, names)).toBe("G2 Crowd, LinkedIn and G2 Crowd cost more than the line allows.");
  });
});

describe("clocks", () => {
  const unit = "acceptance:webinar:ENT";
  const opened = (asOf: string): CureSnapshot => ({ asOf, breached: new Set([unit]), healthy: new Set() });

  test.each<[name: string, facts: Partial<MetricsFacts>, sentence: string]>([
    ["none", { counts: [healthy] }, "No cell or source clock runs."],
    [
      "open",
      { counts: [handedOver("webinar", "ENT", 100, 0, 20)], history: [opened("2027-06-28")] },
      "One cell or source clock runs; the first falls due on 28 Jul, in 23 days.",
    ],
    [
      "falls due soon",
      { counts: [handedOver("webinar", "ENT", 100, 0, 20)], history: [opened("2027-06-07")] },
      "One cell or source clock runs; the first falls due on 7 Jul, in 2 days.",
    ],
    [
      "past due while too few leads are there to judge it",
      { counts: [handedOver("webinar", "ENT", 9, 0, 1)], history: [opened("2027-05-31")] },
      "One cell or source clock runs; it is past the due date but could not be judged this Monday.",
    ],
    [
      "due for a decision",
      { counts: [handedOver("webinar", "ENT", 100, 0, 20)], history: [opened("2027-05-31")] },
      "One cell or source clock is due for a decision, of 1 that runs.",
    ],
  ])("%s", (_, facts, sentence) => {
    expect(words(facts).lede).toContain(sentence);
    expect(words(facts).lede).not.toContain("in -");
  });
});

it("the lede says how many cells are too small to judge", () => {
  const counts = [healthy, handedOver("webinar", "ENT", 4, 0), handedOver("webinar", "MM", 1, 0)];
  expect(words({ counts }).lede).toContain("Two cells have too few leads to be judged.");
  expect(words({ counts: [healthy] }).lede).not.toContain("too few");
});
