import { systemActor } from "@/lib/auth/actor";
import { connect } from "@/lib/db";
import { takeSnapshot } from "@/lib/services/snapshots";
import { axeFindings } from "@/tests/support/axe";
import { expect, test } from "@/tests/support/fixtures";
import { ingest, merge } from "@/tests/support/ingest";
import { openOwnSite } from "@/tests/support/own-site";
import { DEALS } from "@/tests/support/vector-deals";
import { MONDAY } from "@/tests/support/vectors";

test.describe.configure({ timeout: 120_000 });

test("late data shows on the frozen Monday, on the one after it, in the list and figure by figure", async ({
  browser,
}) => {
  const site = await openOwnSite();
  const database = connect(site.databaseUrl);
  const take = (asOf: string) =>
    takeSnapshot(database.prisma, systemActor("test"), asOf, new Date("2027-07-13T12:00:00Z"));
  const lead = { external_id: "late", source: "paid_search", employees: 50, created_at: "2027-06-01" };
  try {
    const context = await site.contextOf(browser, "cro");
    const page = await context.newPage();
    await page.goto("/loop/mondays");
    await expect(page.getByRole("heading", { name: "No Monday is frozen yet." })).toBeVisible();
    await ingest(database.pool, merge([MONDAY, DEALS]));
    await take("2027-07-05");
    await page.goto("/loop/mondays/2027-07-05");
    await expect(page.getByRole("heading", { name: "Nothing has changed since" })).toBeVisible();
    await ingest(database.pool, { leads: [{ ...lead, handed_over_at: "2027-06-10" }] });
    await take("2027-07-12");

    await page.goto("/?as_of=2027-07-12");
    await page.getByRole("link", { name: /^Since last Monday’s snapshot \d+ of its figures changed$/ }).click();
    await expect(page).toHaveURL(/\/loop\/mondays\/2027-07-05$/);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(
      "figures of Monday 5 July 2027 are known better today",
    );
    const row = page.getByRole("table", { name: "Acceptance, by source and segment" }).getByRole("row").nth(1);
    await expect(row.getByRole("cell")).toHaveText(["20", "21", "21", "+1"]);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await axeFindings(page), colorScheme).toEqual([]);
    }
    await page.setViewportSize({ width: 360, height: 740 });
    const excess = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(await excess()).toBeLessThanOrEqual(0);
    await row.getByRole("link", { name: "Paid search, SMB, handed over (n): 21 today" }).click();
    await expect(page.getByText(/froze 20, a restatement of \+1/)).toBeVisible();

    await page.goto("/loop/mondays");
    expect(await axeFindings(page)).toEqual([]);
    expect(await excess()).toBeLessThanOrEqual(0);
    await page.getByRole("link", { name: /^Restated, 5 Jul 2027: \d+ figures in that of 12 Jul 2027$/ }).click();
    await page.getByRole("link", { name: "Open it as it was" }).click();
    await expect(page).toHaveURL(/as_of=2027-07-05/);
    await expect(page.getByRole("link", { name: /^\d+ figures are known better today$/ })).toBeVisible();
    // Before its site stops: the page still loads what it needs.
    await context.close();
  } finally {
    await database.close();
    await site.stop();
  }
});
