import type { Role } from "@/lib/domain/roles";
import { expect, test } from "@/tests/support/fixtures";
import { signIn } from "@/tests/support/sign-in";

/** What each role finds in its navigation, and addresses that answer 403 to it (product.md, People). */
const DESKS: Record<Role, { home: string; pages: string[]; refused: string[] }> = {
  cro: {
    home: "/",
    pages: ["/", "/leads", "/deals", "/agreement"],
    refused: ["/queue", "/settings/floors", "/settings/people"],
  },
  cmo: {
    home: "/",
    pages: ["/", "/leads", "/deals", "/agreement"],
    refused: ["/queue", "/settings/floors", "/settings/people"],
  },
  vp_revops: {
    home: "/",
    pages: ["/", "/leads", "/deals", "/agreement", "/settings"],
    refused: ["/queue", "/settings/people"],
  },
  head_demand_gen: {
    home: "/",
    pages: ["/", "/leads", "/deals", "/agreement"],
    refused: ["/queue", "/settings/floors"],
  },
  head_sdr: { home: "/", pages: ["/", "/queue", "/leads", "/deals", "/agreement"], refused: ["/settings/floors"] },
  bdr: {
    home: "/queue",
    pages: ["/", "/queue", "/leads", "/deals", "/agreement"],
    refused: ["/settings/floors", "/settings/people"],
  },
  ae: { home: "/leads", pages: ["/", "/leads", "/deals", "/agreement"], refused: ["/queue", "/settings/floors"] },
  partner_manager: {
    home: "/",
    pages: ["/", "/queue", "/leads", "/deals", "/agreement"],
    refused: ["/settings/floors"],
  },
  ceo: { home: "/", pages: ["/", "/leads", "/deals", "/agreement"], refused: ["/queue", "/settings/floors"] },
  cfo: {
    home: "/cost",
    pages: ["/cost"],
    refused: ["/", "/leads", "/deals", "/queue", "/agreement", "/settings/floors"],
  },
  admin: {
    home: "/",
    pages: ["/", "/leads", "/deals", "/agreement", "/settings"],
    refused: ["/queue", "/settings/floors"],
  },
};

for (const [role, desk] of Object.entries(DESKS) as [Role, (typeof DESKS)[Role]][]) {
  test(`${role}: no dead link, no open back door`, async ({ page, expectedErrors }) => {
    expectedErrors.push(/403/);
    await signIn(page, role);
    await expect(page).toHaveURL(new RegExp(`${desk.home}($|\\?)`));
    const links = page.getByRole("navigation", { name: "Main" }).getByRole("link");
    const hrefs = await links.evaluateAll((anchors) => anchors.map((anchor) => anchor.getAttribute("href") ?? ""));
    expect([...new Set(hrefs)].sort()).toEqual([...new Set([...desk.pages, desk.home])].sort());
    for (const path of desk.pages) expect((await page.request.get(path)).status(), path).toBe(200);
    for (const path of desk.refused)
      expect((await page.request.get(path, { maxRedirects: 0 })).status(), path).toBe(403);
    expect((await page.request.get("/api/v1/metrics")).status()).toBe(role === "cfo" ? 403 : 200);
  });
}

test("a deep link leads through sign-in to where it pointed, and never away from us", async ({ page }) => {
  await page.goto("/deals?cell=cost&source=webinar");
  await expect(page).toHaveURL(/\/sign-in\?/);
  await page.locator('button[name="role"][value="cro"]').click();
  await expect(page).toHaveURL(/\/deals\?cell=cost&source=webinar/);
  await page.context().clearCookies();
  await page.goto("/sign-in?callbackUrl=//evil.example/x");
  await page.locator('button[name="role"][value="cro"]').click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  expect(new URL(page.url()).hostname).toBe("localhost");
});

test("signing out ends the session on the next request, also for a copy of its cookie", async ({
  page,
  playwright,
  baseURL,
}) => {
  await signIn(page, "ceo");
  const cookies = await page.context().cookies();
  const copy = await playwright.request.newContext({ baseURL, storageState: { cookies, origins: [] } });
  expect((await copy.get("/api/v1/metrics")).status()).toBe(200);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  expect((await copy.get("/api/v1/metrics")).status()).toBe(401);
  await copy.dispose();
});
