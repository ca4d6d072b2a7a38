import type { Browser, Page } from "@playwright/test";
import type { Role } from "@/lib/domain/roles";
import { axeFindings } from "@/tests/support/axe";
import { expect, test } from "@/tests/support/fixtures";
import { type OwnSite, openOwnSite, PASSWORD } from "@/tests/support/own-site";

let site: OwnSite;
test.beforeAll(async () => {
  site = await openOwnSite();
});
test.afterAll(() => site?.stop());

async function pageOf(browser: Browser, role: Role, path = "/agreement/draft"): Promise<Page> {
  const page = await (await site.contextOf(browser, role)).newPage();
  await page.goto(path);
  return page;
}

const states = async () => {
  const rows = await site.rows<{ version: number; status: string }>(
    "SELECT version, status::text FROM agreements ORDER BY version",
  );
  return rows.map(({ version, status }) => `${version} ${status}`);
};

async function sign(page: Page, version: number): Promise<void> {
  await page.reload();
  await page.getByLabel("Your password, once more").fill(PASSWORD);
  await page.getByRole("button", { name: `Sign version ${version}` }).click();
}

test("draft, three people sign, frozen; an edit goes to the next draft, which waits for its fiscal year", async ({
  browser,
}) => {
  const revops = await pageOf(browser, "vp_revops");
  await expect(revops.getByRole("heading", { level: 1 })).toHaveText("The first agreement is not being written yet.");
  await revops.getByRole("button", { name: "Open the draft of version 2" }).click();
  await expect(revops.getByRole("heading", { level: 1 })).toHaveText("Version 2 is a draft with no changes.");

  await revops.goto("/agreement/edit");
  await revops.locator('[name="score_above"]').fill("80");
  await revops.getByRole("button", { name: "Save in the draft of version 2" }).click();
  await expect(revops.getByText("Saved", { exact: false }).first()).toBeVisible();
  await revops.goto("/agreement/draft");
  await expect(revops.getByRole("row", { name: /Third-party score/ })).toContainText("above 70");
  await expect(revops.getByRole("row", { name: /Third-party score/ })).toContainText("above 80");
  await expect(revops.getByText("is frozen until")).toBeVisible();
  await revops.getByRole("button", { name: "Propose for signature" }).click();
  await expect(revops.getByRole("heading", { level: 1 })).toContainText("0 of 3 have signed it");

  const [cro, cmo, bdr] = await Promise.all([
    pageOf(browser, "cro"),
    pageOf(browser, "cmo"),
    pageOf(browser, "bdr", "/agreement"),
  ]);
  await expect(bdr.getByText("provisional: nobody has signed it")).toBeVisible();
  await cro.getByLabel("Your password, once more").fill("not the password at all");
  await cro.getByRole("button", { name: "Sign version 2" }).click();
  await expect(cro.getByLabel("Your password, once more")).toHaveAccessibleDescription(/not your present password/);
  await sign(cro, 2);
  await expect(cro.getByRole("heading", { level: 1 })).toContainText("1 of 3 have signed it");
  await expect(cro.getByRole("button", { name: "Sign version 2" })).toHaveCount(0);

  await cmo.reload();
  await cmo.getByLabel("Why, and who should be asked").fill("The AEs have not read it");
  await cmo.getByRole("button", { name: "Send back for socialization" }).click();
  await expect(cmo.getByRole("heading", { level: 1 })).toHaveText("Version 2 is a draft with one change.");
  await expect(cmo.getByText("Because: The AEs have not read it")).toBeVisible();
  expect(await states()).toEqual(["1 provisional", "2 draft"]);

  await revops.reload();
  await revops.getByRole("button", { name: "Propose for signature" }).click();
  await expect(revops.getByRole("heading", { level: 1 })).toContainText("0 of 3");
  await sign(cro, 2);
  await expect(cro.getByRole("heading", { level: 1 })).toContainText("1 of 3");
  await sign(cmo, 2);
  await expect(cmo.getByRole("heading", { level: 1 })).toContainText("2 of 3");
  await sign(revops, 2);
  await expect(revops.getByRole("heading", { level: 1 })).toHaveText("No next version is being written.");
  expect(await states()).toEqual(["1 superseded", "2 in_force"]);

  await bdr.reload();
  await expect(bdr.getByText(/Version 2, in force until 1 January 2\d{3}, signed by/)).toBeVisible();
  await expect(bdr.getByRole("heading", { level: 1 })).toContainText("score is above 80");
  expect(await axeFindings(bdr)).toEqual([]);

  await revops.goto("/agreement/edit");
  await revops.locator('[name="score_above"]').fill("90");
  await revops.getByRole("button", { name: "Save in the draft of version 3" }).click();
  await expect(revops.getByText("Saved", { exact: false }).first()).toBeVisible();
  expect(await states()).toEqual(["1 superseded", "2 in_force", "3 draft"]);
  await bdr.reload();
  await expect(bdr.getByRole("heading", { level: 1 })).toContainText("score is above 80");

  await revops.goto("/agreement/draft");
  await expect(revops.getByLabel("Comes into force on")).toHaveValue(/^2\d{3}-01-01$/);
  await revops.getByRole("button", { name: "Propose for signature" }).click();
  await expect(revops.getByRole("heading", { level: 1 })).toContainText("0 of 3");
  for (const [page, before] of [
    [cro, 0],
    [cmo, 1],
    [revops, 2],
  ] as const) {
    await page.goto("/agreement/draft");
    await expect(page.getByRole("heading", { level: 1 })).toContainText(`${before} of 3`);
    await sign(page, 3);
    await expect(page.getByRole("heading", { level: 1 })).not.toContainText(`${before} of 3`);
  }
  await expect(revops.getByRole("heading", { level: 1 })).toContainText("is signed and comes into force on 1 January");
  expect(await axeFindings(revops)).toEqual([]);
  expect(await states()).toEqual(["1 superseded", "2 in_force", "3 signed"]);
  await revops.goto("/agreement/versions/3?against=2");
  await expect(revops.getByRole("row", { name: /Third-party score/ })).toContainText("above 90");
});
