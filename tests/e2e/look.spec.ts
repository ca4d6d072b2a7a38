import type { Role } from "@/lib/domain/roles";
import { axeFindings } from "@/tests/support/axe";
import { sql } from "@/tests/support/desk";
import { expect, test } from "@/tests/support/fixtures";
import { contextOf } from "@/tests/support/sign-in";

/** Every page, seen by somebody whose page it is; words in braces stand for ids that only the database knows. */
const PAGES: [role: Role, paths: string[]][] = [
  [
    "cro",
    [
      "/",
      "/leads",
      "/deals",
      "/deals?cell=cost&source=webinar",
      "/deals?deal={deal}",
      "/deals/{deal}",
      "/agreement",
      "/agreement/receipts",
      "/agreement/disputes?field=behaviour",
      "/agreement/disputes/1",
      "/review",
      "/review/{week}",
      "/review/{held}",
      "/agreement/arguments",
      "/loop/mondays",
      "/loop/playbook",
      "/loop",
      "/loop/clocks/{clock}",
    ],
  ],
  ["bdr", ["/queue"]],
  ["cfo", ["/cost", "/account"]],
  [
    "vp_revops",
    [
      "/agreement",
      "/agreement/edit",
      "/agreement/draft",
      "/agreement/versions",
      "/agreement/terms",
      "/agreement/diagnostic",
      "/agreement/accountability",
      "/loop/fixes",
      "/leads/{lead}",
      "/loop/digest",
      "/settings",
      "/settings/floors",
      "/settings/sources",
      "/settings/stages",
      "/settings/segments",
      "/settings/calendar",
      "/settings/reasons",
      "/settings/stack",
      "/settings/organisation",
    ],
  ],
  ["head_demand_gen", ["/agreement/buying/new", "/agreement/buying/{brief}/edit", "/loop/feedback"]],
  ["cro", ["/agreement/buying", "/agreement/buying/{delivering}", "/agreement/buying/{brief}", "/agreement/stack"]],
  ["admin", ["/settings/people", "/settings/keys", "/audit", "/audit?action=import", "/audit/refused"]],
  [
    "cmo",
    [
      "/review/monthly",
      "/review/monthly/{month}",
      "/review/monthly/2199-01",
      "/review/quarterly",
      "/review/quarterly/{quarter}",
      "/review/partner",
      "/review/partner/{week}",
    ],
  ],
  ["partner_manager", ["/review/partner/{week}"]],
  ["bdr", ["/leads/{lead}"]],
];

/** A lead with all that its page can show: decided, touched, in a second cycle; a deal with credit. */
async function addressOf(path: string): Promise<string> {
  const [found] = await sql<Record<string, string>>(`
    SELECT (SELECT l.id::text FROM leads l WHERE EXISTS (SELECT FROM touches t WHERE t.lead_id = l.id)
        AND EXISTS (SELECT FROM cycles c WHERE c.lead_id = l.id AND c.decided_at IS NOT NULL)
      ORDER BY (SELECT count(*) FROM cycles c WHERE c.lead_id = l.id) DESC, l.id LIMIT 1) AS lead,
      (SELECT opportunity_id::text FROM deal_credits GROUP BY opportunity_id ORDER BY count(*) DESC, opportunity_id LIMIT 1) AS deal,
      (SELECT max(id)::text FROM buying_briefs WHERE signed_at IS NULL AND vendor = 'Copperquill Data') AS brief,
      (SELECT min(brief_id)::text FROM brief_batches) AS delivering, (SELECT min(id)::text FROM clocks) AS clock,
      (SELECT to_char(max(as_of), 'IYYY-"W"IW') FROM reviews WHERE closed_at IS NOT NULL) AS held,
      -- Of the last frozen Monday, or of today where none is frozen yet.
      to_char(last.day, 'YYYY-MM') AS month, to_char(last.day, 'IYYY-"W"IW') AS week,
      to_char(last.day - make_interval(months => fiscal_year_start_month - 1), 'YYYY-"Q"Q') AS quarter
    FROM organisation CROSS JOIN LATERAL (SELECT coalesce(max(as_of), current_date) AS day FROM snapshots) AS last`);
  return path.replace(/\{(\w+)\}/, (_, name: string) => found?.[name] ?? "");
}

test.describe.configure({ timeout: 120_000 });

for (const [role, paths] of PAGES) {
  for (const path of paths) {
    test(`${path} for ${role}: axe finds nothing in either theme, and a phone scrolls only downwards`, async ({
      browser,
    }) => {
      const context = await contextOf(browser, role);
      const page = await context.newPage();
      const address = await addressOf(path);
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        expect((await page.goto(address))?.status()).toBe(200);
        if (path.includes("?deal=")) await expect(page.getByRole("dialog")).toBeVisible();
        expect(await axeFindings(page), colorScheme).toEqual([]);
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
    expect(await axeFindings(page)).toEqual([]);
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
  await expect
    .poll(() => context.cookies())
    .toContainEqual(expect.objectContaining({ name: "accord-theme", value: "dark" }));
  await own.reload();
  const background = () => own.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await background();
  await own.emulateMedia({ media: "print" });
  expect(await background()).not.toBe(dark);
  await context.close();
  await page.close();
});
