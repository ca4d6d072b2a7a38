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
  ["", ""],
  ["   ", ""],
])("%j is the account %j", (name, key) => {
  expect(accountKey(name)).toBe(key);
});

test("a key is its own key", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (name) => {
      expect(accountKey(accountKey(name))).toBe(accountKey(name));
    }),
  );
});
