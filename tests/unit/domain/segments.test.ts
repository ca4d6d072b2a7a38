import { expect, test } from "vitest";
import { SEGMENTS, segmentOf } from "@/lib/domain/segments";

test.each([
  [null, "Unknown"],
  [0, "Unknown"],
  [-5, "Unknown"],
  [Number.NaN, "Unknown"],
  [1, "SMB"],
  [199, "SMB"],
  [200, "MM"],
  [1999, "MM"],
  [2000, "ENT"],
  [2_000_000, "ENT"],
])("%d employees: %s", (employees, segment) => {
  expect(segmentOf(employees)).toBe(segment);
});

test("bounds can be set; Unknown and rows without bounds match nothing", () => {
  const bounds = [
    { code: "Unknown" as const, minEmployees: null, maxEmployees: null },
    { code: "MM" as const, minEmployees: null, maxEmployees: null },
    { code: "SMB" as const, minEmployees: null, maxEmployees: 49 },
    { code: "ENT" as const, minEmployees: 100, maxEmployees: null },
  ];
  expect([10, 49, 50, 99, 100].map((count) => segmentOf(count, bounds))).toEqual([
    "SMB",
    "SMB",
    "Unknown",
    "Unknown",
    "ENT",
  ]);
});

test("the display order", () => {
  expect(SEGMENTS).toEqual(["SMB", "MM", "ENT", "Unknown"]);
});
