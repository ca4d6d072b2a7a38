import { randomUUID } from "node:crypto";
import type { Browser, Page } from "@playwright/test";
import type { Role } from "@/lib/domain/roles";
import { csvText } from "@/lib/view/csv";
import { importOf } from "@/tests/support/desk";
import { expect, test } from "@/tests/support/fixtures";
import { contextOf } from "@/tests/support/sign-in";

async function as<T>(browser: Browser, role: Role, work: (page: Page) => Promise<T>): Promise<T> {
  const context = await contextOf(browser, role);
  const result = await work(await context.newPage());
  await context.close();
  return result;
}

/** Three leads of the seller as its file has them; the last one is too small. */
function boughtFile(vendor: string): string {
  const fields = ["external_id", "first_name", "last_name", "title", "company", "country", "naics", "employees"];
  const header = [...fields, "annual_revenue", "technologies", "source", "created_at", "email", "bought_from"];
  const created = new Date(Date.now() - 40 * 86_400_000).toISOString();
  const rows = ["640", "900", "12"].map((employees, index) => {
    const id = `${vendor.replaceAll(" ", "-")}-${index}`;
    const company = `Bought ${id}`;
    const person = [id, "=1+1", "Byron", "VP Sales", company, "US", "541511", employees];
    return [
      ...person,
      "25000000.00",
      "HubSpot",
      "content_syndication",
      created,
      `${id}@buyer.example`.toLowerCase(),
      vendor,
    ];
  });
  return csvText(header, rows);
}

test("a brief is written, signed by one side, refused at import, signed by the other, and its rows land", async ({
  browser,
}) => {
  const vendor = `Harrier Lists ${randomUUID().slice(0, 4)}`;
  const path = await as(browser, "head_demand_gen", async (page) => {
    await page.goto("/agreement/buying");
    await page.getByRole("link", { name: "Write a brief" }).click();
    await page.getByLabel("Seller").fill(vendor);
    await page.getByLabel("Leads ordered").fill("many");
    await page.getByLabel("Price of one lead").fill("44");
    await page.getByRole("button", { name: "Write the brief" }).click();
    await expect(page.getByLabel("Leads ordered")).toHaveAccessibleDescription(/whole number/);
    await expect(page.getByLabel("Seller")).toHaveValue(vendor);
    await page.getByLabel("Leads ordered").fill("3");
    await page.getByRole("button", { name: "Write the brief" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("is a draft: nobody has signed it");
    await expect(page.getByText("above 70, by the scoring tool")).toBeVisible();
    await expect(page.getByRole("button", { name: /^Sign as/ })).toHaveCount(0);
    return new URL(page.url()).pathname;
  });
  await as(browser, "cmo", async (page) => {
    await page.goto(path);
    await page.getByRole("button", { name: "Sign as Chief Marketing Officer" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("waits for the Chief Revenue Officer");
    await expect(page.getByRole("button", { name: /^Sign as/ })).toHaveCount(0);
  });
  const refused = await importOf("leads", boughtFile(vendor));
  expect(refused.code).toBe(2);
  expect(refused.output).toContain("inserted=0 updated=0 unchanged=0 duplicate=0 rejected=3");
  expect(refused.output).toContain("BRIEF_UNSIGNED");
  await as(browser, "cro", async (page) => {
    await page.goto(path);
    await page.getByRole("button", { name: "Sign as Chief Revenue Officer" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText(`${vendor} delivers under a brief`);
  });
  expect(await importOf("leads", boughtFile(vendor))).toMatchObject({ code: 0 });
  await as(browser, "bdr", async (page) => {
    await page.goto("/agreement/buying");
    await page.getByRole("link", { name: vendor }).click();
    await expect(page.getByRole("region", { name: "What came in" })).toContainText("of 3 ordered");
    await expect(page.getByRole("table", { name: "Batches" }).locator("tbody tr")).toHaveCount(1);
    const claims = page.getByRole("table", { name: "Rows for credit claims" }).locator("tbody tr");
    await expect(claims).toHaveCount(1);
    await expect(claims).toContainText("failed the brief: Firmographic floor");
    await expect(page.getByText("1 row, 44.00 USD at the price of the brief")).toBeVisible();
    const csv = await page.request.get(`${path}/credits`);
    expect(csv.headers()["content-disposition"]).toContain("accord-credits-Harrier-Lists");
    const [header, line] = (await csv.text()).split("\r\n");
    expect(header).toBe("external_id,name,company,email,received_on,failed,rejection,reason,price,currency");
    // A name that a spreadsheet would run is made harmless.
    expect(line).toContain(",'=1+1 Byron,");
    expect(line).toContain(",firmographic,,failed the brief: Firmographic floor,44.00,USD");
    await expect(page.getByRole("button", { name: "End this brief" })).toHaveCount(0);
  });
});

test("the stack: one place for scoring, a locked attribution tool, a retrain inside the freeze", async ({
  browser,
}) => {
  await as(browser, "ae", async (reader) => {
    await reader.goto("/agreement/stack");
    await expect(reader.getByRole("heading", { level: 1 })).toContainText("Every score comes from 6sense Predictive");
    await expect(reader.getByText(/inside the freeze of agreement v2/)).toBeVisible();
    await expect(reader.getByRole("link", { name: "Change the stack" })).toHaveCount(0);
    await expect(reader.getByRole("button", { name: /^Change/ })).toHaveCount(0);
  });
  const context = await contextOf(browser, "vp_revops");
  const editor = await context.newPage();
  await editor.goto("/settings/stack");
  await expect(editor.getByRole("button", { name: "Take Dreamdata out of use" })).toHaveCount(0);
  await editor.getByRole("button", { name: "Change Dreamdata" }).click();
  await expect(editor.getByLabel("Tool", { exact: true }).first()).toHaveAttribute("readonly", "");
  await editor.getByLabel("Cost of a year").first().fill("55,500");
  await editor.getByRole("button", { name: "Save" }).click();
  await expect(editor.getByText("55,500.00 USD a year")).toBeVisible();
  await editor.getByRole("button", { name: "Use MadKudu Scoring again" }).click();
  await expect(editor.getByRole("alert").filter({ hasText: "there is one" })).toBeVisible();
  await context.close();
});
