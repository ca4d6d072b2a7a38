import type { Page } from "@playwright/test";
import { appRows } from "@/tests/support/app-rows";
import { axeFindings } from "@/tests/support/axe";
import { expect, test } from "@/tests/support/fixtures";
import { replayAs, sentAction } from "@/tests/support/replay";
import { contextOf, signIn } from "@/tests/support/sign-in";

// One after the other: these write one draft, and the first edit makes it.
test.describe.configure({ mode: "default" });

const auditCount = async (object: string): Promise<number> => {
  const [row] = await appRows<{ n: number }>("SELECT count(*)::int AS n FROM audit_log WHERE object = $1", [object]);
  return row?.n ?? -1;
};

const save = (page: Page) => page.getByRole("button", { name: "Save", exact: true });
const saveDraft = (page: Page) => page.getByRole("button", { name: "Save in the draft of version 3" });

test("a floor of 220 is refused at its field; preview and save agree; the feed says who and why", async ({
  page,
  browser,
}) => {
  await signIn(page, "vp_revops");
  await page.goto("/settings/floors");
  const floor = page.getByLabel("Floor of Paid search, percent");
  const stored = await floor.inputValue();
  const before = await auditCount("floors:3");
  await expect(page.getByText(/^Part of agreement version 2, in force until 1 \w+ 2\d{3}\./)).toBeVisible();

  await floor.fill("220");
  await saveDraft(page).click();
  await expect(floor).toBeFocused();
  await expect(floor).toHaveAttribute("aria-invalid", "true");
  await expect(floor).toHaveAccessibleDescription(/Enter a percentage from 0 to 100/);
  await expect(floor).toHaveValue("220");

  await floor.fill("99");
  await page.getByRole("button", { name: "Preview what would breach" }).click();
  await expect(page.getByRole("heading", { name: "with this draft" })).toBeVisible();
  await expect(page.getByText("Paid search, SMB").first()).toBeVisible();
  await floor.fill(stored);
  await expect(page.getByText("you typed since")).toBeVisible();

  const referral = page.getByLabel("Floor of Customer referral, percent");
  await referral.fill(((Number(await referral.inputValue()) + 1) % 3).toString());
  await page.getByRole("button", { name: "Preview what would breach" }).click();
  await expect(page.getByText("you typed since")).toBeHidden();
  const title = await page.getByRole("heading", { name: "with this draft" }).textContent();
  expect(title).toMatch(/(\d+|none) with this draft/);
  await saveDraft(page).click();
  const reason = page.getByLabel("Why you change this");
  await expect(reason).toBeFocused();
  await reason.fill("Agreed in the browser test");
  const request = await sentAction(page, () => saveDraft(page).click());
  await expect(page.getByText("Saved in the draft of version 3")).toBeVisible();
  await expect(reason).toHaveValue("");

  await page.getByRole("button", { name: "Preview what would breach" }).click();
  // How many is proved on a database of its own (tests/db/settings): here neighbours decide leads meanwhile.
  await expect(page.getByRole("heading", { name: /(No|\d+) breach/ })).toBeVisible();
  const feed = page.getByRole("region", { name: "Who changed what" });
  await expect(feed).toContainText("Floor of Customer referral");
  await expect(feed).toContainText("Because: Agreed in the browser test");
  expect(await auditCount("floors:3")).toBe(before + 1);

  const denialCount = async () => {
    const [row] = await appRows<{ n: number }>(
      "SELECT count(*)::int AS n FROM denials WHERE action = 'agreement.edit'",
    );
    return row?.n ?? 0;
  };
  const denied = await denialCount();
  for (const role of ["cmo", "admin"] as const) expect(await replayAs(browser, role, request)).toContain("FORBIDDEN");
  expect(await auditCount("floors:3")).toBe(before + 1);
  expect(await denialCount()).toBeGreaterThanOrEqual(denied + 2);
});

test("the definition is tried on leads while it is typed, asks before it is left, survives a reload, and is saved", async ({
  page,
}) => {
  await signIn(page, "vp_revops");
  await page.goto("/agreement");
  await page.getByRole("link", { name: "Edit the definition" }).click();
  const codes = page.getByLabel("NAICS codes");
  const stored = await codes.inputValue();
  const status = page.getByRole("status").filter({ hasText: "leads pass now" });
  await expect(status).toContainText(/^\d+ of \d+ leads pass now$/);

  await codes.fill(`${stored}, 51234567`);
  await expect(codes).toHaveAccessibleDescription(/“51234567”: Write a NAICS code/);
  await codes.fill("99");
  await expect(status).toContainText(/leads pass now, 0 with the draft/);
  await expect(page.getByText("Would no longer pass.").first()).toBeVisible();

  page.once("dialog", (dialog) => dialog.dismiss());
  await page.getByRole("link", { name: "Back to the agreement" }).click();
  await expect(page).toHaveURL(/\/agreement\/edit/);
  page.once("dialog", (dialog) => dialog.accept());
  await page.reload();
  await expect(codes).toHaveValue("99");
  await expect(page.getByText("was not saved; it is in the fields again")).toBeVisible();

  await codes.fill(`${stored}, 5418`);
  await saveDraft(page).click();
  await expect(page.getByText("Saved in the draft of version 3")).toBeVisible();
  await page.getByRole("status").getByRole("link", { name: "See the draft" }).click();
  await expect(page.getByRole("row", { name: /Industry codes/ })).toContainText("5418");
  await expect(page.getByRole("region", { name: "Who changed what" })).toContainText("Definition changed");
  await page.goto("/agreement");
  await expect(page.getByRole("row", { name: /Industry codes/ })).not.toContainText("5418");

  await page.goto("/agreement/edit");
  await expect(status).toContainText(/leads pass now, \d+ with the draft$/);
  await codes.fill(stored);
  await saveDraft(page).click();
  await expect(page.getByText("Saved in the draft of version 3")).toBeVisible();
});

