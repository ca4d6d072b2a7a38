import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { run } from "@/lib/cli/run";
import { addDays, dateIn, mondayOf } from "@/lib/domain/dates";
import { childEnv, env } from "@/lib/env";
import { dateWithYear } from "@/lib/view/dates";
import { expect, test } from "@/tests/support/fixtures";
import { contextOf, signIn } from "@/tests/support/sign-in";

/** A Monday ten weeks back: frozen with the sample company, or by this test, and no page of another test shows it. */
const MONDAY = addDays(mondayOf(dateIn(new Date(), "America/New_York")), -70);
const MONTH = `/review/monthly/${MONDAY.slice(0, 7)}`;

test.beforeAll(async () => {
  const args = ["--conditions=react-server", "--import", "tsx", "lib/cli/snapshot.ts", "--as-of", MONDAY];
  const { code, output } = await run(process.execPath, args, {
    env: childEnv({ DATABASE_URL: env().ACCORD_TEST_DATABASE, INIT_CWD: process.cwd() }),
  });
  expect(code, output).toBe(0);
});

test("a month is commented with a figure of a frozen Monday, and never without one", async ({ page, browser }) => {
  await signIn(page, "cmo");
  await page.goto("/review/monthly");
  await page.locator(`a[href="${MONTH}"]`).click();
  await expect(page.getByRole("table", { name: "Sources" }).getByRole("rowheader", { name: "Webinar" })).toBeVisible();
  const comments = page.getByRole("region", { name: "Comments" });
  const words = `Content syndication stays where it was (${MONDAY}).`;
  await comments.getByLabel("What follows from it").fill(words);
  await comments.getByRole("button", { name: "Add the comment" }).click();
  await expect(comments.getByLabel("Figure")).toHaveAccessibleDescription(/Choose the figure that this is about/);
  await expect(comments.getByLabel("What follows from it")).toHaveValue(words);

  await comments.getByLabel("Figure").selectOption("acceptance_source:content_syndication");
  await comments.getByLabel("As frozen on").selectOption(MONDAY);
  await comments.getByRole("button", { name: "Add the comment" }).click();
  const own = comments.getByRole("listitem").filter({ hasText: words });
  const cited = own.getByRole("link");
  await expect(cited).toContainText(/^Acceptance, Content syndication: \d+ %/);
  const value = /: (\d+ %)/.exec((await cited.textContent()) ?? "")?.[1] ?? "none";
  await cited.click();
  await expect(page).toHaveURL(`/?as_of=${MONDAY}#acceptance`);
  await expect(page.getByText(/^Frozen .* · [0-9a-f]{4} [0-9a-f]{4}$/).first()).toBeVisible();
  const row = page.getByRole("table", { name: "Acceptance by source and segment" }).getByRole("row");
  await expect(row.filter({ hasText: "Content syndication" })).toContainText(value);

  // A partner manager reads the month and comments the partner review alone.
  const partner = await contextOf(browser, "partner_manager");
  const other = await partner.newPage();
  await other.goto(MONTH);
  await expect(other.getByText(words)).toBeVisible();
  await expect(other.getByRole("button", { name: "Add the comment" })).toBeHidden();
  await expect(other.getByText("You comment the partner review")).toBeVisible();
  await other.goto("/review/partner");
  await other.getByRole("main").getByRole("list").getByRole("link").last().click();
  await expect(other.getByRole("button", { name: "Add the comment" })).toBeVisible();
  await expect(other.locator("optgroup option[value='acceptance_source:paid_search']")).toHaveCount(0);
  await partner.close();
});

test("an entry of the trail is found by what was done, and the exported lines hold", async ({ page }) => {
  await signIn(page, "admin");
  await page.goto("/audit");
  await page.getByLabel("What").selectOption("snapshot.take");
  await page.getByLabel("Object").fill(`snapshot:${MONDAY}`);
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL(/action=snapshot.take/);
  const entry = page.getByRole("main").getByRole("row").filter({ hasText: "Monday frozen" });
  await expect(entry).toHaveCount(1);
  await entry.getByText("Monday frozen").click();
  await expect(entry.getByText('"action": "snapshot.take"')).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "JSON lines" }).click(),
  ]);
  const lines = readFileSync(await download.path(), "utf8")
    .trim()
    .split("\n");
  expect(lines).toHaveLength(1);
  const line = JSON.parse(lines[0] ?? "") as Record<string, string | number | null>;
  const fields = ["seq", "at", "actor_id", "actor", "action", "object", "before", "after", "agreement_version"];
  const hash = createHash("sha256")
    .update(Buffer.from(String(line.prev_hash), "hex"))
    .update(fields.map((field) => line[field] ?? "").join("\u001f"))
    .digest("hex");
  expect(hash).toBe(line.hash);
  await entry.getByRole("link", { name: `Monday ${dateWithYear(MONDAY)}`, exact: true }).click();
  await expect(page).toHaveURL(`/?as_of=${MONDAY}`);
});
