import { describe, expect, test } from "vitest";
import { groupDigits, holdsPhrase, joinWords, plainWords } from "@/lib/domain/phrases";

describe("plainWords", () => {
  test.each([
    ["VP, Rev-Ops", "vp rev ops"],
    ["  Head\tof\u00a0Sales ", "head of sales"],
    ["ＶＰ Sales", "vp sales"],
    ["C++ / C#", "c++ c#"],
    ["—", ""],
    [`${"x ".repeat(200)}y`, `${"x ".repeat(200)}y`],
  ])("of %j", (text, words) => {
    expect(plainWords(text)).toBe(words);
    expect(plainWords(text)).toBe(words);
  });
});

describe("holdsPhrase", () => {
  test.each([
    ["VP of Sales", "vp", true],
    ["EVP of Sales", "vp", false],
    ["Head-of Sales", "Head of", true],
    ["Head, Office", "Head of", false],
    ["Sales", "Sales", true],
  ])("%j holds %j: %s", (text, phrase, expected) => {
    expect(holdsPhrase(text, phrase)).toBe(expected);
  });
});

describe("in print", () => {
  test.each([
    [[], ""],
    [["a"], "a"],
    [["a", "b"], "a or b"],
    [["a", "b", "c"], "a, b or c"],
  ])("%j reads %j", (items, text) => {
    expect(joinWords(items, "or")).toBe(text);
  });

  test.each([
    [0, "0"],
    [999, "999"],
    [1000, "1,000"],
    ["10000000.5000", "10,000,000.5000"],
    ["-1234", "-1,234"],
  ])("%s is grouped as %s", (value, text) => {
    expect(groupDigits(value)).toBe(text);
  });
});
