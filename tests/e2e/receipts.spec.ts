import type { Page } from "@playwright/test";
import { appRows } from "@/tests/support/app-rows";
import { expect, test } from "@/tests/support/fixtures";
import { contextOf, signIn } from "@/tests/support/sign-in";

const line = (page: Page) => page.getByRole("link", { name: /^Agreement v\d+ read by/ });
const receipt = (page: Page) => page.getByRole("region", { name: /you read it\?|You have read version/ });

test("a BDR reads the agreement and answers three questions; the Monday page counts one more", async ({
  page,
  browser,
}) => {
  await signIn(page, "bdr");
  await page.goto("/");
  // Other tests add people to the team meanwhile; nobody else confirms anything.
  const [, before] = /(\d+) of \d+ BDRs/.exec((await line(page).textContent()) ?? "") ?? [];
  const counted = `${Number(before) + 1} of`;
  await page.goto("/agreement");
  await receipt(page)
    .getByRole("button", { name: /^I have read version \d+$/ })
    .click();
  await expect(page.getByRole("heading", { name: /^You have read version \d+$/ })).toBeVisible();

  const questions = receipt(page).getByRole("group");
  await expect(questions).toHaveCount(3);
  await receipt(page).getByRole("button", { name: "Check my answers" }).click();
  await expect(questions.first()).toContainText("Choose an answer.");
  // By keyboard alone: into the group, then on.
  for (const group of await questions.all()) {
    await group.getByRole("radio").first().focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowDown");
    await expect(group.getByRole("radio").nth(1)).toBeChecked();
  }
  await receipt(page).getByRole("button", { name: "Check my answers" }).click();
  await expect(receipt(page).getByRole("status")).toContainText(/^[0-3] of 3 right/);
  await expect(receipt(page).getByRole("listitem")).toHaveCount(3);
  const said = (await receipt(page).getByRole("status").textContent()) ?? "";
  const [kept] = await appRows<{ score: number }>(
    "SELECT score FROM reading_checks c JOIN users u ON u.id = c.user_id WHERE u.name = 'Noor Castellane'",
  );
  expect(said).toContain(`${kept?.score} of 3 right`);

  // It is kept: no second try, and the answers still come with their lines.
  await page.reload();
  await expect(receipt(page).getByRole("status")).toHaveText(said);
  await expect(receipt(page).getByRole("radio")).toHaveCount(0);

  await page.goto("/");
  await expect(line(page)).toContainText(new RegExp(` ${counted} \\d+ BDRs`));
  await line(page).click();
  await expect(page.getByRole("heading", { name: /not read version \d+ yet\.$/ })).toBeVisible();
  const team = page.getByRole("row", { name: /^BDRs/ });
  await expect(team.getByRole("cell").first()).toHaveText(new RegExp(`^${counted} `));
  await expect(page.getByText("Hanna Quistgard")).toHaveCount(0);

  const leader = await (await contextOf(browser, "cro")).newPage();
  await leader.goto("/agreement/receipts");
  await expect(leader.getByRole("row", { name: /^AEs/ })).toContainText("Hanna Quistgard");
});

test("the CEO reads the agreement and has nothing to confirm", async ({ page }) => {
  await signIn(page, "ceo");
  await page.goto("/agreement");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("button", { name: /I have read/ })).toHaveCount(0);
  await expect(receipt(page)).toHaveCount(0);
});
