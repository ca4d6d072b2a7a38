import { describe, expect, test } from "vitest";
import { parseContext, parseOne, refusal } from "@/tests/support/parse-context";

const OPPORTUNITY = { external_id: "O-1", created_at: "2027-06-01" };
const opportunity = (changes: Record<string, string> = {}, options = {}) =>
  parseOne("opportunities", { ...OPPORTUNITY, ...changes }, options);

describe("an opportunity", () => {
  test("is new business, open, first seen today", () => {
    expect(opportunity()).toMatchObject({
      type: "new_business",
      outcome: "open",
      created_on: "2027-06-01",
      stage: null,
      stage_ordinal: null,
      currency: null,
      amount: null,
      closed_on: null,
      first_seen_on: "2027-07-05",
    });
  });

  test("reads its lists in any writing", () => {
    const read = opportunity({ type: "New Business", created_by_team: "Sales", outcome: "LOST", stage: " PROPOSAL " });
    expect(read).toMatchObject({
      type: "new_business",
      created_by_team: "sales",
      outcome: "lost",
      stage: "PROPOSAL",
      stage_ordinal: "3",
    });
  });

  test("with an amount alone is in the reporting currency", () => {
    expect(opportunity({ amount: "10" })).toMatchObject({ amount: "10", currency: "USD" });
    expect(opportunity({ amount: "10", currency: "eur" })).toMatchObject({ currency: "EUR" });
  });

  test("at the won stage is won unless it says otherwise", () => {
    expect(opportunity({ stage: "Closed Won", closed_at: "2027-06-20" })).toMatchObject({
      outcome: "won",
      closed_on: "2027-06-20",
    });
    expect(opportunity({ stage: "Closed Won", outcome: "open" })).toMatchObject({ outcome: "open" });
  });

  test.each(["lost", "won"])("that is closed, %s, may stand in a mapped name without a place", (outcome) => {
    const context = parseContext({ stages: new Map([["closed lost", { ordinal: null, isWon: false }]]) });
    const read = opportunity({ stage: "Closed  LOST", outcome }, { context });
    expect(read).toMatchObject({ stage: "Closed  LOST", stage_ordinal: null, outcome });
    const open = opportunity({ stage: "Closed Lost", outcome: "open" }, { context });
    expect(open).toMatchObject({ code: "STAGE_UNMAPPED", message: expect.stringContaining("without a place") });
    expect([...context.unmappedStages]).toEqual([]);
    expect(refusal(opportunity({ stage: "Dead", outcome }, { context }))).toMatchObject({ code: "STAGE_UNMAPPED" });
    expect([...context.unmappedStages.keys()]).toEqual(["dead"]);
  });

  test.each<[Record<string, string>, string, string]>([
    [{ type: "upsell" }, "type", "TYPE_UNKNOWN"],
    [{ created_by_team: "finance" }, "created_by_team", "TEAM_UNKNOWN"],
    [{ outcome: "paused" }, "outcome", "OUTCOME_UNKNOWN"],
    [{ currency: "EURO" }, "currency", "CURRENCY_UNKNOWN"],
    [{ amount: "-5" }, "amount", "NUMBER_NEGATIVE"],
    [{ stage: "Verbal" }, "stage", "STAGE_UNMAPPED"],
    [{ stage: "hand-raiser" }, "stage", "STAGE_UNMAPPED"],
    [{ closed_at: "soon" }, "closed_at", "DATE_FORMAT"],
  ])("%j: %s %s", (changes, field, code) => expect(refusal(opportunity(changes))).toEqual({ field, code }));
});

describe("stage history", () => {
  const ROW = { opportunity_external_id: "O-1", stage: "Proposal", entered_at: "2027-06-10T12:00:00Z" };
  const history = (changes: Record<string, string> = {}, options = {}) =>
    parseOne("stage_history", { ...ROW, ...changes }, options);

  test("takes the ordinal of the translation table, whatever the record says", () => {
    expect(history({ stage_ordinal: "9" })).toMatchObject({
      stage_key: "proposal",
      ordinal: "3",
      is_won: "false",
      entered_on: "2027-06-10",
    });
    expect(history({ stage: "closed  won" })).toMatchObject({ stage_key: "closed won", ordinal: "6", is_won: "true" });
  });

  test("takes the record's own where the table has none; the ordinal of a won stage is won", () => {
    expect(history({ stage: "Verbal", stage_ordinal: "4" })).toMatchObject({
      stage: "Verbal",
      ordinal: "4",
      is_won: "false",
    });
    expect(history({ stage: "Ganado", stage_ordinal: "6" })).toMatchObject({ is_won: "true" });
  });

  test("leaves the currency to its opportunity", () => {
    expect(history({ amount: "5.5" })).toMatchObject({ amount: "5.5", currency: null });
  });

  test("of a mapped name without a place needs its own", () => {
    const context = parseContext();
    const refused = history({ stage: "hand-raiser" }, { context });
    expect(refused).toMatchObject({ code: "STAGE_UNMAPPED", message: expect.stringContaining("stage_ordinal") });
    expect([...context.unmappedStages]).toEqual([]);
    expect(history({ stage: "hand-raiser", stage_ordinal: "2" }, { context })).toMatchObject({ ordinal: "2" });
  });

  test("counts the names that no table covers", () => {
    const context = parseContext();
    for (const stage of ["Verbal", " verbal", "Demo"]) history({ stage }, { context });
    expect([...context.unmappedStages]).toEqual([
      ["verbal", { name: "verbal", seen: 2 }],
      ["demo", { name: "Demo", seen: 1 }],
    ]);
  });

  test.each<[Record<string, string>, string, string]>([
    [{ stage: "Verbal" }, "stage", "STAGE_UNMAPPED"],
    [{ stage: "" }, "stage", "FIELD_REQUIRED"],
    [{ stage_ordinal: "101" }, "stage_ordinal", "NUMBER_RANGE"],
    [{ stage_ordinal: "three" }, "stage_ordinal", "NUMBER_INVALID"],
    [{ entered_at: "2027-06-10 12:00" }, "entered_at", "TIME_WITHOUT_OFFSET"],
  ])("%j: %s %s", (changes, field, code) => expect(refusal(history(changes))).toEqual({ field, code }));
});
