import { beforeAll, expect, test } from "vitest";
import { type ServedSite, servedSite } from "@/tests/support/served-site";

const direct = servedSite();
const proxied = servedSite({ settings: { TRUSTED_PROXY_HOPS: "1" } });

/** A key that does not exist, from a caller who says to come from elsewhere each time; thirty in a quarter of an hour are allowed. */
const guess = async (site: ServedSite, forwarded: string) => {
  const headers = {
    authorization: `Bearer accord_${"A".repeat(43)}`,
    "x-forwarded-for": forwarded,
    "x-accord-peer": forwarded,
  };
  return (await site.ask("/api/v1/metrics", headers)).status;
};

/** A wrong password for an account of its own, so that only the address is counted; fifty are allowed. */
const signIn = async (site: ServedSite, attempt: number) => {
  const csrf = await site.ask("/api/auth/csrf");
  const { csrfToken } = await csrf.json();
  const headers = {
    cookie: csrf.headers
      .getSetCookie()
      .map((line) => line.split(";")[0])
      .join("; "),
    "x-forwarded-for": `203.0.113.${attempt}`,
    "x-accord-peer": `203.0.113.${attempt}`,
  };
  const body = new URLSearchParams({ csrfToken, email: `guess-${attempt}@accord.test`, password: "no" });
  const response = await site.ask("/api/auth/callback/credentials", headers, { method: "POST", body });
  return new URL(response.headers.get("location") ?? "", site.url).searchParams.get("error");
};

beforeAll(async () => {
  // Almost used up, by the address of this machine.
  for (let count = 0; count < 30; count++) expect(await guess(direct(), `203.0.113.${count}`)).toBe(401);
});

test("without a proxy a made-up address is no way round the limit on keys", async () => {
  expect(await guess(direct(), "203.0.113.200")).toBe(429);
});

test("without a proxy a made-up address is no way round the limit on sign-in", { timeout: 120_000 }, async () => {
  for (let count = 0; count < 50; count++) expect(await signIn(direct(), count)).toBe("CredentialsSignin");
  expect(await signIn(direct(), 50)).toBe("RATE_LIMITED");
});

test("behind a proxy callers are told apart by what it added, and by nothing else", { timeout: 120_000 }, async () => {
  for (let count = 0; count < 30; count++) expect(await guess(proxied(), `203.0.113.${count}, 192.0.2.1`)).toBe(401);
  expect(await guess(proxied(), "203.0.113.200, 192.0.2.1")).toBe(429);
  expect(await guess(proxied(), "203.0.113.200, 192.0.2.2")).toBe(401);
});