test("an editor who comes second sees who was first, loses nothing, and can save after looking", async ({
  browser,
}) => {
  const [first, second] = await Promise.all([contextOf(browser, "vp_revops"), contextOf(browser, "vp_revops")]);
  const [one, two] = [await first.newPage(), await second.newPage()];
  for (const page of [one, two]) await page.goto("/settings/segments");
  const label = (page: Page) => page.getByLabel("Name of MM");
  const stored = await label(one).inputValue();
  await label(one).fill("Middle");
  await save(one).click();
  await expect(one.getByText("Names count at once")).toBeVisible();

  await two.getByLabel("Name of ENT").fill("Large");
  await save(two).click();
  const alert = two.getByRole("alert").filter({ hasText: "changed this at" });
  await expect(alert).toContainText("Priya Lindquister");
  await alert.getByRole("button", { name: "Show the change" }).click();
  await expect(two.getByRole("region", { name: "Who changed what" })).toContainText("Middle");
  await expect(two.getByLabel("Name of ENT")).toHaveValue("Large");
  await expect(label(two)).toHaveValue("Middle");

  await two.getByLabel("Name of ENT").fill("Enterprise");
  await label(two).fill(stored);
  await save(two).click();
  await expect(two.getByText("Names count at once")).toBeVisible();
  await Promise.all([first.close(), second.close()]);
});

test("what is agreed shows until when it holds, what the draft has and what counts now; a new stage name counts at once", async ({
  page,
}) => {
  await signIn(page, "vp_revops");
  await page.goto("/settings/segments");
  await page.getByLabel("SMB: employees to").fill("149");
  await page.getByLabel("Mid-market: employees from").fill("150");
  await save(page).click();
  await expect(page.getByText("bounds are in the draft of version 3")).toBeVisible();
  await expect(page.getByText("now 1–199")).toBeVisible();
  expect(await appRows("SELECT max_employees AS most FROM segments WHERE code = 'SMB'")).toEqual([{ most: 199 }]);

  await page.goto("/settings/stages");
  const add = page.getByRole("region", { name: "Add a name" });
  await add.getByLabel("Local name").fill("proposal");
  await add.getByLabel("Stage", { exact: true }).selectOption("pipeline");
  await add.getByRole("button", { name: "Add" }).click();
  await expect(add.getByLabel("Local name")).toHaveAccessibleDescription(/mapped to Pipeline already/);
  await add.getByLabel("Local name").fill("Paper signed");
  await add.getByLabel("Place").fill("5");
  await add.getByRole("button", { name: "Add" }).click();
  await expect(page.getByRole("button", { name: "Remove Paper signed" })).toBeVisible();
  await page.getByRole("button", { name: "Remove Paper signed" }).click();
  await expect(page.getByRole("button", { name: "Remove Paper signed" })).toBeHidden();
  await page.getByRole("button", { name: "Remove Negotiation" }).click();
  await expect(page.getByText("not in the next version, in use until version 3 comes into force")).toBeVisible();
  await page.getByRole("button", { name: "Keep Negotiation" }).click();
  await expect(page.getByRole("button", { name: "Remove Negotiation" })).toBeVisible();

  await page.goto("/agreement/terms");
  await page.getByLabel("NAICS code").check();
  await page.getByRole("button", { name: "Save in the draft of version 3" }).click();
  await expect(page.getByText("Saved in the draft of version 3")).toBeVisible();
  await expect(page.getByText("now not required")).toBeVisible();
  await expect(page.getByRole("region", { name: "Who changed what" })).toContainText("Data a lead must carry");

  await page.goto("/settings/organisation");
  for (const name of ["Time zone", "Reporting currency", "Fiscal year starts in"]) {
    await expect(page.getByLabel(name)).toBeDisabled();
    await expect(page.getByLabel(name)).toHaveAccessibleDescription(
      /Held by the agreement in force until 1 \w+ 2\d{3}/,
    );
  }
  expect(await axeFindings(page)).toEqual([]);
  await page.goto("/settings/calendar");
  await page.getByLabel("Day, after today").fill("2026-01-02");
  await page.getByLabel("Name").fill("Too late");
  await page.getByRole("button", { name: "Add the holiday" }).click();
  await expect(page.getByLabel("Day, after today")).toHaveAccessibleDescription(/Days up to today stay as they are/);
  expect(await axeFindings(page)).toEqual([]);
});
