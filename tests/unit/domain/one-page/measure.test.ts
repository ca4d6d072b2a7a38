import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cut, textWidth, wrap } from "@/lib/domain/one-page/measure";

/** Room for so many of one letter. */
const room = (count: number): number => textWidth("m".repeat(count), "text") + 0.001;

test.each([
  ["", []],
  [" ", [" "]],
  ["mm", ["m", "m"]],
])("the width of %j is the sum of its characters", (text, characters) => {
  const sum = characters.reduce((total, character) => total + textWidth(character, "text"), 0);
  expect(textWidth(text, "text")).toBeCloseTo(sum, 10);
});

test("bold takes more than regular, and a letter that the fonts lack more than any that they have", () => {
  expect(textWidth("Accepted", "strong")).toBeGreaterThan(textWidth("Accepted", "text"));
  expect(textWidth("販", "text")).toBeGreaterThan(textWidth("m", "text"));
  expect(textWidth("𝄞", "text")).toBeGreaterThan(textWidth("販", "text"));
});

describe("lines", () => {
  test.each<[words: string, text: string, letters: number, lines: string[]]>([
    ["nothing is one empty line", "", 4, [""]],
    ["what fits stays", "mm m", 4, ["mm m"]],
    ["a line ends at a blank", "mm mm", 4, ["mm", "mm"]],
    ["blanks and line ends are one blank", "  m \n\t m  ", 4, ["m m"]],
    ["a number keeps its unit", "mm m\u00a0m", 4, ["mm", "m\u00a0m"]],
    ["a long word is broken where the line is full", "mmmmmmmmm", 4, ["mmmm", "mmmm", "m"]],
    ["a long word begins a line, and words follow its rest", "m mmmmm m", 4, ["m", "mmmm", "m m"]],
    ["a letter wider than the line stands alone", "mm", 0.5, ["m", "m"]],
    ["letters and their marks are one", "e\u0301", 4, ["é"]],
  ])("%s", (_words, text, letters, lines) => {
    expect(wrap(text, "text", room(letters))).toEqual(lines);
  });

  const texts = fc.string({ unit: fc.constantFrom("a", "W", "i", "é", " ", "-", "販"), maxLength: 200 });
  const widths = fc.double({ min: 2, max: 30, noNaN: true });

  test("hold all words in their order, and none is wider than the measure", () => {
    fc.assert(
      fc.property(texts, widths, (text, width) => {
        const lines = wrap(text, "text", width);
        expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
        for (const line of lines) expect(textWidth(line, "text")).toBeLessThanOrEqual(width + 1e-9);
      }),
    );
  });

  test("never become fewer when text is added or room is taken", () => {
    fc.assert(
      fc.property(texts, texts, widths, (before, after, width) => {
        const lines = wrap(before, "text", width).length;
        expect(wrap(`${before} ${after}`, "text", width).length).toBeGreaterThanOrEqual(lines);
        expect(wrap(`${after} ${before}`, "text", width).length).toBeGreaterThanOrEqual(lines);
        expect(wrap(before, "text", width * 0.9).length).toBeGreaterThanOrEqual(lines);
      }),
    );
  });
});

test.each([
  ["Ada Byron", 2, ["Ada Byron"]],
  ["Ada Augusta Byron of Lovelace and elsewhere", 2, ["Ada Augusta", "Byron of…"]],
  ["Ada Augusta Byron", 1, ["Ada August…"]],
])("%s in %i lines", (name, most, lines) => {
  expect(cut(name, { face: "serif", width: 6.6, most })).toEqual(lines);
});
