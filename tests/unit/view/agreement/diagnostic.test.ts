import { describe, expect, test } from "vitest";
import { compareAnswers } from "@/lib/domain/diagnostic";
import { answerFields, askedWords, diagnosticTitle, roundWords } from "@/lib/view/agreement/diagnostic";
import { answerOf } from "@/tests/support/diagnostic";

const AT = new Date("2027-07-05T16:00:00Z");
const round = (cro: Date | null, cmo: Date | null, more = {}) => ({
  cro: { name: "Ida", answeredAt: cro, canAnswer: true },
  cmo: { name: "Bo", answeredAt: cmo, canAnswer: true },
  revealedAt: null,
  calledOffAt: null,
  ...more,
});

describe("a round in a sentence and in a few words", () => {
  test.each([
    [round(null, null), "Ida and Bo are asked: what is a good lead?", "nobody has answered yet"],
    [round(AT, null), "Ida has answered, Bo has not.", "one has answered"],
    [round(null, AT), "Bo has answered, Ida has not.", "one has answered"],
    [round(AT, null, { calledOffAt: AT }), "This round was called off; its answers stay hidden.", "called off"],
  ])("%#", (state, title, words) => {
    expect(diagnosticTitle(state, null)).toBe(title);
    expect(roundWords(state)).toBe(words);
  });

  test("none yet, and both in", () => {
    expect(diagnosticTitle(null, null)).toBe("Ask both leaders apart: what is a good lead?");
    const shown = round(AT, AT, { revealedAt: AT });
    const comparison = compareAnswers(answerOf("a"), answerOf("a", { geography: "b", titles: "c" }));
    expect(diagnosticTitle(shown, comparison)).toBe("The two answers agree in 6 of 8 fields.");
    expect(roundWords(shown)).toBe("both have answered");
  });
});

describe("somebody who cannot answer any more", () => {
  const lost = { name: "Bo", answeredAt: null, canAnswer: false };

  test("is named in the title and among the rounds while the answer is missing", () => {
    const stuck = round(AT, null, { cmo: lost });
    expect(diagnosticTitle(stuck, null)).toBe("Bo cannot answer any more, so this round does not end by itself.");
    expect(roundWords(stuck)).toBe("cannot be answered any more");
    const given = round(null, AT, { cmo: { ...lost, answeredAt: AT } });
    expect(diagnosticTitle(given, null)).toBe("Bo has answered, Ida has not.");
    expect(roundWords(round(AT, null, { cmo: lost, calledOffAt: AT }))).toBe("called off");
  });

  test("is marked in words, with what is to be done", () => {
    expect(askedWords(lost, true)).toBe("cannot answer any more; call the round off");
    expect(askedWords(lost, false)).toBe("cannot answer any more; the VP RevOps can call the round off");
    expect(askedWords({ ...lost, answeredAt: AT }, true)).toBe("has answered");
    expect(askedWords({ ...lost, canAnswer: true }, false)).toBe("has not answered yet");
  });
});

test("the nine questions, with what was answered so far", () => {
  const fields = answerFields(answerOf("said"));
  expect(fields).toHaveLength(9);
  expect(fields[0]).toMatchObject({ key: "sentence", label: "A good lead is …", value: "said" });
  expect(answerFields(null).every(({ value, hint }) => value === "" && hint !== "")).toBe(true);
});
