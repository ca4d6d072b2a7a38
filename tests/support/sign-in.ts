import type { Browser, BrowserContext, BrowserContextOptions, Page } from "@playwright/test";
import type { Role } from "@/lib/domain/roles";

/** Signs a page in as the sample company's person of a role: one click, as a visitor would. */
export async function signIn(page: Page, role: Role): Promise<void> {
  await page.goto("/sign-in");
  await page.locator(`button[name="role"][value="${role}"]`).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
}

/** A browser of one's own in which `role` is signed in; for tests with two people or special settings. */
export async function contextOf(
  browser: Browser,
  role: Role,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await signIn(page, role);
  await page.close();
  return context;
}
