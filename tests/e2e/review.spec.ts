import type { Browser, Page } from "@playwright/test";
import { connect } from "@/lib/db";
import { addDays, mondayOf } from "@/lib/domain/dates";
import { weekCode } from "@/lib/domain/reviews";
import { REVIEW_SEATS, type Role } from "@/lib/domain/roles";
import { expect, test } from "@/tests/support/fixtures";
import { freezeMondays } from "@/tests/support/frozen-mondays";
import { type OwnSite, openOwnSite } from "@/tests/support/own-site";
import { FORMATS, printedPages } from "@/tests/support/printed-pages";

/** The last Tuesday that has begun, 10:00 in New York: the clock of this site stands there, whatever day the tests run on. */
const TUESDAY = addDays(mondayOf(addDays(new Date().toISOString().slice(0, 10), -2)), 1);
const MONDAY = addDays(TUESDAY, -1);
const WEEK = weekCode(MONDAY);

let site: OwnSite;

test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  test.setTimeout(240_000);
  site = await openOwnSite({ now: new Date(`${TUESDAY}T15:30:00Z`) });
  const database = connect(site.databaseUrl);
  await freezeMondays(database.pool, MONDAY, 6);
  await database.close();
});
test.afterAll(async () => {
  await site.stop();
});

async function pageOf(browser: Browser, role: Role, path: string): Promise<Page> {
  const context = await site.contextOf(browser, role);
  await context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(path);
  return page;
}

/** The page as it is now must come to show this without being loaded again: a mark in its window is still there. */
const mark = (page: Page) => page.evaluate(() => Object.assign(window, { marked: true }));
const isMarked = (page: Page) => page.evaluate(() => "marked" in window);

const seat = (page: Page, role: Role) =>
  page.getByRole("list", { name: "The five seats" }).getByRole("listitem").filter({ hasText: site.people[role].name });

const heading = (page: Page) => page.getByRole("heading", { name: "One decision" });

async function defund(page: Page, amount: string): Promise<void> {
  const form = page.getByRole("form", { name: "The one decision" });
  await form.getByLabel("About").selectOption({ label: "Content syndication, cost" });
  await expect(form.getByRole("radio", { name: "Defund and move" })).toBeChecked();
  await expect(form.getByLabel("Amount")).toHaveValue("12000.00");
  await form.getByLabel("Amount").fill(amount);
  await form.getByLabel("Its budget goes to").selectOption({ label: "Paid search (0.1000)" });
  await expect(form.getByLabel("Owner, one person")).toHaveValue(String(site.people.head_demand_gen.id));
  await form.getByLabel("Why").fill("Four weeks over the line, and nobody disputes it.");
}

