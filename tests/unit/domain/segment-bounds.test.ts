import fc from "fast-check";
import { expect, test } from "vitest";
import { type BoundsText, parseBounds } from "@/lib/domain/segment-bounds";
import { segmentOf } from "@/lib/domain/segments";

const bounds = (...cells: [string, string, string, string, string, string]): BoundsText => ({
  SMB: { from: cells[0], to: cells[1] },
  MM: { from: cells[2], to: cells[3] },
  ENT: { from: cells[4], to: cells[5] },
});

const refusals = (text: BoundsText) => {
  const result = parseBounds(text);
  return result.ok ? [] : result.errors.map(({ field, code }) => `${code} ${field}`);
};

test.each([
  [bounds("1", "199", "200", "1999", "2000", ""), []],
  [bounds("0", "199", "200", "1,999", "2,000", " "), []],
  [bounds("1", "199", "201", "1999", "2000", ""), ["SEGMENT_GAP MM.from"]],
  [bounds("1", "199", "199", "1999", "2000", ""), ["SEGMENT_OVERLAP MM.from"]],
  [bounds("1", "199", "200", "1999", "2500", ""), ["SEGMENT_GAP ENT.from"]],
  [bounds("2", "199", "200", "1999", "2000", ""), ["SEGMENT_GAP SMB.from"]],
  [bounds("1", "199", "200", "1999", "2000", "5000"), ["SEGMENT_GAP ENT.to"]],
  [
    bounds("5", "199", "300", "1999", "1000", "5000"),
    ["SEGMENT_GAP SMB.from", "SEGMENT_GAP ENT.to", "SEGMENT_GAP MM.from", "SEGMENT_OVERLAP ENT.from"],
  ],
  [bounds("", "199", "200", "", "2000", ""), ["SEGMENT_BOUND SMB.from", "SEGMENT_BOUND MM.to"]],
  [
    bounds("-1", "1e3", "200", "1.5", "2000", ""),
    ["SEGMENT_BOUND SMB.from", "SEGMENT_BOUND SMB.to", "SEGMENT_BOUND MM.to"],
  ],
  [bounds("1", "199", "500", "300", "2000", ""), ["SEGMENT_BOUND MM.to"]],
])("%j", (text, expected) => {
  expect(refusals(text)).toEqual(expected);
});

test("accepted bounds give every known size exactly one segment", () => {
  const sizes = fc.tuple(fc.constantFrom(0, 1), fc.integer({ min: 2, max: 5_000 }), fc.integer({ min: 1, max: 5_000 }));
  fc.assert(
    fc.property(sizes, fc.integer({ min: 1, max: 20_000 }), ([first, small, more], employees) => {
      const middle = small + more;
      const result = parseBounds(bounds(`${first}`, `${small}`, `${small + 1}`, `${middle}`, `${middle + 1}`, ""));
      expect(result.ok).toBe(true);
      if (!result.ok) return;
      const expected = employees <= small ? "SMB" : employees <= middle ? "MM" : "ENT";
      expect(segmentOf(employees, result.bounds)).toBe(expected);
    }),
  );
});

test("a message names the size to begin at", () => {
  const result = parseBounds(bounds("1", "199", "251", "1999", "2000", ""));
  expect(result.ok ? "" : result.errors[0]?.message).toBe(
    "Companies with 200 to 250 employees belong to no segment. Begin at 200.",
  );
});
