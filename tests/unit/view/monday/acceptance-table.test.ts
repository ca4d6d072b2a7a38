import { describe, expect, it, test } from "vitest";
import type { CureSnapshot } from "@/lib/domain/cures";
import { computeMetrics, metricsTrend } from "@/lib/domain/metrics";
import type { MetricsFacts } from "@/lib/domain/metrics-facts";
import { metricsDocument } from "@/lib/domain/metrics-json";
import { SEGMENTS } from "@/lib/domain/segments";
import { parseCell } from "@/lib/view/cells";
import { acceptanceTable } from "@/lib/view/monday/acceptance-table";
import { factsOf } from "@/tests/support/metrics-facts";
import { handedOver, LABELS } from "@/tests/support/monday";

const AS_OF = "2027-07-05";

function tableOf(changes: Partial<MetricsFacts>) {
  const facts = factsOf(changes);
  return acceptanceTable(metricsDocument(computeMetrics(facts), []), metricsTrend(facts), LABELS, SEGMENTS, 10);
}

const texts = (figures: { text: string; n: number }[]) => figures.map(({ text, n }) => `${text} of ${n}`);
const rowOf = (table: ReturnType<typeof tableOf>, source: string) => table.rows.find(({ key }) => key === source);

describe("V1", () => {
  const table = tableOf({
    counts: [
      handedOver("paid_search", "SMB", 20, 10, 4),
      handedOver("content_syndication", "ENT", 10, 2, 8),
      handedOver("partner_referral", "SMB", 100, 100),
    ],
  });

  it("ends with all segments of each source", () => {
    expect(table.columns.map(({ label }) => label)).toEqual(["SMB", "Mid-market", "Enterprise", "All segments"]);
    expect(texts(rowOf(table, "paid_search")?.figures ?? [])).toEqual(["50 % of 20", "— of 0", "— of 0", "50 % of 20"]);
    expect(rowOf(table, "content_syndication")?.figures.at(-1)).toMatchObject({ kind: "source", text: "20 %", n: 10 });
  });

  it("closes with the ratio of sums, 40.0 % and not 35.0 %, the partner lane apart", () => {
    expect(texts(table.total.figures)).toEqual(["50.0 % of 20", "— of 0", "20.0 % of 10", "40.0 % of 30"]);
    expect(table.total.figures.map(({ kind }) => kind)).toEqual(["plain", "none", "plain", "plain"]);
  });

  it("opens what each of these figures counts", () => {
    const cellOf = (href: string | null | undefined) =>
      href ? parseCell(Object.fromEntries(new URL(href, "http://x").searchParams), "2020-01-06") : null;
    const all = { kind: "acceptance", asOf: AS_OF, segment: null, state: "all", reason: null };
    expect(cellOf(rowOf(table, "paid_search")?.figures.at(-1)?.href)).toEqual({ ...all, source: "paid_search" });
    expect(cellOf(table.total.figures.at(-1)?.href)).toEqual({ ...all, source: null });
  });
});

test("recycled cycles are said in small words under n, and only where there are some", () => {
  const table = tableOf({
    counts: [{ ...handedOver("webinar", "ENT", 20, 10), recycled: 3 }, handedOver("intent", "SMB", 20, 19)],
  });
  expect(rowOf(table, "webinar")?.figures.map(({ recycled }) => recycled)).toEqual([
    null,
    null,
    "incl. 3 recycled",
    "incl. 3 recycled",
  ]);
  expect(rowOf(table, "intent")?.figures.every(({ recycled }) => recycled === null)).toBe(true);
  expect(table.total.figures.at(-1)?.recycled).toBe("incl. 3 recycled");
});

describe("clocks", () => {
  const snapshot = (asOf: string, ...segments: string[]): CureSnapshot => ({
    asOf,
    breached: new Set(segments.map((segment) => `acceptance:webinar:${segment}`)),
    healthy: new Set(),
  });
  const breached = (...segments: (typeof SEGMENTS)[number][]) =>
    segments.map((segment) => handedOver("webinar", segment, 20, 1, 19));

  test.each<[name: string, facts: Partial<MetricsFacts>, clock: { text: string; due: boolean } | null]>([
    ["none", { counts: [handedOver("webinar", "SMB", 20, 19)] }, null],
    [
      "all three alike",
      { counts: breached("SMB", "MM", "ENT"), history: [snapshot("2027-06-21", "SMB", "MM", "ENT")] },
      { text: "day 14 of 30", due: false },
    ],
    [
      "the older one first, the others counted",
      {
        counts: breached("SMB", "MM", "ENT"),
        history: [snapshot("2027-06-21", "SMB"), snapshot("2027-06-28", "SMB", "MM", "ENT")],
      },
      { text: "SMB: day 14 of 30, and 2 more", due: false },
    ],
    [
      "what is due before what is not",
      { counts: breached("SMB", "MM"), history: [snapshot("2027-05-31", "MM"), snapshot("2027-06-28", "MM", "SMB")] },
      { text: "Mid-market: due, and 1 more", due: true },
    ],
    [
      "past its day while too few leads are there",
      { counts: [handedOver("webinar", "MM", 3, 0, 3)], history: [snapshot("2027-05-31", "MM")] },
      { text: "Mid-market: past 30 Jun, not judged", due: false },
    ],
  ])("%s", (_, facts, clock) => {
    expect(rowOf(tableOf(facts), "webinar")?.clock).toEqual(clock);
  });
});
