import type { Page } from "@playwright/test";
import type { Role } from "@/lib/domain/roles";
import { appRows } from "@/tests/support/app-rows";
import { expect, test } from "@/tests/support/fixtures";
import { contextOf, signIn } from "@/tests/support/sign-in";

const save = (page: Page) => page.getByRole("button", { name: "Save", exact: true });

test("an unmapped value is mapped with everything under it, and leaves the list", async ({ page }) => {
  await appRows(
    "INSERT INTO sources (code, label, position, is_unmapped) VALUES ('Unmapped: Podcast', 'Unmapped: Podcast', 1000, true)",
  );
  await appRows(
    `INSERT INTO leads (source_system, external_id, technologies, source_code, segment_code, lane, created_at)
     VALUES ('test', 'podcast-1', '{}', 'Unmapped: Podcast', 'Unknown', 'standard', now())`,
  );
  await signIn(page, "vp_revops");
  await page.goto("/settings/sources");
  const value = page.getByRole("listitem").filter({ has: page.getByRole("button", { name: "Map Podcast" }) });
  await expect(value).toContainText("1 lead");
  await page.getByRole("button", { name: "Map Podcast" }).click();
  await expect(value.getByRole("alert")).toContainText("Choose one of the sources in use");
  await value.getByRole("combobox").selectOption("webinar");
  await page.getByRole("button", { name: "Map Podcast" }).click();
  await expect(page.getByRole("button", { name: "Map Podcast" })).toBeHidden();
  await expect(page.getByRole("region", { name: "Who changed what" })).toContainText("Value mapped: Podcast");
  expect(await appRows("SELECT source_code FROM leads WHERE external_id = 'podcast-1'")).toEqual([
    { source_code: "webinar" },
  ]);
  expect(await appRows("SELECT source_code FROM source_mappings WHERE value = 'podcast'")).toEqual([
    { source_code: "webinar" },
  ]);
});

test("a holiday, an owner and the organisation: refused with words, then saved", async ({ page }) => {
  await signIn(page, "vp_revops");
  await page.goto("/settings/calendar");
  for (const day of ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]) await page.getByLabel(day).uncheck();
  await page.getByRole("button", { name: "Save in the draft of version 3" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Choose at least one working day" })).toBeVisible();
  await page.goto("/settings");
  await page.goto("/settings/calendar");
  const day = `${new Date().getFullYear() + 4}-03-03`;
  await page.getByLabel("Day, after today").fill(day);
  await page.getByLabel("Name").fill("Founders’ day");
  await page.getByRole("button", { name: "Add the holiday" }).click();
  await page.getByRole("button", { name: `Remove Founders’ day, ${day}` }).click();
  await expect(page.getByRole("button", { name: `Remove Founders’ day, ${day}` })).toBeHidden();

  await page.goto("/settings/reasons");
  const owner = page.getByLabel("Owner of Bad data", { exact: true });
  const stored = await owner.inputValue();
  await owner.selectOption("");
  await page.getByRole("button", { name: "Name the owner of Bad data" }).click();
  await expect(owner).toHaveAccessibleDescription(/Choose one person by name/);
  await owner.selectOption({ label: "Ingrid Vasholt, Chief Revenue Officer" });
  await page.getByRole("button", { name: "Name the owner of Bad data" }).click();
  await expect(page.getByText(/earlier owner/).first()).toBeVisible();
  await owner.selectOption(stored);
  await page.getByRole("button", { name: "Name the owner of Bad data" }).click();
  await expect(page.getByText("2 earlier owners")).toBeVisible();

  await page.goto("/settings/organisation");
  await expect(page.getByLabel("Time zone")).toBeDisabled();
  await expect(page.getByLabel("Reporting currency")).toBeDisabled();
  await page.getByLabel("What one BDR can work").fill("many");
  await save(page).click();
  await expect(page.getByLabel("What one BDR can work")).toHaveAccessibleDescription(/whole number/);
});

test("an admin makes an account, whose password is shown once, and closes it", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/settings");
  await expect(page.getByRole("main").getByRole("listitem")).toHaveCount(2);
  await page.getByRole("link", { name: "People" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Vera Winterbourne");
  await page.getByLabel("E-mail").fill("no address");
  await page.getByLabel("Role", { exact: true }).selectOption("ae");
  await page.getByRole("button", { name: "Add the person" }).click();
  await expect(page.getByLabel("E-mail")).toHaveAccessibleDescription(/Enter one e-mail address/);
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Vera Winterbourne");
  await page.getByLabel("E-mail").fill("vera.winterbourne@larkspur.example");
  await page.getByRole("button", { name: "Add the person" }).click();
  await expect(page.getByText("Their password, shown this once:")).toBeVisible();
  await page.getByRole("button", { name: "Change Vera Winterbourne" }).click();
  await page.getByRole("button", { name: "Close the account of Vera Winterbourne" }).click();
  await expect(page.getByRole("button", { name: "Open the account of Vera Winterbourne again" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Who changed what" })).toContainText(
    "Account closed: Vera Winterbourne",
  );
});

test("each role finds the settings that it may open, and 403 at the others", async ({
  page,
  browser,
  expectedErrors,
}) => {
  expectedErrors.push(/403/);
  const all = [
    "floors",
    "sources",
    "stages",
    "segments",
    "calendar",
    "reasons",
    "stack",
    "organisation",
    "people",
    "keys",
  ];
  const open: [Role, string[]][] = [
    ["vp_revops", all.slice(0, 8)],
    ["admin", all.slice(8)],
    ["cro", []],
    ["bdr", []],
  ];
  for (const [role, mine] of open) {
    const { request } = await contextOf(browser, role);
    for (const name of all) {
      expect([role, name, (await request.get(`/settings/${name}`)).status()]).toEqual([
        role,
        name,
        mine.includes(name) ? 200 : 403,
      ]);
    }
    expect((await request.get("/settings")).status()).toBe(mine.length > 0 ? 200 : 403);
    expect((await request.get("/agreement/edit")).status()).toBe(role === "vp_revops" ? 200 : 403);
  }
  await signIn(page, "cro");
  await page.goto("/settings/floors");
  await expect(page.getByRole("heading", { name: "Not open to your role" })).toBeVisible();
});
