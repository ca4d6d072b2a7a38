import { describe, expect, test } from "vitest";
import {
  type Acceptance,
  type AcceptanceInput,
  acceptance,
  acceptanceVerdict,
  cellKey,
  floorOf,
} from "@/lib/domain/acceptance";
import type { WeeklyCounts } from "@/lib/domain/counts";
import type { Segment } from "@/lib/domain/segments";
import { acceptanceWindow, pendingRange } from "@/lib/domain/weeks";
import { NEW_YORK } from "@/tests/support/calendars";
import { FLOORS, SOURCES, weekly } from "@/tests/support/weekly-counts";

const AS_OF = "2027-07-05";
const window = acceptanceWindow(AS_OF, NEW_YORK, 5);
const pending = pendingRange(AS_OF, window);
const SIZED: readonly Segment[] = ["SMB", "MM", "ENT"];

function table(counts: readonly WeeklyCounts[], changes: Partial<AcceptanceInput> = {}): Acceptance {
  return acceptance({ counts, window, pending, sources: SOURCES, floors: FLOORS, ...changes });
}

function cell(result: Acceptance, source: string, segment: Segment) {
  return result.cells.find((row) => row.source === source && row.segment === segment);
}

describe("V1", () => {
  const counts = [
    weekly({
      week: "2027-05-31",
      handedOver: 8,
      accepted: 6,
      rejectedBy: { out_of_icp: 1 },
      decidedInTime: 7,
    }),
    weekly({
      week: "2027-06-21",
      handedOver: 12,
      accepted: 4,
      rejectedBy: { bad_data: 3 },
      expired: 2,
      touchedInTime: 5,
    }),
    weekly({ week: "2027-06-28", handedOver: 3, accepted: 3 }),
    weekly({ week: "2027-05-24", handedOver: 50, accepted: 50 }),
    weekly({ week: "2027-07-05", handedOver: 50, accepted: 50 }),
    weekly({
      source: "content_syndication",
      segment: "ENT",
      handedOver: 10,
      accepted: 2,
      rejectedBy: { out_of_icp: 8 },
    }),
  ];
  const result = table(counts);

  test("paid search, SMB: sales left six undecided", () => {
    expect(cell(result, "paid_search", "SMB")).toEqual({
      source: "paid_search",
      segment: "SMB",
      n: 20,
      accepted: 10,
      rejected: 4,
      unworked: 6,
      pending: 3,
      touchedInTime: 5,
      decidedInTime: 7,
      recycled: 0,
      acceptance: "0.5000",
      decidedAcceptance: "0.7143",
      floor: "55",
      verdict: "sales_sla_breach",
    });
  });

  test("content syndication, ENT: the source itself is below", () => {
    expect(cell(result, "content_syndication", "ENT")).toMatchObject({
      n: 10,
      acceptance: "0.2000",
      decidedAcceptance: "0.2000",
      verdict: "source_breach",
    });
  });

  test("the total is a ratio of sums", () => {
    expect(result.total).toMatchObject({ n: 30, accepted: 12, rejected: 12, unworked: 6, pending: 3 });
    expect(result.total).toMatchObject({ acceptance: "0.4000", floor: null, verdict: "ok" });
  });

  test("a source row adds its segments up against the floor of the source", () => {
    const paid = result.bySource.find((row) => row.source === "paid_search");
    expect(paid).toMatchObject({ n: 20, pending: 3, floor: "55", verdict: "sales_sla_breach" });
  });
});

describe("verdicts", () => {
  test.each([
    ["no cycle", 0, 0, 0, "55", "no_data"],
    ["11 of 20 at 55", 11, 9, 20, "55", "ok"],
    ["1099 of 2000 at 55", 1099, 901, 2000, "55", "source_breach"],
    ["1100 of 2000 at 55", 1100, 900, 2000, "55", "ok"],
    ["9 cycles", 0, 9, 9, "55", "low_n"],
    ["10 cycles", 0, 10, 10, "55", "source_breach"],
    ["nothing decided", 0, 0, 20, "55", "sales_sla_breach"],
    ["decided exactly on the floor", 11, 9, 30, "55", "sales_sla_breach"],
    ["decided just below the floor", 10, 9, 30, "55", "source_breach"],
    ["below on both", 5, 10, 20, "55", "source_breach"],
    ["a floor with a decimal", 3, 5, 8, "37.5", "low_n"],
    ["exactly on a floor with a decimal", 6, 10, 16, "37.5", "ok"],
    ["no floor", 0, 20, 20, null, "ok"],
    ["a floor of nothing", 0, 20, 20, "0", "ok"],
  ] as const)("%s", (_name, accepted, rejected, n, floor, verdict) => {
    expect(acceptanceVerdict({ n, accepted, rejected }, floor, 10)).toBe(verdict);
  });

  test("an override of a segment wins, the source row keeps the floor of the source", () => {
    const overrides = new Map([[cellKey("paid_search", "SMB"), "50"]]);
    const counts = [weekly({ handedOver: 20, accepted: 10, rejectedBy: { bad_data: 10 } })];
    const result = table(counts, { floors: { ...FLOORS, overrides } });
    expect(cell(result, "paid_search", "SMB")).toMatchObject({ floor: "50", verdict: "ok" });
    expect(result.bySource[0]).toMatchObject({ floor: "55", verdict: "source_breach" });
    expect(floorOf("paid_search", "MM", { ...FLOORS, overrides })).toBe("55");
    const exempt = new Map([[cellKey("paid_search", "SMB"), null]]);
    expect(floorOf("paid_search", "SMB", { ...FLOORS, overrides: exempt })).toBeNull();
  });
});

