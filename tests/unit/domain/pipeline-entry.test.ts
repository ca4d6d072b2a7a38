import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type OpportunityFacts, pipelineEntry, type StageEntry } from "@/lib/domain/ownership";

const opportunity = (facts: Partial<OpportunityFacts> = {}): OpportunityFacts => ({
  createdOn: "2027-05-10",
  firstSeenOn: "2027-05-10",
  ordinal: 1,
  outcome: "open",
  closedOn: null,
  amount: "70000.00",
  currency: "USD",
  ...facts,
});

const stage = (
  ordinal: number,
  enteredOn: string,
  amount: string | null = "50000.00",
  currency = "USD",
): StageEntry => ({
  ordinal,
  enteredAt: new Date(`${enteredOn}T12:00:00Z`),
  enteredOn,
  amount,
  currency,
});

describe("pipelineEntry", () => {
  const exact = { approximate: false, amountLater: false, currency: "USD" };
  test.each<[string, OpportunityFacts, StageEntry[], object | null]>([
    ["never at stage 3", opportunity(), [stage(1, "2027-05-10"), stage(2, "2027-05-20")], null],
    ["no history, stage 2", opportunity({ ordinal: 2 }), [], null],
    ["no history, a stage without an ordinal", opportunity({ ordinal: null, outcome: "lost" }), [], null],
    [
      "first entry",
      opportunity(),
      [stage(2, "2027-05-20"), stage(3, "2027-06-01")],
      { ...exact, on: "2027-06-01", amount: "50000.00" },
    ],
    [
      "a jump over stage 3",
      opportunity(),
      [stage(5, "2027-06-01")],
      { ...exact, on: "2027-06-01", amount: "50000.00" },
    ],
    [
      "3→2→3 counts once, at the first",
      opportunity(),
      [stage(3, "2027-06-01", "50000.00"), stage(2, "2027-06-08", "45000.00"), stage(3, "2027-06-15", "90000.00")],
      { ...exact, on: "2027-06-01", amount: "50000.00" },
    ],
    [
      "later amounts restate nothing",
      opportunity({ amount: "99999.00" }),
      [stage(3, "2027-06-01", "50000.00"), stage(4, "2027-06-08", "80000.00")],
      { ...exact, on: "2027-06-01", amount: "50000.00" },
    ],
    [
      "no amount then: the next one, even of stage 2, in its currency",
      opportunity(),
      [
        stage(2, "2027-05-20", "10.00"),
        stage(3, "2027-06-01", null),
        stage(2, "2027-06-08", "40000.00", "EUR"),
        stage(4, "2027-06-09"),
      ],
      { on: "2027-06-01", amount: "40000.00", currency: "EUR", approximate: false, amountLater: true },
    ],
    [
      "no amount in history: that of the record",
      opportunity({ currency: "GBP" }),
      [stage(3, "2027-06-01", null)],
      { on: "2027-06-01", amount: "70000.00", currency: "GBP", approximate: false, amountLater: true },
    ],
    [
      "two stages in one instant: the lower one is the first",
      opportunity(),
      [stage(4, "2027-06-01", "10.00"), stage(3, "2027-06-01", "20.00")],
      { ...exact, on: "2027-06-01", amount: "20.00" },
    ],
    [
      "no amount anywhere",
      opportunity({ amount: null }),
      [stage(3, "2027-06-01", null)],
      { ...exact, on: "2027-06-01", amount: null },
    ],
    [
      "won without history",
      opportunity({ outcome: "won", closedOn: "2027-06-30", ordinal: 6 }),
      [],
      { on: "2027-06-30", amount: "70000.00", currency: "USD", approximate: true, amountLater: false },
    ],
    [
      "won with history of stage 2 only",
      opportunity({ outcome: "won", closedOn: "2027-06-30", ordinal: 6 }),
      [stage(2, "2027-05-20")],
      { on: "2027-06-30", amount: "70000.00", currency: "USD", approximate: true, amountLater: false },
    ],
    [
      "won with history of stage 3",
      opportunity({ outcome: "won", closedOn: "2027-06-30", ordinal: 6 }),
      [stage(3, "2027-05-20")],
      { ...exact, on: "2027-05-20", amount: "50000.00" },
    ],
    [
      "arrived at stage 4 without history",
      opportunity({ ordinal: 4, firstSeenOn: "2027-06-02" }),
      [],
      { on: "2027-06-02", amount: "70000.00", currency: "USD", approximate: true, amountLater: false },
    ],
    [
      "arrived, seen before its created date",
      opportunity({ ordinal: 3, firstSeenOn: "2027-05-01" }),
      [],
      { on: "2027-05-10", amount: "70000.00", currency: "USD", approximate: true, amountLater: false },
    ],
    [
      "won without a close date",
      opportunity({ outcome: "won", ordinal: 6, firstSeenOn: "2027-06-02" }),
      [],
      { on: "2027-06-02", amount: "70000.00", currency: "USD", approximate: true, amountLater: false },
    ],
  ])("%s", (_, facts, history, expected) => {
    expect(pipelineEntry(facts, history)).toEqual(expected);
  });

  describe("an amount that was taken for an entry without one", () => {
    const taken = { on: "2027-06-01", amount: "70000.00", currency: "USD" };
    const late = { on: "2027-06-01", currency: "USD", approximate: false, amountLater: true };
    const entered = stage(3, "2027-06-01", null);
    test.each<[string, StageEntry[], object]>([
      ["stays whatever the record says", [entered], { ...late, amount: "70000.00" }],
      ["stays beside later rows", [entered, stage(4, "2027-06-02", "1.00")], { ...late, amount: "70000.00" }],
      ["gives way to the entry's own", [stage(3, "2027-06-01")], { ...late, amount: "50000.00", amountLater: false }],
      [
        "is none of an entry on another day",
        [stage(4, "2027-05-20", null), entered],
        { ...late, on: "2027-05-20", amount: "90000.00" },
      ],
    ])("%s", (_, history, expected) => {
      expect(pipelineEntry(opportunity({ amount: "90000.00" }), history, taken)).toEqual(expected);
    });
  });

  test("the order of history rows is irrelevant, also within one instant", () => {
    const entry = fc
      .record({
        ordinal: fc.integer({ min: 1, max: 6 }),
        day: fc.integer({ min: 1, max: 4 }),
        amount: fc.constantFrom(null, "1.00", "2.00"),
        currency: fc.constantFrom("USD", "EUR"),
      })
      .map(({ ordinal, day, amount, currency }) => stage(ordinal, `2027-06-0${day}`, amount, currency));
    fc.assert(
      fc.property(
        fc
          .array(entry, { maxLength: 8 })
          .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([history, shuffled]) => {
          expect(pipelineEntry(opportunity(), shuffled)).toEqual(pipelineEntry(opportunity(), history));
        },
      ),
    );
  });
});
