import { describe, expect, test } from "vitest";
import { noReasons } from "@/lib/domain/counts";
import { type CampaignFact, feedback } from "@/lib/domain/feedback";
import { computeMetrics } from "@/lib/domain/metrics";
import { metricsDocument } from "@/lib/domain/metrics-json";
import { feedbackCsv, feedbackTables, feedbackTitle, weeksAround } from "@/lib/view/loop/feedback";
import { knownWords, restated } from "@/lib/view/loop/feedback-changes";
import { labelsOf } from "@/lib/view/monday/labels";
import { factsOf } from "@/tests/support/metrics-facts";
import { weekly } from "@/tests/support/weekly-counts";

const AS_OF = "2027-07-05";
const labels = labelsOf([{ code: "webinar", label: "Webinar", isUnmapped: false, isActive: true }], []);
const webinar: CampaignFact = {
  source: "webinar",
  lane: "standard",
  campaign: "Spring",
  n: 1_200,
  accepted: 700,
  rejectedBy: { ...noReasons(), bad_data: 300 },
  unworked: 200,
  sql: 90,
  won: 2,
  lost: 3,
};
const lost = { source: "webinar", lane: "standard", campaign: "Spring" } as const;
const lanes = feedback(
  [webinar],
  [
    { ...lost, reason: "Price", count: 2 },
    { ...lost, reason: null, count: 1 },
  ],
  ["webinar"],
);

describe("feedback in words", () => {
  test("the standard lane in a sentence", () => {
    expect(feedbackTitle(lanes)).toBe(
      "Of 1,200 hand-overs, sales accepted 700 (58.3\u00a0%), rejected 300 and left 200 without a verdict.",
    );
    expect(feedbackTitle(feedback([], [], []))).toBe("Nothing was handed over in these four weeks.");
  });

  test("a source’s figures lead to their leads, a campaign’s do not, a zero never does", () => {
    const [table] = feedbackTables(lanes, AS_OF, labels);
    const [source, campaign] = table?.rows ?? [];
    expect(source).toMatchObject({ name: "Webinar", isSource: true, lost: "Price\u00a02, no reason given\u00a01" });
    expect(source?.figures.n).toEqual({
      value: "1,200",
      href: "/leads?cell=acceptance&as_of=2027-07-05&source=webinar&state=all",
    });
    expect(source?.figures.bad_data.href).toBe(
      "/leads?cell=acceptance&as_of=2027-07-05&source=webinar&state=rejected&reason=bad_data",
    );
    expect(source?.figures.no_intent).toEqual({ value: "0", href: null });
    expect(source?.figures.won).toEqual({ value: "2", href: null });
    expect(campaign).toMatchObject({ name: "Spring", isSource: false, figures: { n: { value: "1,200", href: null } } });
    expect(table?.totals.figures.accepted.href).toBe("/leads?cell=acceptance&as_of=2027-07-05&state=accepted");
  });

  test("against the frozen totals: equal, or by how much", () => {
    const counts = (handedOver: number) => [
      weekly({ source: "webinar", handedOver, accepted: 700, rejectedBy: { bad_data: 300 } }),
    ];
    const frozen = (n: number) => metricsDocument(computeMetrics(factsOf({ counts: counts(n) })), []);
    expect(knownWords(lanes, null, labels)).toBe("Live figures: this Monday is not frozen.");
    expect(knownWords(lanes, frozen(1_200), labels)).toBe(
      "As known today, which source by source and reason by reason is what the frozen Monday says.",
    );
    expect(knownWords(lanes, frozen(1_205), labels)).toBe(
      "As known today. The frozen Monday says 1,205 handed over, 700 accepted, 300 rejected, 205 unworked; since then −5 handed over, −5 unworked (Webinar).",
    );
  });

  test("equal totals are not called equal where sources or reasons moved", () => {
    const frozen = metricsDocument(
      computeMetrics(
        factsOf({
          counts: [weekly({ source: "webinar", handedOver: 1_200, accepted: 700, rejectedBy: { bad_data: 300 } })],
        }),
      ),
      [],
    );
    const other = { ...webinar, rejectedBy: { ...noReasons(), bad_data: 299, no_intent: 1 } };
    expect(restated(feedback([other], [], ["webinar"]), frozen, labels)).toBe(
      "the totals are the same, but +1 “No buying intent”, −1 “Bad data”",
    );
    const [half, rest] = [
      { ...webinar, n: 1_100, unworked: 100 },
      { ...webinar, n: 100, accepted: 0, rejectedBy: noReasons(), unworked: 100, source: "paid_search" },
    ];
    expect(restated(feedback([half, rest], [], ["webinar", "paid_search"]), frozen, labels)).toBe(
      "the totals are the same, but not at Webinar, paid_search",
    );
  });

  test("the twenty largest campaigns of a source, then how many more; its sums are of all", () => {
    const many = Array.from({ length: 23 }, (_, index) => ({ ...webinar, campaign: `c${index}`, n: 1_200 + index }));
    const [table] = feedbackTables(feedback(many, [], ["webinar"]), AS_OF, labels);
    expect(table?.rows).toHaveLength(22);
    expect(table?.rows[0]?.figures.accepted.value).toBe("16,100");
    expect(table?.rows[1]?.name).toBe("c22");
    expect(table?.rows.at(-1)).toMatchObject({
      name: "3 more campaigns",
      figures: { n: { value: "3,603", href: null } },
    });
    expect(
      feedbackCsv(feedback(many, [], ["webinar"]))
        .trim()
        .split("\r\n"),
    ).toHaveLength(24);
    const [exact] = feedbackTables(feedback(many.slice(0, 21), [], ["webinar"]), AS_OF, labels);
    expect(exact?.rows.map(({ name }) => name)).not.toContain("1 more campaigns");
    expect(exact?.rows).toHaveLength(22);
  });

  test("nothing later than the current Monday", () => {
    expect(weeksAround(AS_OF, AS_OF)).toEqual({ previous: "/loop/feedback?as_of=2027-06-28", next: null });
    expect(weeksAround("2027-06-28", AS_OF).next).toBe("/loop/feedback?as_of=2027-07-05");
  });
});
