import { expect, test } from "vitest";
import { pagePolicy, securityHeaders } from "@/lib/http/security-headers";

const policy = (changes: Partial<Parameters<typeof pagePolicy>[1]> = {}) =>
  pagePolicy("abc", { development: false, https: false, signInAt: [], ...changes });

test("scripts run by nonce alone", () => {
  const scripts = policy()
    .split("; ")
    .find((part) => part.startsWith("script-src"));
  expect(scripts).toBe("script-src 'self' 'nonce-abc' 'strict-dynamic'");
  expect(policy({ development: true })).toContain("'unsafe-eval'");
});

test("nobody frames us, and a form leads nowhere but to the configured providers", () => {
  expect(policy()).toContain("frame-ancestors 'none'");
  expect(policy()).toContain("form-action 'self';");
  expect(policy({ signInAt: ["https://accounts.google.com"] })).toContain(
    "form-action 'self' https://accounts.google.com;",
  );
});

test("https is insisted on only where it is spoken", () => {
  expect(securityHeaders(false)).not.toHaveProperty("Strict-Transport-Security");
  expect(securityHeaders(true)).toHaveProperty("Strict-Transport-Security");
  expect(policy({ https: true })).toContain("upgrade-insecure-requests");
  expect(policy()).not.toContain("upgrade-insecure-requests");
});
