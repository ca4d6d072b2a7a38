import { expect, test } from "vitest";
import { verifiedEmail } from "@/lib/auth/profiles";

const google = { id: "google" } as const;
const okta = { id: "okta" } as const;
const microsoft = { id: "azure-ad", tenantId: "11111111-2222-3333-4444-555555555555" } as const;
const email = "Dana@Example.com";

test.each([
  ["Google vouches", google, { email, email_verified: true }, "dana@example.com"],
  ["Okta vouches", okta, { email, email_verified: true }, "dana@example.com"],
  ["Google does not say", google, { email }, null],
  ["Google denies", google, { email, email_verified: false }, null],
  ["a text is no vouching", okta, { email, email_verified: "true" }, null],
  ["no address", google, { email_verified: true }, null],
  ["a look-alike @", google, { email: "dana＠example.com", email_verified: true }, null],
  ["look-alike letters", google, { email: "dаna@example.com", email_verified: true }, null],
  ["two addresses", google, { email: "a@example.com, b@example.com", email_verified: true }, null],
  ["Microsoft, our tenant", microsoft, { email, tid: microsoft.tenantId }, "dana@example.com"],
  ["Microsoft, another tenant", microsoft, { email, tid: "66666666-7777-8888-9999-000000000000" }, null],
  ["Microsoft, no tenant", microsoft, { email, email_verified: true }, null],
  ["Microsoft says the domain is not theirs", microsoft, { email, tid: microsoft.tenantId, xms_edov: false }, null],
  ["Microsoft for anybody", { id: "azure-ad", tenantId: "common" } as const, { email, tid: "common" }, null],
])("%s", (_, provider, claims, expected) => {
  expect(verifiedEmail(provider, claims as Parameters<typeof verifiedEmail>[1])).toBe(expected);
});