test("a whole Tuesday: opened, both leaders present, decided, taken back, decided again, closed", async ({
  browser,
  expectedErrors,
}) => {
  test.setTimeout(240_000);
  // One page is kept from its events.
  expectedErrors.push(/502 .*\/events/);
  const vp = await pageOf(browser, "vp_revops", "/review");
  await vp.getByRole("link", { name: "Open the review" }).click();
  for (const label of ["Chief Revenue Officer", "VP RevOps", "Head of demand-gen", "Head of SDR"]) {
    await expect(vp.getByLabel(label, { exact: true })).not.toHaveValue("");
  }
  const cmo = await pageOf(browser, "cmo", `/review/${WEEK}`);
  await mark(cmo);
  await vp.getByRole("button", { name: "Open the review" }).click();
  await expect(seat(vp, "vp_revops")).toContainText("✓ here");

  // The CMO had the page open before: it has become the room.
  await expect(seat(cmo, "cmo")).toContainText("✓ here");
  const cro = await pageOf(browser, "cro", `/review/${WEEK}`);
  await mark(cro);
  await expect(seat(cmo, "cro")).toContainText("✓ here");
  await expect(seat(cro, "head_sdr")).toContainText("not here");
  expect(await cro.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1280);

  // Where events do not come through, the page looks for itself, and says so.
  const sdr = await pageOf(browser, "head_sdr", "/review");
  await sdr.route(/\/events$/, (route) => route.fulfill({ status: 502 }));
  await sdr.getByRole("link", { name: "Join the room" }).click();
  await expect(sdr.getByText("No live connection")).toBeVisible();
  await mark(sdr);
  await expect(seat(cro, "head_sdr")).toContainText("✓ here");
  // A browser asks no more after a 502; the page does.
  await sdr.unroute(/\/events$/);
  await expect(sdr.getByText("Everybody sees changes at once.")).toBeVisible();

  await expect(cro.getByRole("timer")).toHaveText("30:00");
  await cro.getByRole("button", { name: "Start the 30 minutes" }).click();
  await expect(cmo.getByRole("timer")).toHaveText(/^29:/);
  // The button that was pressed is gone: whoever works by keyboard goes on where it led.
  await expect(cro.getByRole("timer")).toBeFocused();
  await expect(cmo.getByRole("status").filter({ hasText: "Now: Acceptance" })).toBeAttached();
  await expect(cmo.locator("[aria-current=step]")).toContainText("Acceptance");

  const candidates = cro.getByRole("table", { name: "Candidates for the one decision" }).getByRole("rowheader");
  await expect(candidates).toHaveText([
    /Webinar, Enterprise/,
    /Content syndication, cost/,
    /No buying intent/,
    /Paid search, SMB/,
  ]);

  await defund(cro, "12000.00");
  await expect(
    cro.getByText(
      /Defund Content syndication: its clock ends; 12,000\.00 USD goes to Paid search, whose ratio is 0\.1000/,
    ),
  ).toBeVisible();
  await cro.getByRole("button", { name: "Record the decision" }).click();
  const recorded = "Defund Content syndication: 12,000.00 USD to Paid search.";
  await expect(cmo.getByText(recorded)).toBeVisible();
  await expect(vp.getByText(recorded)).toBeVisible();
  await expect(heading(cro)).toBeFocused();

  await cmo.getByRole("button", { name: "Take it back" }).click();
  await expect(cro.getByRole("form", { name: "The one decision" })).toBeVisible();
  await expect(heading(cmo)).toBeFocused();
  // What was typed before another decision stood there is still there.
  await expect(cro.getByLabel("Amount")).toHaveValue("12000.00");
  await expect(cro.getByLabel("Why", { exact: true })).not.toHaveValue("");
  await defund(cmo, "9,500.5");
  await cmo.getByRole("button", { name: "Record the decision" }).click();
  await expect(cro.getByText("9,500.50 USD to Paid search.")).toBeVisible();
  expect(await site.rows("SELECT state::text FROM clocks WHERE unit = 'cost:content_syndication'")).toEqual([
    { state: "due" },
  ]);

  // Somebody leaves in the middle of the week: another of the same role has the seat from then on.
  await site.rows(
    "INSERT INTO users (email, name, role) VALUES ('next@accord.test', 'Noor Next', 'vp_revops') RETURNING id",
  );
  await site.rows("UPDATE users SET role = 'admin' WHERE email = 'vp_revops@accord.test' RETURNING id");
  await expect(seat(cro, "vp_revops")).toContainText("no longer in this role");
  await expect(vp.getByRole("button", { name: "Close the review" })).toHaveCount(0);
  await seat(cro, "vp_revops").getByLabel("Give this seat to").selectOption({ label: "Noor Next" });
  await cro.getByRole("button", { name: "Give the seat" }).click();
  await expect(seat(cro, "vp_revops")).toHaveCount(0);
  await expect(cro.getByRole("list", { name: "The five seats" })).toContainText("Noor Next");
  await site.rows("UPDATE users SET role = 'vp_revops' WHERE email = 'vp_revops@accord.test' RETURNING id");

  await cro.getByRole("button", { name: "Close the review" }).click();
  for (const page of [cro, cmo, vp, sdr])
    await expect(page.getByText(`Closed by ${site.people.cro.name}`)).toBeVisible();
  expect([await isMarked(cro), await isMarked(cmo), await isMarked(sdr)]).toEqual([true, true, true]);
  expect(
    await site.rows("SELECT state::text, settled_on::text AS on FROM clocks WHERE unit = 'cost:content_syndication'"),
  ).toEqual([{ state: "defunded", on: TUESDAY }]);

  // On Clocks it does not run any more; the other one still waits.
  await vp.goto("/loop");
  await expect(vp.getByText(/defunded/i).first()).toBeVisible();
  await vp.goto("/review");
  await expect(vp.getByRole("heading", { level: 1 })).toContainText("9,500.50 USD to Paid search");
  await expect(vp.getByText(`Owner: ${site.people.head_demand_gen.name}`)).toBeVisible();
  for (const page of [cro, cmo, vp, sdr]) await page.context().close();
});

test("a closed review is read-only, and reads the same for somebody without a seat", async ({ browser }) => {
  const bdr = await pageOf(browser, "bdr", `/review/${WEEK}`);
  await expect(bdr.getByText("9,500.50 USD to Paid search.")).toBeVisible();
  await expect(bdr.getByRole("button", { name: /Take it back|Close|Record|Start/ })).toHaveCount(0);
  const queue = bdr.getByRole("table", { name: "Candidates for the one decision" });
  await expect(queue.getByRole("row", { name: /Content syndication, cost/ })).toContainText("decided");
  await bdr.context().close();
});

test("the packet prints on two pages at most, on A4 and on Letter", async ({ browser }) => {
  const page = await pageOf(browser, "cmo", `/review/${WEEK}/print`);
  await expect(page.getByText("9,500.50 USD to Paid search.")).toBeVisible();
  for (const format of FORMATS) expect(await printedPages(page, format), format).toBeLessThanOrEqual(2);
  await page.context().close();
});

test("the calendar file is the half hour of that Tuesday, with five people and the address of the room", async ({
  browser,
}) => {
  const page = await pageOf(browser, "ae", `/review/${WEEK}`);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Calendar file" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`accord-review-${WEEK}.ics`);
  const answer = await page.request.get(`/review/${WEEK}/calendar.ics`);
  const text = (await answer.text()).replaceAll(/\r\n[ \t]/g, "");
  for (const role of REVIEW_SEATS) expect(text).toContain(site.people[role].name);
  expect(text).not.toContain("ATTENDEE");
  // A seat was given on since it was opened.
  expect(text).toContain("SEQUENCE:1");
  expect(text).toContain("DURATION:PT30M");
  expect(text).toMatch(new RegExp(`DTSTART:${TUESDAY.replaceAll("-", "")}T1[45]0000Z`));
  expect(text).toContain(`${site.url}/review/${WEEK}`);
  await page.context().close();
});

test("Ctrl-C does not wait for an open room", async ({ browser, expectedErrors }) => {
  // The room asks a server that is gone.
  expectedErrors.push(/net::ERR_|Failed to fetch/);
  const other = await openOwnSite();
  const context = await other.contextOf(browser, "bdr");
  const page = await context.newPage();
  const events = page.waitForResponse(/\/events$/);
  await page.goto("/review");
  await page.getByRole("link", { name: "Go to the room" }).click();
  expect((await events).status()).toBe(200);
  const began = Date.now();
  await other.stop();
  // After ten seconds it would be killed.
  expect(Date.now() - began).toBeLessThan(9_500);
  await context.close();
});
