import { describe, expect, it } from "vitest";
import type { MetricsFacts } from "@/lib/domain/metrics-facts";
import { parseCell } from "@/lib/view/cells";
import { type FactPiece, mondayFacts } from "@/lib/view/monday/facts";
import { handedOver, LABELS, mondayDocument } from "@/tests/support/monday";
import { weekly } from "@/tests/support/weekly-counts";

const AS_OF = "2027-07-05";
const factOf = (key: string, facts: Partial<MetricsFacts>) => {
  const all = mondayFacts(mondayDocument(facts), LABELS, { touchAtRisk: "9", followUpHours: 24 });
  const fact = all.find((item) => item.key === key);
  if (!fact) throw new Error(`no fact ${key}`);
  return fact;
};
const cellOf = (piece: FactPiece | undefined) =>
  piece?.href ? parseCell(Object.fromEntries(new URL(piece.href, "http://x").searchParams), "2020-01-06") : null;
const text = (note: FactPiece[]) => note.flatMap((piece) => (piece.isFile ? [] : [piece.text])).join("");

describe("MQL → pipeline", () => {
  const cohort = [
    { segment: "SMB" as const, n: 0, reached: 0 },
    { segment: "MM" as const, n: 100, reached: 10 },
    { segment: "ENT" as const, n: 8, reached: 1 },
    { segment: "Unknown" as const, n: 50, reached: 0 },
  ];
  const fact = factOf("pipeline", { cohort });

  it("shows every segment with cycles, Unknown too, each breach with its sign", () => {
    expect(fact.label).toBe("MQL → pipeline: SMB, Mid-market, Enterprise, Unknown");
    expect(fact.parts.map(({ text: rate, sign }) => [rate, sign])).toEqual([
      ["—", null],
      ["10.0 %", "▼"],
      ["low n", null],
      ["0.0 %", "▼"],
    ]);
  });

  it("opens each cohort, and under it what reached pipeline, with n in words", () => {
    expect(fact.parts.map(cellOf)).toEqual([
      null,
      ...["MM", "ENT", "Unknown"].map((segment) => ({ kind: "pipeline_rate", asOf: AS_OF, segment, state: "cohort" })),
    ]);
    expect(text(fact.note)).toBe("0 of 0 · 10 of 100 · 1 of 8 · 0 of 50 · floor 11\u00a0% · hand-overs Jan – Apr");
    expect(fact.note.map(cellOf).filter((cell) => cell !== null)).toEqual(
      ["MM", "ENT"].map((segment) => ({ kind: "pipeline_rate", asOf: AS_OF, segment, state: "reached" })),
    );
  });
});

describe("the other facts", () => {
  const counts = [
    { ...handedOver("paid_search", "SMB", 20, 10, 4), touchedInTime: 15, decidedInTime: 12 },
    weekly({ week: "2027-06-28", handedOver: 3 }),
  ];
  const links = (key: string) => {
    const { parts, note } = factOf(key, { counts });
    return [...parts, ...note].flatMap((piece) => (piece.href ? [[piece.text, cellOf(piece)]] : []));
  };

  it("open what each of their figures counts", () => {
    const sla = { kind: "sla", asOf: AS_OF };
    const total = { kind: "acceptance", asOf: AS_OF, source: null, segment: null, reason: null };
    expect(links("touch")).toEqual([
      ["75 %", { ...sla, clock: "touch", state: "met" }],
      ["5 missed", { ...sla, clock: "touch", state: "missed" }],
      ["60 %", { ...sla, clock: "decision", state: "met" }],
    ]);
    expect(links("unworked")).toEqual([
      ["30.0 %", { ...total, state: "unworked" }],
      ["3 pending", { ...total, state: "pending" }],
    ]);
    expect(links("rejected")).toEqual([
      ["20.0 %", { kind: "rejection", asOf: AS_OF, state: "rejected", reason: null }],
      ["20", { kind: "rejection", asOf: AS_OF, state: "all", reason: null }],
    ]);
    expect(links("volume")).toEqual([["3", { kind: "volume", asOf: AS_OF }]]);
  });

  it("open nothing where there is nothing", () => {
    const empty = mondayFacts(mondayDocument(), LABELS, { touchAtRisk: "0", followUpHours: 24 });
    expect(
      empty.flatMap(({ parts, note }) => [...parts, ...note]).filter(({ href, isFile }) => href && !isFile),
    ).toEqual([]);
  });

  it("have different keys, so that each is drawn once", () => {
    for (const { note } of mondayFacts(mondayDocument({ counts }), LABELS, { touchAtRisk: "0", followUpHours: 24 })) {
      expect(new Set(note.map(({ key }) => key)).size).toBe(note.length);
    }
  });
});
