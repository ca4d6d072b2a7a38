import { describe, expect, it, test } from "vitest";
import type { CycleCell, DealCell } from "@/lib/domain/cells";
import { frozenDocument } from "@/lib/domain/metrics-json";
import { dealListWords } from "@/lib/view/deals/list";
import { spendCsvRow, spendView } from "@/lib/view/deals/spend";
import { statedCycles, statedDeals, statementOf } from "@/lib/view/monday/stated";
import { NO_MONEY } from "@/tests/support/metrics-facts";
import { costFacts, handedOver, LABELS, mondayDocument } from "@/tests/support/monday";

const asOf = "2027-07-05";
const influence = [
  { source: "webinar", first_touch: 3_000_000n, opportunity_created: 100n, closed_won: 0n, deals: 2, assists: 5 },
  { source: "intent", first_touch: 0n, opportunity_created: 0n, closed_won: 0n, deals: 0, assists: 1 },
];
const money = {
  ...costFacts({ webinar: [22_000, 100_000], intent: [5, 0] }),
  influence,
  won: { deals: 2, amount: 3_000_100n },
};
const document = mondayDocument({
  counts: [{ ...handedOver("webinar", "ENT", 20, 10, 4), touchedInTime: 15, decidedInTime: 12 }],
  cohort: [{ segment: "MM", n: 100, reached: 10 }],
  trailing: money,
  quarter: { ...NO_MONEY, influence: influence.slice(0, 1), won: { deals: 1, amount: 500n } },
});

describe("what the document says of a cell", () => {
  const acceptance = { kind: "acceptance", asOf, source: null, segment: null, state: "all", reason: null } as const;
  test.each<[CycleCell, number | null]>([
    [acceptance, 20],
    [{ ...acceptance, source: "webinar", state: "accepted" }, 10],
    [{ ...acceptance, segment: "ENT", state: "unworked" }, 6],
    [{ ...acceptance, source: "webinar", segment: "ENT", state: "rejected" }, 4],
    [{ ...acceptance, source: "webinar", segment: "MM" }, 0],
    [{ ...acceptance, source: "Unmapped: fair" }, 0],
    [{ ...acceptance, state: "rejected", reason: "bad_data" }, null],
    [{ kind: "rejection", asOf, state: "all", reason: null }, 20],
    [{ kind: "rejection", asOf, state: "rejected", reason: "bad_data" }, 4],
    [{ kind: "sla", asOf, clock: "touch", state: "missed" }, 5],
    [{ kind: "sla", asOf, clock: "decision", state: "met" }, 12],
    [{ kind: "pipeline_rate", asOf, segment: "MM", state: "cohort" }, 100],
    [{ kind: "volume", asOf }, 0],
  ])("%j: %s", (cell, stated) => {
    expect(statedCycles(document, cell)).toBe(stated);
  });

  const credit = { kind: "influence", asOf, source: "webinar", span: "trailing", part: null } as const;
  test.each<[DealCell, string | null]>([
    [{ kind: "cost", asOf, source: "webinar", span: "trailing" }, "100000.00"],
    [{ kind: "cost", asOf, source: null, span: "trailing" }, "100000.00"],
    [{ kind: "cost", asOf, source: null, span: "quarter" }, "0.00"],
    [{ kind: "pipeline_rate", asOf, segment: "MM", state: "reached" }, "10"],
    [credit, "30001.00"],
    [{ ...credit, source: null }, "30001.00"],
    [{ ...credit, part: "first_touch" }, "30000.00"],
    [{ ...credit, source: null, part: "opportunity_created" }, "1.00"],
    [{ ...credit, part: "assists" }, "5"],
    [{ ...credit, source: null, part: "assists" }, "6"],
    [{ ...credit, source: null, span: "quarter" }, "5.00"],
    [{ ...credit, span: "quarter", part: "first_touch" }, null],
  ])("%j: %s", (cell, stated) => {
    expect(statedDeals(document, cell)).toBe(stated);
  });
});

describe("statementOf", () => {
  const base = { asOf, isFrozen: true, today: "1200.00", stated: "1000.50", isMoney: true };
  test.each([
    [{ ...base, isFrozen: false, stated: null }, "as on the Monday page of 5 Jul 2027", false],
    [{ ...base, today: "1000.5", stated: "1000.50" }, "as frozen on the Monday page of 5 Jul 2027", false],
    [base, "by today’s knowledge; the Monday page of 5 Jul 2027 froze 1,000.50, a restatement of +199.50", true],
    [
      { ...base, today: "0", stated: "12", isMoney: false },
      "by today’s knowledge; the Monday page of 5 Jul 2027 froze 12, a restatement of −12",
      true,
    ],
    [
      { ...base, stated: null },
      "by today’s knowledge; the Monday page of 5 Jul 2027 is frozen and does not say it",
      true,
    ],
  ])("%j", (compared, words, isRestated) => {
    expect(statementOf(compared)).toEqual({ words, isRestated });
  });
});

describe("a drill into a frozen Monday", () => {
  const cell = { kind: "cost", asOf, source: "webinar", span: "trailing" } as const;
  const list = { total: 3, sum: "120000.00", range: { from: "2027-04-06", to: "2027-07-04" } };

  it("says the frozen sum, today's and the difference, and claims no more than that", () => {
    const { note, figureNote } = dealListWords(cell, list, LABELS, frozenDocument(document));
    expect(note).toBe(
      "3 opportunities, entered pipeline 6 April – 4 July · sum 120,000.00, by today’s knowledge; the Monday page of 5 Jul 2027 froze 100,000.00, a restatement of +20,000.00",
    );
    expect(figureNote).toBe("the second column adds up to today’s figure");
  });

  it("says of a live Monday that it is the page's own sum", () => {
    const { note, figureNote } = dealListWords(cell, list, LABELS, null);
    expect(note).toContain("sum 120,000.00, as on the Monday page of 5 Jul 2027");
    expect(figureNote).toBe("the second column adds up to the figure on the Monday page");
  });
});

describe("spend", () => {
  const cell = { kind: "cost", asOf, source: "webinar", span: "trailing" } as const;
  const line = {
    ...{ source: "webinar", campaign: "Spring", startDate: "2027-06-01", endDate: "2027-07-10" },
    ...{ amount: "40000.00", currency: "EUR", daysInWindow: 34, days: 40, inWindow: "36720.00" },
  };

  it("is held against the frozen page too, and says when the list is cut", () => {
    const view = spendView(cell, { rows: [line], total: 2, sum: "36720.00" }, LABELS, frozenDocument(document));
    expect(view.note).toBe(
      "spread evenly over its days of service; days in the window count · sum 36,720.00, by today’s knowledge; the Monday page of 5 Jul 2027 froze 22,000.00, a restatement of +14,720.00 · the first 1 of 2 rows, all in the CSV",
    );
    expect(view.csv).toBe("/deals/export/spend?cell=cost&as_of=2027-07-05&source=webinar&window=trailing");
    expect(spendView(cell, { rows: [line], total: 1, sum: "36720.00" }, LABELS, null).note).toBe(
      "spread evenly over its days of service; days in the window count",
    );
  });

  it("goes out exactly as recorded", () => {
    expect(spendCsvRow(line)).toEqual([
      ...["webinar", "Spring", "2027-06-01", "2027-07-10", "EUR", "40000.00"],
      ...[34, 40, "36720.00"],
    ]);
  });
});
