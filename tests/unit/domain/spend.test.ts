import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, diffDays, isWithin } from "@/lib/domain/dates";
import { exactSpend, type Fraction, type SpendRow, spendFromShares, totalSpend, windowSpend } from "@/lib/domain/spend";

const row = (start: string, end: string, amount: string, source = "webinar"): SpendRow => ({
  source,
  start,
  end,
  amount,
});
const july = { from: "2027-07-01", to: "2027-07-31" };

describe("windowSpend", () => {
  test.each([
    ["wholly inside", row("2027-07-05", "2027-07-06", "100.00"), 10_000n],
    ["one day", row("2027-07-31", "2027-07-31", "9.99"), 999n],
    ["before", row("2027-06-01", "2027-06-30", "300.00"), 0n],
    ["after", row("2027-08-01", "2027-08-02", "300.00"), 0n],
    ["first day touches the window", row("2027-07-31", "2027-08-09", "100.00"), 1_000n],
    ["last day touches the window", row("2027-06-22", "2027-07-01", "100.00"), 1_000n],
    ["covers the window", row("2027-06-01", "2027-08-31", "920.00"), 31_000n],
    // 31 of 92 days of 100: 33.6956… is rounded once.
    ["a share that does not come out even", row("2027-06-01", "2027-08-31", "100.00"), 3_370n],
  ])("%s", (_, spend, cents) => {
    expect(windowSpend([spend], july).get("webinar")).toBe(cents);
  });

  test("rounds once, in the total: three thirds of a cent make a cent", () => {
    const third = row("2027-07-31", "2027-08-02", "0.01");
    expect(windowSpend([third], july).get("webinar")).toBe(0n);
    expect(windowSpend([third, third, third], july).get("webinar")).toBe(1n);
  });

  test("rounds once over rows of different lengths: two halves of a cent make one, not two", () => {
    const halves = [row("2027-07-31", "2027-08-01", "0.01"), row("2027-07-30", "2027-08-02", "0.01")];
    expect(windowSpend(halves, july).get("webinar")).toBe(1n);
    expect(halves.map((half) => windowSpend([half], july).get("webinar"))).toEqual([1n, 1n]);
  });

  test("keeps sources apart", () => {
    const rows = [row("2027-07-01", "2027-07-01", "1"), row("2027-07-01", "2027-07-01", "2", "intent")];
    expect(windowSpend(rows, july)).toEqual(
      new Map([
        ["webinar", 100n],
        ["intent", 200n],
      ]),
    );
  });

  test("refuses what no database row can be", () => {
    expect(() => windowSpend([row("2027-07-02", "2027-07-01", "1")], july)).toThrow(RangeError);
    expect(() => windowSpend([row("2027-07-01", "2027-07-01", "1,5")], july)).toThrow(RangeError);
    expect(() => spendFromShares([{ source: "webinar", totalDays: 0, weighted: "1" }])).toThrow(RangeError);
  });

  test("has nothing to say about no rows", () => {
    expect(windowSpend([], july)).toEqual(new Map());
  });
});

const cents = fc.integer({ min: 0, max: 10_000_000 });
const asAmount = (units: number): string => `${Math.floor(units / 100)}.${String(units % 100).padStart(2, "0")}`;
const start = fc.integer({ min: 0, max: 120 }).map((days) => addDays("2027-04-01", days));
const rows = fc.array(
  fc
    .record({
      source: fc.constantFrom("webinar", "intent"),
      start,
      days: fc.integer({ min: 1, max: 400 }),
      units: cents,
    })
    .map(({ source, start: from, days, units }) => row(from, addDays(from, days - 1), asAmount(units), source)),
  { maxLength: 8 },
);

const plus = (a: Fraction, b: Fraction): Fraction => ({
  numerator: a.numerator * b.denominator + b.numerator * a.denominator,
  denominator: a.denominator * b.denominator,
});

describe("spend, for any rows", () => {
  test("of a range split into days equals the whole, exactly", () => {
    fc.assert(
      fc.property(rows, start, fc.integer({ min: 1, max: 40 }), (spend, from, days) => {
        const whole = exactSpend(spend, { from, to: addDays(from, days - 1) });
        for (const [source, total] of whole) {
          const parts = Array.from({ length: days }, (_, index) => addDays(from, index)).map(
            (day) => exactSpend(spend, { from: day, to: day }).get(source) ?? { numerator: 0n, denominator: 1n },
          );
          const sum = parts.reduce(plus);
          expect(sum.numerator * total.denominator).toBe(total.numerator * sum.denominator);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("of one row equals that of a row for each of its days", () => {
    fc.assert(
      fc.property(cents, fc.integer({ min: 1, max: 60 }), start, start, (daily, days, from, windowFrom) => {
        const window = { from: windowFrom, to: addDays(windowFrom, 89) };
        const one = row(from, addDays(from, days - 1), asAmount(daily * days));
        const each = Array.from({ length: days }, (_, index) => addDays(from, index)).map((day) =>
          row(day, day, asAmount(daily)),
        );
        expect(windowSpend([one], window)).toEqual(windowSpend(each, window));
      }),
    );
  });

  test("does not depend on the order of rows", () => {
    fc.assert(
      fc.property(
        rows.chain((spend) => fc.tuple(fc.constant(spend), fc.shuffledSubarray(spend, { minLength: spend.length }))),
        ([spend, shuffled]) => {
          const sorted = (order: SpendRow[]) => [...windowSpend(order, july)].sort();
          expect(sorted(shuffled)).toEqual(sorted(spend));
        },
      ),
    );
  });

  test("is the same from rows that SQL has grouped", () => {
    fc.assert(
      fc.property(rows, (spend) => {
        const shares = spend.map(({ source, start: from, end, amount }) => {
          const days = Array.from({ length: diffDays(from, end) + 1 }, (_, index) => addDays(from, index));
          const overlap = days.filter((day) => isWithin(day, july)).length;
          const weighted = asAmount(Math.round(Number(amount) * 100) * overlap);
          return { source, totalDays: days.length, weighted };
        });
        expect(spendFromShares(shares)).toEqual(windowSpend(spend, july));
      }),
    );
  });
});

test("the total of all sources is rounded once, not the sum of rounded rows", () => {
  const shares = ["webinar", "intent", "paid_search"].map((source) => ({ source, totalDays: 3, weighted: "100" }));
  expect([...spendFromShares(shares).values()]).toEqual([3333n, 3333n, 3333n]);
  expect(totalSpend(shares)).toBe(10000n);
  expect(totalSpend([])).toBe(0n);
});
