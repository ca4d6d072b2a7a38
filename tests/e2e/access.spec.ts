import type { Role } from "@/lib/domain/roles";
import { deskOf, newBdr } from "@/tests/support/desk";
import { expect, test } from "@/tests/support/fixtures";
import { signIn } from "@/tests/support/sign-in";

/** What each role finds in its navigation, and addresses that answer 403 to it (product.md, People). */
const DESKS: Record<Role, { home: string; pages: string[]; refused: string[] }> = {
  cro: {
    home: "/",
    pages: ["/", "/review", "/leads", "/deals", "/loop", "/agreement", "/audit"],
    refused: ["/queue", "/settings/floors", "/settings/people"],
  },
  cmo: {
    home: "/",
    pages: ["/", "/review", "/leads", "/deals", "/loop", "/agreement", "/audit"],
    refused: ["/queue", "/settings/floors", "/settings/people"],
  },
  vp_revops: {
    home: "/",
    pages: ["/", "/review", "/leads", "/deals", "/loop", "/agreement", "/audit", "/settings"],
    refused: ["/queue", "/settings/people"],
  },
  head_demand_gen: {
    home: "/",
    pages: ["/", "/review", "/leads", "/deals", "/loop", "/agreement"],
    refused: ["/audit", "/queue", "/settings/floors"],
  },
  head_sdr: {
    home: "/",
    pages: ["/", "/review", "/queue", "/leads", "/deals", "/loop", "/agreement"],
    refused: ["/audit", "/settings/floors"],
  },
  bdr: {
    home: "/queue",
    pages: ["/", "/review", "/queue", "/leads", "/deals", "/loop", "/agreement"],
    refused: ["/audit", "/settings/floors", "/settings/people"],
  },
  ae: {
    home: "/leads",
    pages: ["/", "/review", "/leads", "/deals", "/loop", "/agreement"],
    refused: ["/audit", "/queue", "/settings/floors"],
  },
  partner_manager: {
    home: "/",
    pages: ["/", "/review", "/queue", "/leads", "/deals", "/loop", "/agreement"],
    refused: ["/audit", "/settings/floors"],
  },
  ceo: {
    home: "/",
    pages: ["/", "/review", "/leads", "/deals", "/loop", "/agreement"],
    refused: ["/audit", "/queue", "/settings/floors"],
  },
  cfo: {
    home: "/cost",
    pages: ["/cost"],
    refused: ["/audit", "/review", "/loop", "/", "/leads", "/deals", "/queue", "/agreement", "/settings/floors"],
  },
  admin: {
    home: "/",
    pages: ["/", "/review", "/leads", "/deals", "/loop", "/agreement", "/audit", "/settings"],
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
  browser,
  playwright,
  baseURL,
}) => {
  // Somebody of the test's own: it ends all sessions of theirs.
  const context = await deskOf(browser, await newBdr());
  const page = await context.newPage();
  await page.goto("/");
  const cookies = await context.cookies();
  const copy = await playwright.request.newContext({ baseURL, storageState: { cookies, origins: [] } });
  expect((await copy.get("/api/v1/metrics")).status()).toBe(200);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  expect((await copy.get("/api/v1/metrics")).status()).toBe(401);
  await copy.dispose();
  await context.close();
});

for (const javaScriptEnabled of [true, false]) {
  test(`a refused sign-in says why and keeps the address, scripts ${javaScriptEnabled ? "on" : "off"}`, async ({
    browser,
  }) => {
    const context = await browser.newContext({ javaScriptEnabled });
    const page = await context.newPage();
    await page.goto("/sign-in");
    const [email, password] = [page.getByLabel("E-mail"), page.getByLabel("Password")];
    const send = page.getByRole("button", { name: "Sign in", exact: true });
    await email.fill("nobody@accord.test");
    await send.click();
    await expect(page.getByText("Enter your password.")).toBeVisible();
    if (javaScriptEnabled) await expect(password).toBeFocused();
    await expect(email).toHaveValue("nobody@accord.test");
    await password.fill("a sentence that opens nothing");
    await send.click();
    await expect(page.getByText("E-mail and password do not match.")).toBeVisible();
    await expect(email).toHaveValue("nobody@accord.test");
    await context.close();
  });
}

test("Ctrl K finds a page by its name, and Esc gives the focus back", async ({ page }) => {
  await signIn(page, "cro");
  const opener = page.getByRole("button", { name: "Find" });
  const palette = page.getByRole("dialog", { name: "Find a page, lead or deal" });
  // Until the page listens the keys are lost; once it is open they do nothing.
  await expect(async () => {
    await opener.focus({ timeout: 1_000 });
    await page.keyboard.press("Control+k");
    await expect(palette.getByRole("combobox")).toBeFocused({ timeout: 1_000 });
  }).toPass();
  await page.keyboard.press("Escape");
  await expect(palette).toBeHidden();
  await expect(opener).toBeFocused();
  await opener.click();
  await palette.getByRole("combobox").fill("agree");
  await expect(palette.getByRole("option", { name: /Agreement/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/agreement$/);
});
