import { describe, expect, test } from "vitest";
import { cleanText, isLongerThan, isPlain, isStorable, remember, shown } from "@/lib/services/parse/texts";

describe("text", () => {
  test("is trimmed and composed, and otherwise kept", () => {
    expect(cleanText("  e\u0301a \u00a0")).toBe("éa");
    for (const text of ["שלום", "a\u200bb", "<script>alert(1)</script>", "=1+1", "a\nb", "\u202eabc"]) {
      expect(cleanText(text)).toBe(text);
    }
  });

  test("NUL and half a surrogate pair cannot be stored", () => {
    expect([isStorable("a\0b"), isStorable("a\ud800b"), isStorable("\udc00"), isStorable("😀")]).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });

  test("plain text is what cleaning leaves alone", () => {
    for (const text of ["a", "a b", "~", "=1"]) expect([isPlain(text), cleanText(text)]).toEqual([true, text]);
    for (const text of ["", " a", "a ", "é", "a\tb", "\u007f", "a\0"]) expect(isPlain(text)).toBe(false);
  });

  test("length counts characters, not UTF-16 units", () => {
    expect(isLongerThan("😀".repeat(280), 280)).toBe(false);
    expect(isLongerThan("😀".repeat(281), 280)).toBe(true);
    expect(isLongerThan("a".repeat(281), 280)).toBe(true);
  });

  test("is quoted and cut in messages", () => {
    expect(shown('a"\n\u0000')).toBe('"a\\"\\n\\u0000"');
    expect(shown("x".repeat(100))).toHaveLength(63);
  });
});

test("remember computes once per text and stays bounded", () => {
  const computed: string[] = [];
  const upper = remember(2, (text) => {
    computed.push(text);
    return text.toUpperCase();
  });
  expect(["a", "a", "b", "c", "a"].map(upper)).toEqual(["A", "A", "B", "C", "A"]);
  expect(computed).toEqual(["a", "b", "c", "a"]);
});
