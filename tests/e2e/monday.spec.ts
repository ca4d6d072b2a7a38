import { parse } from "csv-parse/sync";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { expect, test } from "@/tests/support/fixtures";
import { contextOf, signIn } from "@/tests/support/sign-in";

const metricsOf = async (page: { request: { get(url: string): Promise<{ text(): Promise<string> }> } }) =>
  (await page.request.get("/api/v1/metrics")).text();

test("a CRO reads the verdict and three tables whose figures are the API's", async ({ page }) => {
  await signIn(page, "cro");
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Content syndication is under its floor");
  const document = JSON.parse(await metricsOf(page)) as MetricsDocument;
  for (const caption of [
    "Acceptance by source and segment",
    "Cost per pipeline dollar by source",
    "Closed-won influence by source",
  ]) {
    await expect(page.getByRole("table", { name: caption })).toBeVisible();
  }
  const content = document.acceptance.cells.find(
    (cell) => cell.source === "content_syndication" && cell.segment === "ENT",
  );
  expect(content?.verdict).toBe("source_breach");
  const row = page
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader", { name: "Content syndication" }) })
    .first();
  await expect(row).toContainText("source");
  await expect(row).toContainText("▼");
  const { n, accepted } = document.acceptance.total;
  const total = page.getByRole("link", { name: new RegExp(`^All sources: .+ accepted of ${n} handed over$`) });
  await expect(total).toHaveText(`${((accepted / n) * 100).toFixed(1)} %`);
  const cost = page.getByRole("table", { name: "Cost per pipeline dollar by source" });
  for (const { ratio, verdict } of document.cost.rows) {
    if (verdict === "over_line") await expect(cost).toContainText(`▲ ${ratio}`);
  }
});

test("CRO and CMO read the same bytes", async ({ browser }) => {
  const [cro, cmo] = await Promise.all([contextOf(browser, "cro"), contextOf(browser, "cmo")]);
  await expect(async () => {
    const [left, right] = await Promise.all([metricsOf(cro), metricsOf(cmo)]);
    expect(left.length).toBeGreaterThan(1_000);
    expect(left).toBe(right);
  }).toPass();
  await Promise.all([cro.close(), cmo.close()]);
});

test("every figure of the acceptance table opens as many cycles as it counts", async ({ page }) => {
  await signIn(page, "cmo");
  const document = JSON.parse(await metricsOf(page)) as MetricsDocument;
  for (const { source, segment, n } of document.acceptance.cells.filter((cell) => cell.n > 0)) {
    const query = new URLSearchParams({ cell: "acceptance", as_of: document.as_of, source, segment, state: "all" });
    const csv = await (await page.request.get(`/leads/export?${query}`)).text();
    expect(parse(csv, { columns: true }), `${source} ${segment}`).toHaveLength(n);
  }
});

test("a position, an assist and a total open the deals of just that", async ({ page }) => {
  await signIn(page, "cro");
  await page.goto("/");
  const addressOf = async (name: RegExp) =>
    (await page.getByRole("link", { name }).getAttribute("href")) ?? "no address";
  const [first, assists, spend] = [
    await addressOf(/^Webinar, First touch/),
    await addressOf(/^All closed won, assists/),
    await addressOf(/^All sources, spend/),
  ];
  await page.goto(first);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("First touch: Webinar");
  await page.goto(assists);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Assists: all sources");
  await page.goto(spend);
  await expect(page.getByRole("table", { name: "Spend" })).toBeVisible();
  const file = await page.getByRole("link", { name: "CSV" }).last().getAttribute("href");
  const answer = await page.request.get(file ?? "no address");
  expect(parse(await answer.text(), { columns: true }).length).toBeGreaterThan(5);
});

