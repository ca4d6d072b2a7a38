import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TranslationLine } from "@/lib/domain/agreement-document";
import { addedSince, editedLines, linePairs, sameLine } from "@/lib/domain/translation";

const line = (key: string, more: Partial<TranslationLine> = {}): TranslationLine => ({
  ...{ key, name: key, stage: "pipeline", ordinal: 3, is_won: false, crm_value: null },
  ...more,
});
const keys = (lines: readonly TranslationLine[]) => lines.map(({ key }) => key);
const [a, b, c, d] = [line("a"), line("b"), line("c"), line("d")];

describe("the lines that an edit starts from", () => {
  test.each([
    ["nothing is being written", [a, b], [a, b], null, ["a", "b"], []],
    ["and a name came in since", [a, b, c], [a, b], null, ["a", "b", "c"], ["c"]],
    ["a draft without a line", [a, b], [a, b], [a], ["a"], []],
    ["a draft with another", [a, b], [a, b], [a, d], ["a", "d"], []],
    ["a name that came in after the proposal", [a, b, c], [a, b], [a], ["a", "c"], ["c"]],
    ["a name that came in before the draft", [a, b, c], [a, b], [a, c], ["a", "c"], []],
  ])("%s", (_, live, agreed, open, expected, added) => {
    expect(keys(editedLines({ live, agreed, open }))).toEqual(expected);
    expect(keys(addedSince({ live, agreed, open }))).toEqual(added);
  });

  const lines = fc
    .uniqueArray(fc.constantFrom("a", "b", "c", "d", "e"), { maxLength: 5 })
    .map((all) => all.map((key) => line(key)));
  test("hold no key twice, all of the draft, and never a live line that it took out", () => {
    fc.assert(
      fc.property(lines, lines, fc.option(lines, { nil: null }), (live, agreed, open) => {
        const edited = keys(editedLines({ live, agreed, open }));
        expect(new Set(edited).size).toBe(edited.length);
        for (const key of keys(open ?? live)) expect(edited).toContain(key);
        const gone = keys(agreed).filter((key) => open !== null && !keys(open).includes(key));
        for (const key of gone) expect(edited).not.toContain(key);
        const pairs = linePairs({ live, agreed, open });
        expect(new Set(pairs.map(({ key }) => key))).toEqual(new Set([...edited, ...keys(live)]));
        expect(pairs.every((pair) => pair.edited !== null || pair.live !== null)).toBe(true);
      }),
    );
  });
});

test.each([
  [a, line("a"), true],
  [a, line("a", { name: "A" }), false],
  [a, line("a", { stage: "sql" }), false],
  [a, line("a", { ordinal: null }), false],
  [a, line("a", { is_won: true }), false],
  [a, line("a", { crm_value: "x" }), false],
  [a, undefined, false],
  [undefined, undefined, true],
])("%j and %j are the same line: %s", (one, other, expected) => {
  expect(sameLine(one, other)).toBe(expected);
});
