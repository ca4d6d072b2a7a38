import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import type { Role } from "@/lib/domain/roles";
import { expect, test } from "@/tests/support/fixtures";
import { contextOf } from "@/tests/support/sign-in";

/** Every page, seen by somebody whose page it is. */
const PAGES: [role: Role, paths: string[]][] = [
  ["cro", ["/", "/leads", "/deals", "/deals?cell=cost&source=webinar", "/agreement"]],
  ["bdr", ["/queue"]],
  ["cfo", ["/cost", "/account"]],
  [
    "vp_revops",
    [
      "/agreement",
      "/settings",
      "/settings/floors",
      "/settings/sources",
      "/settings/stages",
      "/settings/segments",
      "/settings/calendar",
      "/settings/reasons",
      "/settings/organisation",
    ],
  ],
  ["admin", ["/settings/people"]],
];
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}`));
}

test.describe.configure({ timeout: 120_000 });

for (const [role, paths] of PAGES) {
  for (const path of paths) {
    test(`${path} for ${role}: axe finds nothing in either theme, and a phone scrolls only downwards`, async ({
      browser,
    }) => {
      const context = await contextOf(browser, role);
      const page = await context.newPage();
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        expect((await page.goto(path))?.status()).toBe(200);
        expect(await findings(page), colorScheme).toEqual([]);
      }
      await page.setViewportSize({ width: 360, height: 740 });
      const excess = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(excess).toBeLessThanOrEqual(0);
      await context.close();
    });
  }
}

test("axe finds nothing on the sign-in page, in both themes", async ({ page }) => {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.goto("/sign-in");
    expect(await findings(page)).toEqual([]);
  }
});

test("the theme chosen stays over a reload, and print is light", async ({ page, browser }) => {
  const context = await contextOf(browser, "cro", { colorScheme: "light" });
  const own = await context.newPage();
  await own.goto("/");
  await own
    .getByRole("button", { name: "Dark" })
    .or(own.getByRole("radio", { name: "Dark" }))
    .first()
    .click();
  await own.reload();
  const background = () => own.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await background();
  await own.emulateMedia({ media: "print" });
  expect(await background()).not.toBe(dark);
  await context.close();
  await page.close();
});
