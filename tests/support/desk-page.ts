import { expect, type Locator, type Page, type Request } from "@playwright/test";

/** So many companies, told apart by their number: "Desk 01". */
export const companies = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ company: `Desk ${String(index + 1).padStart(2, "0")}` }));

/** The lines of the queue. */
export const lines = (page: Page): Locator =>
  page.getByRole("region", { name: "Leads to decide" }).getByRole("listitem");

export const messages = (page: Page): Locator => page.getByRole("region", { name: "Messages" });

/** The lead at the right is of this company. */
export const showsLead = (page: Page, company: string): Promise<void> =>
  expect(page.locator("article")).toContainText(company);

/** Opens the queue and waits until the page listens: keys pressed before that are lost, as on any page. */
export async function openQueue(page: Page, address = "/queue"): Promise<void> {
  await page.goto(address);
  await listening(page);
}

/** The search for a duplicate replaces its plain list once the page runs. */
export const listening = (page: Page): Promise<void> =>
  page.locator("#duplicate [role=combobox]").waitFor({ state: "attached" });

/** Requests to our own server beyond its static files, as they are made. */
export function watchRequests(page: Page): string[] {
  const seen: string[] = [];
  page.on("request", (request: Request) => {
    const { pathname } = new URL(request.url());
    if (!pathname.startsWith("/_next/") && !pathname.startsWith("/icon")) seen.push(`${request.method()} ${pathname}`);
  });
  return seen;
}
