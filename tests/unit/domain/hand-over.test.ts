import { describe, expect, test } from "vitest";
import { exampleDefinition } from "@/lib/domain/definition";
import type { LeadFacts } from "@/lib/domain/definition-checks";
import { evaluate } from "@/lib/domain/definition-evaluation";
import { handOverProblems } from "@/lib/domain/hand-over";
import { missingData, REQUIRED_FIELDS, type RequiredField, type RequiredRecord } from "@/lib/domain/required-data";
import { good, TODAY } from "@/tests/support/lead-facts";

const problems = (facts: Partial<LeadFacts>, missing: RequiredField[] = []) =>
  handOverProblems(evaluate(exampleDefinition, { ...good, ...facts }, TODAY), missing);

describe("what stands against a hand-over", () => {
  test("nothing", () => expect(problems({})).toBeNull());

  test.each([
    [{}, ["employees"], "DATA_INCOMPLETE", ["Employees"], "above", []],
    [{ score: null }, [], "SCORE_MISSING", [], "missing", []],
    [{ score: "70" }, [], "ICP_FAILED", [], "not_above", ["Score above the line"]],
    [{ country: "FR" }, [], "ICP_FAILED", [], "above", ["Geography"]],
    [{ score: null, country: "FR" }, [], "SCORE_MISSING", [], "missing", ["Geography"]],
    [
      { score: null, country: "FR" },
      ["email", "campaign"],
      "DATA_INCOMPLETE",
      ["E-mail", "Campaign"],
      "missing",
      ["Geography"],
    ],
    [
      { score: "1", naics: "11", country: "FR" },
      ["email"],
      "DATA_INCOMPLETE",
      ["E-mail"],
      "not_above",
      ["Score above the line", "Industry codes", "Geography"],
    ],
  ] as const)("%j without %j: %s", (facts, without, code, missing, score, failed) => {
    expect(problems(facts, [...without])).toEqual({ code, missing, score, failed });
  });
});

describe("required data", () => {
  const all = REQUIRED_FIELDS.map(({ field }) => field);
  const full = Object.fromEntries(all.map((field) => [field, "x"])) as RequiredRecord;

  test("is missing when it is null or blank, in the order of screens", () => {
    const record = { ...full, campaign: "  ", email: null, technologies: "" };
    expect(missingData(["campaign", "technologies", "country", "email"], record)).toEqual([
      "email",
      "technologies",
      "campaign",
    ]);
  });

  test.each(all)("%s alone", (field) => {
    expect(missingData(all, { ...full, [field]: null })).toEqual([field]);
    expect(
      missingData(
        all.filter((other) => other !== field),
        { ...full, [field]: null },
      ),
    ).toEqual([]);
  });
});
