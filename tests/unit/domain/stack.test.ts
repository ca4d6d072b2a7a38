import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { vendorKey } from "@/lib/domain/briefs";
import { type ModelRecord, readToolTerms, renewalWords, retrainsInside, scorerKeys } from "@/lib/domain/stack";

const ZONE = "America/New_York";
const FREEZE = { from: "2027-02-10", until: "2028-02-01" };

test("a tool is read as people type it, or names every field at fault", () => {
  const text = { name: " 6sense ", vendor: "6sense", yearlyCost: "165,000", currency: "usd", renewsOn: "2027-09-01" };
  expect(readToolTerms(text)).toEqual({
    ok: true,
    terms: { name: "6sense", vendor: "6sense", yearlyCost: "165000.00", currency: "USD", renewsOn: "2027-09-01" },
  });
  const bad = readToolTerms({ name: "", vendor: " ", yearlyCost: "NaN", currency: "", renewsOn: "2027-02-30" });
  expect(bad.ok ? [] : bad.errors.map(({ field }) => field)).toEqual([
    "name",
    "vendor",
    "yearlyCost",
    "currency",
    "renewsOn",
  ]);
});

test.each([
  ["2027-09-04", null],
  ["2027-09-03", "renews in 60 days"],
  ["2027-07-06", "renews tomorrow"],
  ["2027-07-05", "renews today"],
  ["2027-07-04", "the renewal date passed yesterday"],
  ["2027-06-05", "the renewal date passed 30 days ago"],
])("a renewal on %s: %s", (day, words) => {
  expect(renewalWords(day, "2027-07-05")).toBe(words);
});

test("a score may name the tool or its vendor", () => {
  const keys = scorerKeys({ name: "6sense Predictive", vendor: "6sense" });
  expect(keys.has(vendorKey("6SENSE  predictive"))).toBe(true);
  expect(keys.has(vendorKey("6Sense"))).toBe(true);
  expect(keys.has(vendorKey("MadKudu"))).toBe(false);
  expect(keys.has("")).toBe(false);
});

describe("retrains inside a freeze", () => {
  const seen = (modelVersion: string, at: string): ModelRecord => ({
    modelVersion,
    retrainedOn: null,
    recordedAt: new Date(at),
  });
  const entered = (modelVersion: string, retrainedOn: string): ModelRecord => ({
    modelVersion,
    retrainedOn,
    recordedAt: new Date("2027-12-01T12:00:00Z"),
  });
  const flags = (...records: ModelRecord[]) =>
    retrainsInside(records, FREEZE, ZONE).map(({ modelVersion, on, how }) => `${modelVersion} ${on} ${how}`);

  test.each([
    ["the first model of a vendor is none", [seen("a", "2027-05-01T12:00:00Z")], []],
    ["a later one is", [seen("a", "2026-05-01T12:00:00Z"), seen("b", "2027-05-01T12:00:00Z")], ["b 2027-05-01 seen"]],
    ["the day is that of the zone", [seen("a", "2026-01-01T12:00:00Z"), seen("b", "2027-02-10T03:00:00Z")], []],
    [
      "its first day counts",
      [seen("a", "2026-01-01T12:00:00Z"), seen("b", "2027-02-10T05:00:00Z")],
      ["b 2027-02-10 seen"],
    ],
    ["the last day does not", [seen("a", "2026-01-01T12:00:00Z"), entered("b", "2028-02-01")], []],
    [
      "an entered day does, of the first model as well",
      [seen("a", "2026-01-01T12:00:00Z"), entered("a", "2027-03-01")],
      ["a 2027-03-01 entered"],
    ],
    [
      "the earliest of a version, the earliest version first",
      [
        seen("a", "2026-01-01T12:00:00Z"),
        seen("c", "2027-09-01T12:00:00Z"),
        entered("c", "2027-08-20"),
        seen("b", "2027-04-01T12:00:00Z"),
      ],
      ["b 2027-04-01 seen", "c 2027-08-20 entered"],
    ],
    [
      "a day before the freeze takes no flag away",
      [seen("a", "2026-01-01T12:00:00Z"), seen("b", "2027-05-01T12:00:00Z"), entered("b", "2027-01-01")],
      ["b 2027-05-01 seen"],
    ],
  ])("%s", (_what, records, expected) => {
    expect(flags(...records)).toEqual(expected);
  });

  test("whatever is entered later, a flag stays", () => {
    const day = fc.integer({ min: 1, max: 28 }).map((n) => `2027-0${1 + (n % 9)}-${String(n).padStart(2, "0")}`);
    const record = fc
      .record({ version: fc.constantFrom("a", "b", "c"), day, isEntered: fc.boolean() })
      .map(({ version, day: on, isEntered }) => (isEntered ? entered(version, on) : seen(version, `${on}T12:00:00Z`)));
    fc.assert(
      fc.property(fc.array(record, { maxLength: 8 }), record, (records, later) => {
        const versions = (list: ModelRecord[]) =>
          retrainsInside(list, FREEZE, ZONE).map(({ modelVersion }) => modelVersion);
        expect(versions([...records, later])).toEqual(expect.arrayContaining(versions(records)));
      }),
    );
  });
});