test("V1b: only content syndication breaches, in every segment", () => {
  const accepted: Record<string, readonly number[]> = {
    paid_search: [64, 71, 58],
    content_syndication: [31, 28, 22],
    webinar: [58, 64, 51],
    partner_referral: [81, 84, 77],
    intent: [47, 62, 71],
    outbound_bdr: [38, 44, 52],
  };
  const counts = Object.entries(accepted).flatMap(([source, row]) =>
    row.map((count, index) =>
      weekly({
        source,
        segment: SIZED[index],
        lane: source === "partner_referral" ? "partner" : "standard",
        handedOver: 100,
        accepted: count,
        rejectedBy: { out_of_icp: 100 - count },
      }),
    ),
  );
  const result = table(counts);
  const breaches = result.cells.filter((row) => row.verdict.endsWith("breach"));
  expect(breaches.map((row) => [row.source, row.segment, row.verdict])).toEqual(
    SIZED.map((segment) => ["content_syndication", segment, "source_breach"]),
  );
  expect(cell(result, "partner_referral", "SMB")).toMatchObject({ acceptance: "0.8100", floor: "70" });
  expect(result.total.n).toBe(1500);
});

describe("which rows there are", () => {
  const keys = (result: Acceptance): string[] => result.cells.map((row) => `${row.source}/${row.segment}`);

  test("every configured source in SMB, MM and ENT, also with no counts", () => {
    const result = table([]);
    expect(keys(result)).toEqual(SOURCES.flatMap((source) => SIZED.map((size) => `${source}/${size}`)));
    expect(result.cells.every((row) => row.verdict === "no_data" && row.acceptance === null)).toBe(true);
    expect(result.bySource.map((row) => row.source)).toEqual(SOURCES);
    expect(result.total).toMatchObject({ n: 0, acceptance: null, verdict: "no_data" });
  });

  test("Unknown where it has counts, pending ones included", () => {
    const counts = [
      weekly({ source: "webinar", segment: "Unknown", week: "2027-06-28", handedOver: 1 }),
      weekly({ source: "intent", segment: "Unknown", week: "2027-05-24", handedOver: 1 }),
      weekly({ source: "paid_search", segment: "Unknown", handedOver: 0 }),
    ];
    const unknown = keys(table(counts)).filter((key) => key.endsWith("Unknown"));
    expect(unknown).toEqual(["webinar/Unknown"]);
    expect(cell(table(counts), "webinar", "Unknown")).toMatchObject({ n: 0, pending: 1, verdict: "no_data" });
  });

  test("values that nobody mapped are rows of their own after the configured ones", () => {
    const counts = [
      weekly({ source: "Unmapped: zine", handedOver: 12, rejectedBy: { no_intent: 12 } }),
      weekly({ source: "Unmapped: fair", handedOver: 1 }),
      weekly({ source: "constructor", handedOver: 1 }),
    ];
    const result = table(counts);
    const names = result.bySource.map((row) => row.source);
    expect(names).toEqual([...SOURCES, "Unmapped: fair", "Unmapped: zine", "constructor"]);
    expect(cell(result, "Unmapped: zine", "SMB")).toMatchObject({ n: 12, floor: null, verdict: "ok" });
    expect(result.total.n).toBe(14);
  });
});

test("the partner lane has its row and is in no total", () => {
  const partner = { source: "partner_referral", lane: "partner" } as const;
  const counts = [
    weekly({ ...partner, handedOver: 40, accepted: 20, rejectedBy: { bad_data: 20 } }),
    weekly({ ...partner, week: "2027-06-28", handedOver: 7 }),
    weekly({ handedOver: 20, accepted: 15 }),
  ];
  const result = table(counts);
  expect(cell(result, "partner_referral", "SMB")).toMatchObject({ n: 40, pending: 7, verdict: "source_breach" });
  expect(result.total).toMatchObject({ n: 20, accepted: 15, rejected: 0, pending: 0 });
});
