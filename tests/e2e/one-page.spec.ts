import type { Page } from "@playwright/test";
import { withClient } from "@/lib/cli/client";
import { PAGE, PAGE_QUARTERS } from "@/lib/domain/one-page/layout";
import { textWidth } from "@/lib/domain/one-page/measure";
import { appRows } from "@/tests/support/app-rows";
import { axeFindings } from "@/tests/support/axe";
import { expect, test } from "@/tests/support/fixtures";
import { fullPages } from "@/tests/support/full-pages";
import { openOwnSite } from "@/tests/support/own-site";
import { FORMATS, printedPages } from "@/tests/support/printed-pages";
import { contextOf, signIn } from "@/tests/support/sign-in";

/** Height in quarters of a line as the browser lays it out, what is set smallest, and its lines. */
async function laidOut(page: Page) {
  return page.evaluate(async (quarterPx) => {
    await document.fonts.ready;
    const sheet = document.querySelector<HTMLElement>(".sheet");
    if (!sheet) throw new Error("there is no sheet");
    sheet.style.minHeight = "0";
    const style = getComputedStyle(sheet);
    const frame = 2 * (Number.parseFloat(style.paddingTop) + Number.parseFloat(style.borderTopWidth));
    const quarters = (sheet.getBoundingClientRect().height - frame) / quarterPx;
    sheet.style.minHeight = "";
    const sizes = [...sheet.querySelectorAll("*")].map((element) =>
      Number.parseFloat(getComputedStyle(element).fontSize),
    );
    const range = document.createRange();
    const lines = [...sheet.querySelectorAll(".sheet-line")].map((line) => {
      range.selectNodeContents(line);
      const { fontWeight, fontVariantNumeric } = getComputedStyle(line);
      const isTabular = fontVariantNumeric.includes("tabular");
      return { text: line.textContent ?? "", px: range.getBoundingClientRect().width, fontWeight, isTabular };
    });
    return { quarters, smallestPx: Math.min(...sizes), lines };
  }, PAGE.quarterPx);
}

/** Every line of running text is as wide as it was measured without a browser; the names on signature lines are serif. */
function expectMeasured({ lines }: Awaited<ReturnType<typeof laidOut>>, names: readonly string[]): void {
  const running = lines.filter(({ text, isTabular }) => !isTabular && !names.includes(text));
  expect(running.length).toBeGreaterThan(30);
  for (const { text, px, fontWeight } of running) {
    const measured = textWidth(text, fontWeight === "600" ? "strong" : "text") * PAGE.textPx;
    expect(Math.abs(px - measured), `${text}: ${px} px, measured ${measured}`).toBeLessThan(0.25);
  }
}

test("the sample company's agreement is one page on A4 and on Letter, at 10 pt, with version, hash and three names", async ({
  page,
}) => {
  const [inForce] = await appRows<{ version: number; hash: string; names: string[] }>(
    `SELECT version, encode(content_hash, 'hex') AS hash, (SELECT array_agg(u.name) FROM agreement_signatures s JOIN users u ON u.id = s.user_id
       WHERE s.agreement_version = version AND s.voided_at IS NULL) AS names
     FROM agreements WHERE status = 'in_force'`,
  );
  if (!inForce) throw new Error("the sample company has signed");
  await signIn(page, "cmo");
  await page.goto(`/agreement/versions/${inForce.version}/print`);
  const sheet = page.getByRole("article");
  await expect(sheet).toContainText(`Version${inForce.version}`);
  await expect(sheet).toContainText(inForce.hash.slice(0, 12));
  await expect(sheet).toContainText("in force");
  expect(inForce.names).toHaveLength(3);
  for (const name of inForce.names) await expect(sheet).toContainText(name);
  for (const format of FORMATS) expect([format, await printedPages(page, format)]).toEqual([format, 1]);
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("button", { name: "Print" })).toBeHidden();
  await expect(page.getByRole("navigation")).toHaveCount(0);
  const measured = await laidOut(page);
  expect(measured.smallestPx).toBeGreaterThanOrEqual(13.33);
  expectMeasured(measured, inForce.names);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ media: "screen", colorScheme });
    await expect(sheet).toHaveCSS("background-color", "rgb(255, 255, 255)");
    expect(await axeFindings(page)).toEqual([]);
  }
});

test("no such version is not found, and a role without the agreement is refused", async ({
  browser,
  expectedErrors,
}) => {
  expectedErrors.push(/status of (403|404)/);
  const [cro, cfo] = [await contextOf(browser, "cro"), await contextOf(browser, "cfo")];
  for (const version of ["999999", "0", "two", "1e3"]) {
    expect([version, (await cro.request.get(`/agreement/versions/${version}/print`)).status()]).toEqual([version, 404]);
  }
  expect((await cfo.request.get("/agreement/versions/1/print")).status()).toBe(403);
});

test("what the budget says is what Chromium prints: the last quarter of a line fits, the next one does not", async ({
  browser,
}) => {
  const site = await openOwnSite();
  try {
    const context = await site.contextOf(browser, "vp_revops");
    const page = await context.newPage();
    const heights = [PAGE_QUARTERS - 1, PAGE_QUARTERS, PAGE_QUARTERS + 1, PAGE_QUARTERS + 40];
    for (const { quarters, write } of fullPages(heights)) {
      await withClient(site.databaseUrl, write);
      await page.goto("/agreement/versions/1/print");
      await expect(page.getByRole("article")).toContainText("Provisional, not signed");
      const measured = await laidOut(page);
      expect(measured.quarters).toBeCloseTo(quarters, 1);
      expectMeasured(measured, []);
      const fits = quarters <= PAGE_QUARTERS;
      expect([quarters, await printedPages(page, "Letter")]).toEqual([quarters, fits ? 1 : 2]);
      // A4 is four lines higher than Letter, and the budget is that of the tighter one.
      const fitsA4 = quarters < PAGE_QUARTERS + 16;
      expect([quarters, await printedPages(page, "A4")]).toEqual([quarters, fitsA4 ? 1 : 2]);
    }
    await context.close();
  } finally {
    await site.stop();
  }
});

test("the budget is live while the definition is written, and names what to shorten", async ({ page }) => {
  await signIn(page, "vp_revops");
  await page.goto("/agreement/edit");
  const meter = page.getByRole("status").filter({ hasText: "page" });
  await expect(meter).toHaveText(/^Fits on one page: \d+ of 59 lines\.$/);
  const competitors = page.getByLabel("Competitors");
  const stored = await competitors.inputValue();
  await competitors.fill(Array.from({ length: 60 }, (_, index) => `competitor-${index}.example`).join(", "));
  await expect(meter).toHaveText(/^▲ \d+ lines over one page: shorten Disqualifiers, which takes \d+ lines\.$/);
  await competitors.fill(`${stored}, one-more.example`);
  await expect(meter).toHaveText(/^Fits on one page/);
});
