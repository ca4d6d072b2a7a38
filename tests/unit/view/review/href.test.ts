import { expect, test } from "vitest";
import { reviewHref } from "@/lib/view/review/href";

test.each([
  ["2026-12-28", "/review/2026-W53"],
  ["2027-01-04", "/review/2027-W01"],
  ["2029-12-31", "/review/2030-W01"],
])("the room of %s", (asOf, href) => {
  expect(reviewHref(asOf)).toBe(href);
});
