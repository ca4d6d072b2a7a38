import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { vendorKey } from "@/lib/domain/briefs";
import { type ModelRecord, readToolTerms, renewalWords, retrainFlagsOf, scorerKeys } from "@/lib/domain/stack";

const ZONE = "America/New_York";

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
  ["54000,50", null],
  ["54,00", null],
  ["5,4000", null],
  ["1,234,5678", null],
  ["54000%", null],
  ["1,234,567.50", "1234567.50"],
  [" 54,000 ", "54000.00"],
])("a yearly cost of %s", (yearlyCost, cost) => {
  const text = { name: "6sense", vendor: "6sense", yearlyCost, currency: "USD", renewsOn: "2027-09-01" };
  const result = readToolTerms(text);
  expect(result.ok ? result.terms.yearlyCost : result.errors).toEqual(
    cost ?? [{ field: "yearlyCost", code: "COST_RANGE", message: expect.stringContaining("a comma groups thousands") }],
  );
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
  const FREEZE = { agreementVersion: 2, until: "2028-02-01" };
  const seen = (modelVersion: string, at: string, frozen: ModelRecord["frozen"] = FREEZE): ModelRecord => ({
    tool: "6sense",
    modelVersion,
    retrainedOn: null,
    recordedAt: new Date(at),
    frozen,
  });
  const entered = (modelVersion: string, retrainedOn: string, frozen: ModelRecord["frozen"] = FREEZE): ModelRecord => ({
    tool: "6sense",
    modelVersion,
    retrainedOn,
    recordedAt: new Date("2027-12-01T12:00:00Z"),
    frozen,
  });
  const flags = (...records: ModelRecord[]) =>
    retrainFlagsOf(records, ZONE).map(
      ({ modelVersion, on, how, agreementVersion }) => `${modelVersion} ${on} ${how} v${agreementVersion}`,
    );
  const NOON = "2027-05-01T12:00:00Z";

  test.each([
    ["what fell into none is none", [seen("a", NOON, null), entered("b", "2027-01-01", null)], []],
    ["what did is one", [seen("a", NOON, null), seen("b", NOON)], ["b 2027-05-01 seen v2"]],
    ["the day is that of the zone", [seen("b", "2027-05-01T03:00:00Z")], ["b 2027-04-30 seen v2"]],
    [
      "the earliest of a version, the earliest version first",
      [seen("c", "2027-09-01T12:00:00Z"), entered("c", "2027-08-20"), seen("b", NOON)],
      ["b 2027-05-01 seen v2", "c 2027-08-20 entered v2"],
    ],
    [
      "one line in the freeze of a correction, one in each freeze",
      [
        entered("b", "2027-03-01"),
        entered("b", "2027-04-01", { ...FREEZE, agreementVersion: 3 }),
        entered("b", "2028-03-01", { agreementVersion: 4, until: "2029-02-01" }),
      ],
      ["b 2027-03-01 entered v2", "b 2028-03-01 entered v4"],
    ],
    [
      "models of two tools with one name",
      [entered("b", "2027-03-01"), { ...entered("b", "2027-04-01"), tool: "MadKudu" }],
      ["b 2027-03-01 entered v2", "b 2027-04-01 entered v2"],
    ],
  ])("%s", (_what, records, expected) => {
    expect(flags(...records)).toEqual(expected);
  });

  test("whatever is entered later, a flag stays", () => {
    const day = fc.integer({ min: 1, max: 28 }).map((n) => `2027-0${1 + (n % 9)}-${String(n).padStart(2, "0")}`);
    const record = fc
      .record({
        version: fc.constantFrom("a", "b", "c"),
        day,
        isEntered: fc.boolean(),
        frozen: fc.constantFrom(null, FREEZE),
      })
      .map(({ version, day: on, isEntered, frozen }) =>
        isEntered ? entered(version, on, frozen) : seen(version, `${on}T12:00:00Z`, frozen),
      );
    fc.assert(
      fc.property(fc.array(record, { maxLength: 8 }), record, (records, later) => {
        const versions = (list: ModelRecord[]) => retrainFlagsOf(list, ZONE).map(({ modelVersion }) => modelVersion);
        expect(versions([...records, later])).toEqual(expect.arrayContaining(versions(records)));
      }),
    );
  });
});
