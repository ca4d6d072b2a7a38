import fc from "fast-check";
import { expect, test } from "vitest";
import { accountKey } from "@/lib/domain/accounts";

test.each([
  ["  Kestrel   Logistics ", "kestrel logistics"],
  ["KESTREL LOGISTICS", "kestrel logistics"],
  ["Kestrel\u00a0Logistics", "kestrel logistics"],
  ["Kestrel\t\nLogistics", "kestrel logistics"],
  ["Ｋｅｓｔｒｅｌ", "kestrel"],
  ["ﬁnance", "finance"],
  ["Cafe\u0301", "café"],
  ["Straße AG", "strasse ag"],
  ["STRASSE AG", "strasse ag"],
  ["STRAẞE AG", "strasse ag"],
  ["Οδος", "οδοσ"],
  ["ΟΔΟΣ", "οδοσ"],
  ["ΟΔΟΣ 1", "οδοσ 1"],
  ["ᾠδή", "ὠιδή"],
  ["ὨΙΔΉ", "ὠιδή"],
  ["", ""],
  ["   ", ""],
])("%j is the account %j", (name, key) => {
  expect(accountKey(name)).toBe(key);
});

test("every character has the key of its lower and of its upper case", () => {
  for (let code = 0; code <= 0x10ffff; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const name = `a${String.fromCodePoint(code)}a`;
    const key = accountKey(name);
    const keys = [name.toLowerCase(), name.toUpperCase(), key].map(accountKey);
    if (keys.some((other) => other !== key)) expect(keys, `U+${code.toString(16)}`).toEqual([key, key, key]);
  }
});

test("a key is its own key", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (name) => {
      expect(accountKey(accountKey(name))).toBe(accountKey(name));
    }),
  );
});
