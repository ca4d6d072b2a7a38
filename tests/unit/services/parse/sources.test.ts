import { expect, test } from "vitest";
import { normaliseCode, sourceLookup } from "@/lib/services/parse/sources";

const lookup = sourceLookup(
  ["paid_search", "webinar"],
  [
    ["google_ads", "paid_search"],
    ["WEBINAR", "paid_search"],
  ],
);

test.each([
  ["paid_search", "paid_search"],
  ["Paid Search", "paid_search"],
  ["paid-search", "paid_search"],
  ["PAID  SEARCH", "paid_search"],
  ["ｐａｉｄ search", "paid_search"],
  ["Google Ads", "paid_search"],
  ["webinar", "webinar"],
  ["Other", "Unmapped: Other"],
  ["other_publicities", "Unmapped: other_publicities"],
  ["Unmapped: Other", "Unmapped: Other"],
  ["Unmapped: Paid Search", "paid_search"],
  ["Unmapped:", "Unmapped: Unmapped:"],
  ["__proto__", "Unmapped: __proto__"],
])("%s is %s", (value, code) => expect(lookup(value)).toBe(code));

test("normaliseCode folds what the contract folds and nothing else", () => {
  expect(normaliseCode(" A-B  c_d ")).toBe("a_b_c_d");
  expect(normaliseCode("a.b")).toBe("a.b");
});
