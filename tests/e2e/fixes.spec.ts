import type { Browser, Page } from "@playwright/test";
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
  await page.goto("/loop/fixes");
  return page;
}

const title = (page: Page) => page.getByRole("heading", { level: 1 });

test("VP RevOps opens a fix; its owner writes the action anew and closes it with evidence", async ({ browser }) => {
  const [revops, owner, cro] = [
    await pageOf(browser, "vp_revops"),
    await pageOf(browser, "ae"),
    await pageOf(browser, "cro"),
  ];
  await expect(title(revops)).toHaveText("No fix is open.");
  await expect(cro.getByRole("button", { name: "Open the fix" })).toHaveCount(0);
  await revops.getByRole("button", { name: "Open the fix" }).click();
  await expect(revops.getByText("Choose one of the five reasons.")).toBeVisible();

  await revops.getByLabel("Reason", { exact: true }).selectOption({ label: "Bad data" });
  await revops.getByRole("combobox", { name: "Source" }).selectOption({ label: "Webinar" });
  const person = revops.getByLabel("Owner", { exact: true });
  const name = (await person.getByRole("option", { name: /Account executive/ }).textContent()) ?? "";
  await person.selectOption({ label: name });
  await revops.getByLabel("What is done about it").first().fill("Check addresses at the form.");
  await revops.getByRole("button", { name: "Open the fix" }).click();
  await expect(title(revops)).toHaveText("1 fix is open, none is late.");
  await expect(revops.getByRole("heading", { name: "Bad data, Webinar" })).toBeVisible();

  await owner.reload();
  await owner.getByText("Work on it").click();
  expect(await axeFindings(owner)).toEqual([]);
  const action = owner.getByLabel("What is done about it");
  await expect(action).toHaveValue("Check addresses at the form.");
  await action.fill("Check addresses at the form, and ask for a phone number.");
  await owner.getByRole("button", { name: /^Save the action/ }).click();
  await expect(owner.getByRole("paragraph").filter({ hasText: "ask for a phone number" })).toBeVisible();
  await owner.reload();
  await owner.getByText("Work on it").click();
  await owner.getByRole("button", { name: /^Close Bad data/ }).click();
  await expect(owner.getByLabel("What shows that it works")).toHaveAccessibleDescription(
    /Write what shows that it works/,
  );
  await owner.getByLabel("What shows that it works").fill("31 of 400 bounced before, 4 of 380 since.");
  await owner.getByRole("button", { name: /^Close Bad data/ }).click();
  await expect(title(owner)).toHaveText("No fix is open.");
  const closed = owner.getByRole("table", { name: "Closed fixes" });
  await expect(closed.getByRole("row", { name: /Bad data, Webinar.*4 of 380 since.*in time/ })).toBeVisible();
  await expect(
    owner.getByRole("table", { name: "Closed in under 30 days, by owner" }).getByText("100 %"),
  ).toBeVisible();

  await cro.reload();
  await expect(cro.getByText("Work on it")).toHaveCount(0);
  await cro.goto("/loop");
  await expect(title(cro)).toHaveText("No clock runs: no Monday shows a breach that is not settled.");
  await expect(cro.getByRole("heading", { name: "No clock has opened yet" })).toBeVisible();
});
