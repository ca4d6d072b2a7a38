import type { Browser, Page } from "@playwright/test";
import { ANSWER_TEXTS } from "@/lib/domain/diagnostic";
import type { Role } from "@/lib/domain/roles";
import { axeFindings } from "@/tests/support/axe";
import { expect, test } from "@/tests/support/fixtures";
import { type OwnSite, openOwnSite } from "@/tests/support/own-site";

let site: OwnSite;
test.beforeAll(async () => {
  site = await openOwnSite();
});
test.afterAll(() => site?.stop());

async function pageOf(browser: Browser, role: Role): Promise<Page> {
  const page = await (await site.contextOf(browser, role)).newPage();
  await page.goto("/agreement/diagnostic");
  return page;
}

const title = (page: Page) => page.getByRole("heading", { level: 1 });

/** Every text is `said`, and geography something else. */
async function fill(page: Page, said: string, geography: string): Promise<void> {
  for (const { key } of ANSWER_TEXTS) await page.locator(`[name="${key}"]`).fill(said);
  await page.locator('[name="geography"]').fill(geography);
}

test("two leaders answer apart, neither sees the other’s, then side by side, then one draft", async ({ browser }) => {
  const [revops, cro, cmo] = [
    await pageOf(browser, "vp_revops"),
    await pageOf(browser, "cro"),
    await pageOf(browser, "cmo"),
  ];
  await expect(title(cro)).toHaveText("Ask both leaders apart: what is a good lead?");
  await expect(cro.getByText("Nobody has been asked yet")).toBeVisible();
  await revops.getByRole("button", { name: "Open the round" }).click();
  await expect(title(revops)).toHaveText("Test cro and Test cmo are asked: what is a good lead?");

  await cro.reload();
  await cro.getByRole("button", { name: "Give my answer" }).click();
  await expect(cro.getByLabel("A good lead is …")).toHaveAccessibleDescription(/Say in a few words/);
  await fill(cro, "Fits, and asked for a demo.", "The one country we close in.");
  await cro.getByRole("button", { name: "Give my answer" }).click();
  await expect(cro.getByRole("button", { name: "Change my answer" })).toBeVisible();
  await cro.reload();
  await expect(cro.getByLabel("Geography")).toHaveValue("The one country we close in.");

  for (const page of [cmo, revops]) {
    await page.reload();
    await expect(title(page)).toHaveText("Test cro has answered, Test cmo has not.");
    expect(await page.content()).not.toContain("The one country we close in");
  }
  await expect(revops.getByRole("button", { name: "Give my answer" })).toHaveCount(0);
  expect(await axeFindings(cmo)).toEqual([]);
  await fill(cmo, "fits and asked for a demo", "Wherever demand is cheap.");
  await cmo.getByRole("button", { name: "Give my answer" }).click();
  await expect(title(cmo)).toHaveText("The two answers agree in 7 of 8 fields.");
  const geography = cmo.getByRole("row", { name: /Geography/ });
  await expect(geography).toContainText("≠ differs");
  await expect(geography).toContainText("The one country we close in.");
  await expect(geography).toContainText("Wherever demand is cheap.");
  await expect(cmo.getByRole("row", { name: /Industry codes/ })).toContainText("= same");
  await expect(cmo.getByRole("button", { name: "Write a single answer" })).toHaveCount(0);

  await cro.reload();
  await expect(cro.getByRole("button", { name: "Change my answer" })).toHaveCount(0);
  await revops.reload();
  await revops.getByRole("button", { name: "Write a single answer" }).click();
  await revops.waitForURL("**/agreement/edit");
  expect(await site.rows("SELECT version, status::text FROM agreements ORDER BY version")).toEqual([
    { version: 1, status: "provisional" },
    { version: 2, status: "draft" },
  ]);
  await revops.goto("/agreement/diagnostic");
  await expect(revops.getByRole("link", { name: "Version 2 was written from it" })).toBeVisible();
});
