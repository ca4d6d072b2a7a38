import type { Browser, Page } from "@playwright/test";
import { connect, type Database } from "@/lib/db";
import { addDays, dateIn, mondayOf } from "@/lib/domain/dates";
import type { Role } from "@/lib/domain/roles";
import { axeFindings } from "@/tests/support/axe";
import { freezeMonday, ingestFallingNumber } from "@/tests/support/falling-number";
import { expect, test } from "@/tests/support/fixtures";
import { type OwnSite, openOwnSite } from "@/tests/support/own-site";

/** The last Monday of which 06:00 has come for certain, and the one four weeks before it. */
const FALLEN = addDays(mondayOf(dateIn(new Date(), "America/New_York")), -7);
const BASELINE = addDays(FALLEN, -28);

let site: OwnSite;
let database: Database;
test.beforeAll(async () => {
  site = await openOwnSite();
  database = connect(site.databaseUrl);
});
test.afterAll(async () => {
  await database?.close();
  await site?.stop();
});

async function pageOf(browser: Browser, role: Role, path = "/loop/playbook"): Promise<Page> {
  const page = await (await site.contextOf(browser, role)).newPage();
  await page.goto(path);
  return page;
}

test("both leaders give their pulse, RevOps watches a reason, the CRO thanks once it has fallen, all see both numbers", async ({
  browser,
}) => {
  const [cro, cmo, revops] = [
    await pageOf(browser, "cro"),
    await pageOf(browser, "cmo"),
    await pageOf(browser, "vp_revops"),
  ];
  await expect(cro.getByRole("heading", { level: 1 })).toHaveText("The 90-day playbook has not begun.");
  await expect(cro.getByText("Two ways to begin")).toBeVisible();
  await expect(cro.getByText("Nothing to watch yet")).toBeVisible();

  await cro.getByRole("button", { name: /^Answer for/ }).click();
  await expect(cro.getByRole("group", { name: /How much conflict/ })).toHaveAccessibleDescription(/from 0 to 10/);
  await cro.getByRole("radio", { name: "9", exact: true }).check();
  await cro.getByRole("button", { name: /^Answer for/ }).click();
  await expect(cro.getByText(/You have answered 9 for/)).toBeVisible();
  await cmo.reload();
  await expect(cmo.getByText(/are hidden until both are in/)).toBeVisible();
  await expect(cmo.getByRole("table", { name: "Conflict pulse by month" })).toHaveCount(0);
  await cmo.getByRole("radio", { name: "6", exact: true }).check();
  await cmo.getByRole("button", { name: /^Answer for/ }).click();
  const pulse = cmo.getByRole("table", { name: "Conflict pulse by month" });
  await expect(pulse.getByRole("row").nth(1)).toContainText("7.596");

  await ingestFallingNumber(database.pool, { baseline: BASELINE, fallen: FALLEN });
  await freezeMonday(database.prisma, BASELINE);
  await revops.reload();
  await expect(revops.getByLabel("Reason to watch")).toHaveValue("out_of_icp");
  await revops.getByRole("button", { name: "Watch this reason" }).click();
  await expect(revops.getByText("No Monday has been frozen since")).toBeVisible();
  await cro.reload();
  await expect(cro.getByText("40.0 %")).toBeVisible();
  await expect(cro.getByText(/Your thank-you opens when/)).toBeVisible();
  await expect(cro.getByRole("button", { name: "Thank them in public" })).toHaveCount(0);

  await freezeMonday(database.prisma, FALLEN);
  await revops.reload();
  await expect(revops.getByText("The number has fallen.")).toBeVisible();
  await expect(revops.getByRole("button", { name: "Thank them in public" })).toHaveCount(0);
  await cro.reload();
  await cro.getByRole("button", { name: "Thank them in public" }).click();
  await expect(cro.getByLabel(/Thank marketing/)).toHaveAccessibleDescription(/in your own words/);
  await cro.getByLabel(/Thank marketing/).fill("You cut the lists that never fitted.");
  expect(await axeFindings(cro)).toEqual([]);
  await cro.getByRole("button", { name: "Thank them in public" }).click();
  await expect(cro.getByText("No reason is watched.")).toBeVisible();

  const bdr = await pageOf(browser, "bdr");
  const line = bdr.getByRole("listitem").filter({ hasText: "You cut the lists that never fitted." });
  await expect(line).toContainText("40.0 %");
  await expect(line).toContainText("20.0 %");
  await expect(line).toContainText("Test cro");
  await expect(line.getByRole("link")).toHaveCount(2);
  expect(await axeFindings(bdr)).toEqual([]);
  await line.getByRole("link").last().click();
  await bdr.waitForURL(`**/?as_of=${FALLEN}`);
  await expect(bdr.getByText(/^Frozen \d\d:\d\d · /)).toBeVisible();

  const demandGen = await pageOf(browser, "head_demand_gen", "/loop/feedback");
  await expect(demandGen.getByRole("heading", { level: 1 })).toHaveText(
    "Of 10 hand-overs, sales accepted 7 (70.0\u00a0%), rejected 3 and left 0 without a verdict.",
  );
  await demandGen.getByRole("button", { name: "Acknowledge this feedback" }).click();
  await expect(demandGen.getByText(/Test head demand gen acknowledged it on/)).toBeVisible();
  await expect(demandGen.getByRole("button", { name: "Acknowledge this feedback" })).toHaveCount(0);
  await cmo.goto("/loop/feedback");
  await expect(cmo.getByText(/Test head demand gen acknowledged it on/)).toBeVisible();
});
