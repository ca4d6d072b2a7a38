import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEFINITION_FIELDS } from "@/lib/domain/definition";
import { ANSWER_TEXTS, compareAnswers, type DiagnosticAnswer, readAnswer, saysTheSame } from "@/lib/domain/diagnostic";

const filled = (text: string): DiagnosticAnswer =>
  Object.fromEntries(ANSWER_TEXTS.map(({ key }) => [key, text])) as DiagnosticAnswer;

describe("whether two answers say the same", () => {
  test.each([
    ["US and Canada", "us  and canada.", true],
    ["Director, VP or Head of", "director vp or head of", true],
    ["over 1,000 people", "Over 1000 people", true],
    ["“Salesforce”", "Salesforce", true],
    [">50", "> 50", true],
    ["50 %", "50%", true],
    ["> 50", "< 50", false],
    ["$10.5M", "$105M", false],
    ["C++", "C", false],
    ["1,50", "150", false],
    ["US", "US and Canada", false],
    ["ﬁnance", "finance", true],
  ])("%s | %s: %s", (one, other, same) => {
    expect(saysTheSame(one, other)).toBe(same);
  });

  test("it does not matter who said what, nor case and blanks", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        expect(saysTheSame(one, other)).toBe(saysTheSame(other, one));
        expect(saysTheSame(one, ` ${one} `)).toBe(true);
      }),
    );
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9 ,.]{1,40}$/), (text) => {
        expect(saysTheSame(text, text.toUpperCase())).toBe(true);
      }),
    );
  });
});

test("side by side in the order of the page; the sentence is not counted", () => {
  const cro = { ...filled("the same"), sentence: "One that closes.", geography: "US", titles: "VP" };
  const cmo = { ...filled("The same."), sentence: "One that fits.", geography: "US, DACH", titles: "vp" };
  const { fields, agreed } = compareAnswers(cro, cmo);
  expect(fields.map(({ key }) => key)).toEqual(DEFINITION_FIELDS.map(({ key }) => key));
  expect(fields.filter(({ same }) => !same)).toEqual([
    { key: "geography", label: "Geography", cro: "US", cmo: "US, DACH", same: false },
  ]);
  expect(agreed).toBe(7);
});

test("the number of fields that agree is that of the marks, from 0 to 8", () => {
  const answers = fc.record(Object.fromEntries(ANSWER_TEXTS.map(({ key }) => [key, fc.constantFrom("a", "b", "A ")])));
  fc.assert(
    fc.property(answers, answers, (cro, cmo) => {
      const { fields, agreed } = compareAnswers(cro as DiagnosticAnswer, cmo as DiagnosticAnswer);
      expect(agreed).toBe(fields.filter(({ same }) => same).length);
      expect(fields).toHaveLength(8);
    }),
  );
});

describe("an answer from outside", () => {
  test("is kept as one line each", () => {
    const result = readAnswer({ ...filled("fits"), titles: "  VP \n or  Head of ", extra: "ignored" });
    expect(result).toEqual({ ok: true, answer: { ...filled("fits"), titles: "VP or Head of" } });
  });

  test("300 characters as people count them are enough", () => {
    expect(readAnswer(filled("😀".repeat(300))).ok).toBe(true);
  });

  test.each([
    ["missing", undefined, "ANSWER_REQUIRED"],
    ["blank", " \u200b\n ", "ANSWER_REQUIRED"],
    ["301 characters", "x".repeat(301), "ANSWER_TOO_LONG"],
  ])("%s is refused by its field", (_, geography, code) => {
    const result = readAnswer({ ...filled("fits"), geography });
    expect(result).toMatchObject({ ok: false, errors: [{ field: "geography", code }] });
  });

  test("every field that is wrong is named", () => {
    const result = readAnswer({});
    expect(result.ok ? [] : result.errors.map(({ field }) => field)).toEqual(ANSWER_TEXTS.map(({ key }) => key));
  });
});
