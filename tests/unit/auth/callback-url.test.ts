import { expect, test } from "vitest";
import { safeCallback, signInPath } from "@/lib/auth/callback-url";

test.each([
  ["/", "/"],
  ["/queue", "/queue"],
  ["/leads/12?source=webinar&segment=ENT#touches", "/leads/12?source=webinar&segment=ENT#touches"],
  ["/?week=2026-W47", "/?week=2026-W47"],
  ["/leads?q=//evil.example", "/leads?q=//evil.example"],
  ["/leads/../queue", "/queue"],
  ["/sign-ins", "/sign-ins"],
])("%s is kept", (value, kept) => {
  expect(safeCallback(value)).toBe(kept);
});

test.each([
  ["nothing", undefined],
  ["an empty text", ""],
  ["two values", ["/queue", "/leads"]],
  ["another host", "https://evil.example/"],
  ["our own host written out", "http://accord.invalid/queue"],
  ["no scheme", "//evil.example"],
  ["three slashes", "///evil.example"],
  ["backslash", "/\\evil.example"],
  ["two backslashes", "\\\\evil.example"],
  ["backslash further on", "/queue\\evil"],
  ["tab that browsers drop", "/\t/evil.example"],
  ["line feed that browsers drop", "/\n/evil.example"],
  ["NUL", "/queue\0"],
  ["leading space", " //evil.example"],
  ["dots that end in two slashes", "/.//evil.example"],
  ["dots up that end in two slashes", "/queue/..//evil.example"],
  ["encoded dots that end in two slashes", "/%2e//evil.example"],
  ["a script", "javascript:alert(1)"],
  ["no leading slash", "queue"],
  ["the sign-in page itself", "/sign-in?callbackUrl=/queue"],
  ["a route of the API", "/api/auth/signout"],
  ["much too long", `/${"a".repeat(2_000)}`],
])("%s is refused", (_, value) => {
  expect(safeCallback(value)).toBeNull();
});

test("the way to the sign-in page keeps a safe address and drops the rest", () => {
  expect(signInPath("/leads?x=1&y=2")).toBe("/sign-in?callbackUrl=%2Fleads%3Fx%3D1%26y%3D2");
  expect(signInPath("/")).toBe("/sign-in");
  expect(signInPath("//evil.example")).toBe("/sign-in");
  expect(signInPath(null)).toBe("/sign-in");
});