test("a figure of influence leads to its deals, and a deal to its credits", async ({ page }) => {
  await signIn(page, "cro");
  await page.goto("/");
  // The page listens once it has drawn its chart.
  await page.getByRole("heading", { name: "Trends" }).scrollIntoViewIfNeeded();
  await expect(page.locator(".recharts-reference-line-line").first()).toBeAttached();
  await page.evaluate(() => document.documentElement.setAttribute("data-kept", ""));
  await page.getByRole("link", { name: /^Webinar, credit/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Closed-won credit: Webinar");
  // The same page went on: figures are plain links, and one listener of their table opens them.
  await expect(page.locator("html")).toHaveAttribute("data-kept");
  await page.getByRole("table", { name: "Opportunities" }).getByRole("link").first().click();
  const drawer = page.getByRole("dialog");
  await expect(drawer.getByRole("heading", { name: "Credits" })).toBeVisible();
  await expect(page).toHaveURL(/deal=\d+/);
  await page.keyboard.press("Escape");
  await expect(page).not.toHaveURL(/deal=/);
});

test("the table as CSV holds the rows and values of the document", async ({ page }) => {
  await signIn(page, "cro");
  const document = JSON.parse(await metricsOf(page)) as MetricsDocument;
  const answer = await page.request.get(`/export/cost?as_of=${document.as_of}`);
  expect(answer.headers()["content-disposition"]).toContain(`accord-cost-${document.as_of}`);
  const rows = parse(await answer.text(), { columns: true }) as Record<string, string>[];
  expect(rows.map(({ source, spend, pipeline, ratio }) => [source, spend, pipeline, ratio])).toEqual(
    document.cost.rows.map(({ source, spend, pipeline, ratio }) => [source, spend, pipeline, ratio ?? ""]),
  );
});

test("the week is in the address; a day that is no Monday has no page", async ({ page, expectedErrors }) => {
  await signIn(page, "cro");
  await page.goto("/");
  await page.getByRole("link", { name: "Previous Monday" }).click();
  await expect(page).toHaveURL(/as_of=\d{4}-\d\d-\d\d/);
  const title = await page.getByRole("heading", { level: 1 }).textContent();
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(title ?? "");
  expectedErrors.push(/404/);
  const answer = await page.goto("/?as_of=2026-11-17");
  expect(answer?.status()).toBe(404);
});

test("trends open with the floor as a line and a table of the same figures", async ({ page }) => {
  await signIn(page, "cro");
  await page.goto("/");
  await page.getByRole("heading", { name: "Trends" }).scrollIntoViewIfNeeded();
  await expect(page.locator(".recharts-reference-line-line")).toBeAttached();
  await page.getByRole("link", { name: "Webinar", exact: true }).click();
  await expect(page).toHaveURL(/trend=webinar/);
  await expect(page.getByText("Webinar: acceptance by segment, 12 Mondays", { exact: true })).toBeVisible();
});

for (const format of ["A4", "Letter"] as const) {
  test(`the three tables print on one ${format} page`, async ({ page }) => {
    await signIn(page, "cro");
    await page.goto("/");
    const pdf = (await page.pdf({ format, preferCSSPageSize: false })).toString("latin1");
    expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1);
  });
}

test("tables stand there without script, and in another zone of the browser the week is the same", async ({
  browser,
}) => {
  const [plain, tokyo] = await Promise.all([
    contextOf(browser, "cro", { javaScriptEnabled: false }),
    contextOf(browser, "cro", { timezoneId: "Asia/Tokyo" }),
  ]);
  const [first, second] = await Promise.all([plain.newPage(), tokyo.newPage()]);
  await Promise.all([first.goto("/"), second.goto("/")]);
  await expect(first.getByRole("table")).toHaveCount(3);
  const week = /Monday \d+ \w+ \d{4}/;
  const text = async (page: typeof first) => week.exec((await page.locator("main").textContent()) ?? "")?.[0];
  const shown = await text(first);
  expect(shown).toMatch(week);
  expect(await text(second)).toBe(shown);
  await Promise.all([plain.close(), tokyo.close()]);
});
