import type { Browser, Page } from "@playwright/test";
import { hashPassword } from "@/lib/auth/passwords";
import { appRows } from "@/tests/support/app-rows";
import { axeFindings } from "@/tests/support/axe";
import { expect, test } from "@/tests/support/fixtures";
import { signIn } from "@/tests/support/sign-in";

const EMAIL = "robin@accord.test";
const OLD = "a sentence does well";
const NEW = "another sentence, as good";

async function enter(page: Page, password: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(EMAIL);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

async function elsewhere(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await enter(page, OLD);
  await page.waitForURL((url) => url.pathname === "/leads");
  return page;
}

test("a password is changed by its owner: here one stays signed in, elsewhere the session has ended", async ({
  page,
  browser,
}) => {
  const insert = "INSERT INTO users (email, name, role, password_hash) VALUES ($1, 'Robin Account', 'ae', $2)";
  await appRows(insert, [EMAIL, await hashPassword(OLD)]);
  const other = await elsewhere(browser);
  await enter(page, OLD);
  await page.getByRole("link", { name: "Robin Account" }).click();
  await expect(page.getByRole("heading", { name: "Your account" })).toBeVisible();
  await expect(page.getByText(EMAIL)).toBeVisible();

  const change = async (current: string, repeat = NEW) => {
    await page.getByLabel("Present password").fill(current);
    await page.getByLabel("New password", { exact: true }).fill(NEW);
    await page.getByLabel("New password, once more").fill(repeat);
    await page.getByRole("button", { name: "Change the password" }).click();
  };
  await change(OLD, "another sentence");
  await expect(page.getByLabel("New password, once more")).toHaveAccessibleDescription(/two new passwords differ/);
  await change("a sentence does not");
  await expect(page.getByLabel("Present password")).toHaveAccessibleDescription(/not your present password/);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await axeFindings(page), colorScheme).toEqual([]);
  }
  await change(OLD);
  await expect(page.getByText("You stay signed in here")).toBeVisible();
  await expect(page.getByLabel("Present password")).toHaveValue("");

  await page.goto("/leads");
  await expect(page).toHaveURL(/\/leads$/);
  await other.goto("/leads");
  await expect(other).toHaveURL(/\/sign-in/);
  await enter(other, NEW);
  await expect(other).toHaveURL(/\/leads$/);
  await other.context().close();
});

test("whoever comes in without a password is told so, and finds no form", async ({ page }) => {
  await signIn(page, "cfo");
  await page.goto("/account");
  await expect(page.getByText("Your account has no password")).toBeVisible();
  await expect(page.getByRole("button", { name: "Change the password" })).toHaveCount(0);
});
