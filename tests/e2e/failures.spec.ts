import { randomBytes, randomUUID } from "node:crypto";
import pg from "pg";
import { withClient } from "@/lib/cli/client";
import { freePort } from "@/lib/cli/cluster";
import { prepareDatabase } from "@/lib/cli/prepare";
import { openSite } from "@/lib/cli/site";
import { withDatabaseName } from "@/lib/database-url";
import { env } from "@/lib/env";
import { addPerson, sessionCookie } from "@/tests/support/actors";
import { axeFindings } from "@/tests/support/axe";
import { expect, test } from "@/tests/support/fixtures";

test("a page that fails keeps its frame, a frame that fails is replaced, and both come back", async ({
  context,
  expectedErrors,
}) => {
  // React names a failure of the server by its number; one page is asked for that is not there.
  expectedErrors.push(/status of 500/, /status of 404 .*\/nowhere\)$/, /React error #441/);
  // A site of its own: its database is broken under it.
  const server = env().ACCORD_TEST_DATABASE ?? "";
  const name = pg.escapeIdentifier(`broken_${randomUUID().replaceAll("-", "")}`);
  await withClient(server, (client) => client.query(`CREATE DATABASE ${name}`));
  const database = withDatabaseName(server, name.replaceAll('"', ""));
  const sql = (text: string) => withClient(database, (client) => client.query(text));
  await prepareDatabase(database);
  const person = await withClient(database, (client) => addPerson(client, "cro"));
  const port = await freePort();
  const address = `http://localhost:${port}`;
  const secret = randomBytes(32).toString("hex");
  const site = openSite({ mode: "start", port, databaseUrl: database, secret, address, demo: false });
  try {
    await site.ready;
    await context.addCookies([await sessionCookie(person, { secret, url: address })]);
    const page = await context.newPage();
    const title = page.getByRole("heading", { level: 1 });

    await sql("ALTER TABLE leads RENAME TO leads_away");
    expect((await page.goto(`${address}/leads`))?.status()).toBe(500);
    await expect(title).toHaveText("This page could not be shown");
    await expect(page.getByText(/Request id/)).toBeVisible();
    await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Leads" })).toBeVisible();
    await expect(page.getByRole("link", { name: "Go to the Monday page" })).toHaveAttribute("href", "/");
    expect(await axeFindings(page)).toEqual([]);
    await sql("ALTER TABLE leads_away RENAME TO leads");
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(title).toContainText("Leads");

    await sql("ALTER TABLE organisation RENAME TO organisation_away");
    expect((await page.goto(`${address}/leads`))?.status()).toBe(500);
    await expect(title).toHaveText("Accord could not start this page");
    expect(await axeFindings(page)).toEqual([]);
    await sql("ALTER TABLE organisation_away RENAME TO organisation");
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(title).toContainText("Leads");

    expect((await page.goto(`${address}/nowhere`))?.status()).toBe(404);
    await expect(title).toHaveText("Nothing at this address");
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole("link", { name: "Go to the Monday page" }).click();
    await expect(page).toHaveURL(`${address}/`);
    // Before its site stops: the page still loads what it needs.
    await page.close();
  } finally {
    await site.stop();
    await withClient(server, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
  }
});
