import { describe, expect, it } from "vitest";
import { parseCell } from "@/lib/view/cells";
import { costPageView } from "@/lib/view/monday/cost-page";
import { costTable } from "@/lib/view/monday/cost-table";
import { influenceTable } from "@/lib/view/monday/influence-table";
import { influencePartHref } from "@/lib/view/monday/part-href";
import { NO_MONEY } from "@/tests/support/metrics-facts";
import { costFacts, LABELS, mondayDocument } from "@/tests/support/monday";

const cellOf = (href: string) => parseCell(Object.fromEntries(new URL(href, "http://x").searchParams), "2020-01-06");

describe("influenceTable", () => {
  const influence = [
    { source: "webinar", first_touch: 3_000_000n, opportunity_created: 0n, closed_won: 0n, deals: 1, assists: 0 },
    { source: "intent", first_touch: 0n, opportunity_created: 0n, closed_won: 0n, deals: 0, assists: 1 },
  ];
  const won = { deals: 1, amount: 3_000_000n };
  const table = influenceTable(mondayDocument({ trailing: { ...NO_MONEY, influence, won } }), LABELS);
  const cell = { kind: "influence", asOf: "2027-07-05", span: "trailing" };

  it("has an address for all credit of a row and for each part of it", () => {
    const webinar = table.rows.find(({ key }) => key === "webinar");
    expect(cellOf(webinar?.address ?? "")).toEqual({ ...cell, source: "webinar", part: null });
    for (const part of ["first_touch", "opportunity_created", "closed_won", "assists"] as const) {
      expect(cellOf(influencePartHref(webinar?.address ?? "", part))).toEqual({ ...cell, source: "webinar", part });
      expect(cellOf(influencePartHref(table.total.address, part))).toEqual({ ...cell, source: null, part });
    }
  });

  it("keeps the assists of a source without a deal", () => {
    expect(table.rows.find(({ key }) => key === "intent")).toMatchObject({ credit: null, deals: 0, assists: 1 });
  });
});

describe("costTable", () => {
  const document = mondayDocument({ trailing: costFacts({ webinar: [22_000, 100_000] }) });

  it("opens the totals, and for a CFO no link at all", () => {
    const { total } = costTable(document, LABELS);
    expect(cellOf(total.href ?? "")).toEqual({ kind: "cost", asOf: "2027-07-05", source: null, span: "trailing" });
    const input = {
      document,
      sources: [],
      segments: [],
      minimumN: 10,
    };
    const closed = costPageView(input, { drill: false, csv: false }).table;
    expect([closed.total.href, ...closed.rows.map(({ href }) => href)].every((href) => href === null)).toBe(true);
    expect(costPageView(input, { drill: true, csv: false }).table.total.href).toBe(total.href);
  });

  it("says 100.0 % only when there is a pipeline to share", () => {
    expect(costTable(document, LABELS).total.share).toBe("100.0 %");
    const empty = costTable(mondayDocument(), LABELS);
    expect(empty.total).toMatchObject({ share: "—", ratio: "—", href: null });
    expect(empty.rows.every(({ share }) => share === "—")).toBe(true);
  });
});
