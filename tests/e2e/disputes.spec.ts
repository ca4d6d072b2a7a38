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

async function pageOf(browser: Browser, role: Role, path = "/agreement/disputes"): Promise<Page> {
  const page = await (await site.contextOf(browser, role)).newPage();
  await page.goto(path);
  return page;
}

const title = (page: Page) => page.getByRole("heading", { level: 1 });

test("CRO and CMO state their positions, the CEO picks one, the draft takes it, and the field is closed", async ({
  browser,
}) => {
  const [cro, cmo, ceo] = [await pageOf(browser, "cro"), await pageOf(browser, "cmo"), await pageOf(browser, "ceo")];
  await expect(title(cro)).toHaveText("No dispute about the ICP is open.");
  await expect(ceo.getByRole("link", { name: /^Dispute / })).toHaveCount(0);
  await cro.getByRole("link", { name: "Dispute Geography" }).click();
  await cro.getByLabel("Countries").fill("US, Atlantis");
  await cro.getByLabel("Why your side wants this").fill("We close there.");
  await cro.getByRole("button", { name: "Raise the dispute" }).click();
  await expect(cro.getByLabel("Countries")).toHaveAccessibleDescription(/“Atlantis”/);
  await cro.getByLabel("Countries").fill("US");
  await cro.getByRole("button", { name: "Raise the dispute" }).click();
  await cro.waitForURL(/\/agreement\/disputes\/\d+$/);
  await expect(title(cro)).toContainText("Geography: the Chief Marketing Officer has not stated a position yet.");

  await ceo.goto(cro.url());
  await expect(ceo.getByRole("button", { name: /Pick/ })).toHaveCount(0);
  await cmo.reload();
  await cmo.getByRole("link", { name: "Geography", exact: true }).click();
  await cmo.getByLabel("Countries").fill("us");
  await cmo.getByLabel("Why your side wants this").fill("Demand is there.");
  await cmo.getByRole("button", { name: "State my position" }).click();
  await expect(cmo.getByText("Both sides ask for the same")).toBeVisible();
  await cmo.getByLabel("Countries").fill("US, DACH");
  await cmo.getByRole("button", { name: "State my position" }).click();
  await expect(title(cmo)).toHaveText("Geography: two positions, and the CEO picks.");
  await expect(cmo.getByRole("button", { name: /Pick/ })).toHaveCount(0);
  await expect(cmo.getByRole("button", { name: "Withdraw the dispute" })).toHaveCount(0);

  await ceo.reload();
  expect(await axeFindings(ceo)).toEqual([]);
  await ceo.getByLabel("Why this one").fill("We grow where demand is.");
  await ceo.getByRole("button", { name: /Pick/ }).click();
  await expect(ceo.getByText("Pick one of the two positions.")).toBeVisible();
  await ceo.getByRole("radio", { name: /Chief Marketing Officer/ }).check();
  await ceo.getByRole("button", { name: /Pick/ }).click();
  await expect(title(ceo)).toHaveText("Geography: the CEO picked the Chief Marketing Officer’s position.");
  await expect(ceo.getByText("picked by the CEO")).toBeVisible();
  await expect(ceo.getByRole("button", { name: /Pick/ })).toHaveCount(0);
  expect(
    await site.rows(
      "SELECT status::text, definition -> 'geography' -> 'countries' AS places FROM agreements ORDER BY version",
    ),
  ).toMatchObject([{ status: "provisional" }, { status: "draft", places: ["US", "DACH"] }]);

  await cro.goto("/agreement/disputes?field=geography");
  await expect(cro.getByRole("link", { name: "Dispute Geography" })).toHaveCount(0);
  await expect(cro.getByRole("button", { name: "Raise the dispute" })).toHaveCount(0);
  await expect(cro.getByText(/^closed until/)).toBeVisible();
});

test("an argument is logged as one of four, and “lead quality” is none of them", async ({ browser }) => {
  const page = await pageOf(browser, "head_sdr", "/agreement/arguments");
  await expect(title(page)).toHaveText("No argument was logged in the last 90 days.");
  await page.getByLabel("What was argued").fill("The webinar leads are bad.");
  await page.getByRole("button", { name: "Log the argument" }).click();
  await expect(page.getByText(/“Lead quality” is not what an argument is about/)).toBeVisible();
  await expect(page.getByLabel("What was argued")).toHaveValue("The webinar leads are bad.");
  await page.getByRole("radio", { name: /Attribution/ }).check();
  await page.getByLabel("Row of the Monday page").selectOption("webinar");
  await page.getByRole("button", { name: "Log the argument" }).click();
  await expect(title(page)).toHaveText("Attribution: the one argument of the last 90 days.");
  await expect(page.getByLabel("What was argued")).toHaveValue("");
  await page.getByRole("link", { name: "CAC", exact: true }).click();
  await expect(page.getByText("No argument about CAC here")).toBeVisible();
  await page.goto("/agreement/arguments?about=attribution");
  await expect(page.getByText("The webinar leads are bad.")).toBeVisible();
});

test("RevOps says where the BDR team sits; under marketing there is a warning for everybody", async ({ browser }) => {
  const revops = await pageOf(browser, "vp_revops", "/agreement/accountability");
  const bdr = await pageOf(browser, "bdr", "/agreement/accountability");
  await expect(bdr.getByText("The BDR team sits under marketing.")).toHaveCount(0);
  await expect(bdr.getByRole("combobox")).toHaveCount(0);
  await revops.getByLabel("The BDR team reports to").selectOption("cmo");
  await revops.getByRole("button", { name: "Save to whom the BDR team reports" }).click();
  await expect(revops.getByText("The BDR team sits under marketing.")).toBeVisible();
  await bdr.reload();
  await expect(bdr.getByText("The BDR team sits under marketing.")).toBeVisible();
  expect(await axeFindings(bdr)).toEqual([]);
});
