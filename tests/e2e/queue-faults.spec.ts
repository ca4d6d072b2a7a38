import { axeFindings } from "@/tests/support/axe";
import { bringLeads, deskOf, newBdr, verdictsOf } from "@/tests/support/desk";
import { companies, lines, messages, openQueue, showsLead } from "@/tests/support/desk-page";
import { expect, test } from "@/tests/support/fixtures";

test("a request that breaks off brings the line back with the reason", async ({ browser, expectedErrors }) => {
  expectedErrors.push(/Failed to load resource/);
  const bdr = await newBdr();
  const ids = await bringLeads(bdr, companies(2));
  const context = await deskOf(browser, bdr);
  const page = await context.newPage();
  await openQueue(page);
  await page.getByLabel("Note").fill("keep this");
  await page.locator("h2").first().click();
  await page.route("**/queue**", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
  await page.keyboard.press("4");
  await expect(messages(page).getByRole("alert")).toContainText("Not saved: Desk 01. The server did not answer.");
  await expect(lines(page)).toHaveCount(2);
  await expect(lines(page).first()).toContainText("Not saved: The server did not answer.");
  await page.keyboard.press("k");
  await expect(page.getByLabel("Note")).toHaveValue("keep this");
  await page.unroute("**/queue**");
  await page.keyboard.press("4");
  await expect.poll(async () => (await verdictsOf(ids))[0]).toMatchObject({ reason: "bad_data", note: "keep this" });
  await context.close();
});

test("an expired session loses nothing that was typed", async ({ browser }) => {
  const bdr = await newBdr();
  const ids = await bringLeads(bdr, companies(2));
  const context = await deskOf(browser, bdr);
  const page = await context.newPage();
  await openQueue(page);
  await page.getByLabel("Note").fill("typed before");
  const cookies = await context.cookies();
  await context.clearCookies();
  await page.getByRole("radio", { name: /Bad data/ }).check();
  await page.getByRole("button", { name: "Reject: 4 Bad data" }).click();
  await expect(messages(page).getByRole("alert")).toContainText("signed out");
  await context.addCookies(cookies);
  await lines(page).first().getByRole("link").click();
  await expect(page.getByLabel("Note")).toHaveValue("typed before");
  await page.getByRole("button", { name: "Reject: 4 Bad data" }).click();
  await expect.poll(async () => (await verdictsOf(ids))[0]?.note).toBe("typed before");
  await context.close();
});

test("keys are silent while one types and when they are turned off; nothing is bound by accident", async ({
  browser,
}) => {
  const bdr = await newBdr();
  await bringLeads(bdr, companies(2));
  const context = await deskOf(browser, bdr);
  const page = await context.newPage();
  await openQueue(page);
  await page.getByLabel("Note").focus();
  await page.keyboard.type("3a4z");
  await expect(page.getByLabel("Note")).toHaveValue("3a4z");
  await page.locator("h2").first().click();
  await page.keyboard.press("Control+1");
  await page.keyboard.press("a");
  await expect(page.getByText("Choose how you reached the lead: a lead is accepted after a touch.")).toBeVisible();
  await expect(page.getByRole("radio", { name: "Call" })).toBeFocused();
  await page.keyboard.press("?");
  await page.getByRole("switch", { name: "Single-key shortcuts" }).uncheck();
  await expect
    .poll(() => context.cookies())
    .toContainEqual(expect.objectContaining({ name: "accord-keys", value: "off" }));
  await page.keyboard.press("Escape");
  await page.keyboard.press("4");
  await page.keyboard.press("j");
  await showsLead(page, "Desk 01");
  await expect(lines(page)).toHaveCount(2);
  await context.close();
});

test("without scripts the form posts, says what is missing, and shows the result", async ({ browser }) => {
  const bdr = await newBdr();
  const [id = ""] = await bringLeads(bdr, companies(1));
  const signedIn = await deskOf(browser, bdr);
  const context = await browser.newContext({ javaScriptEnabled: false, storageState: await signedIn.storageState() });
  const page = await context.newPage();
  await page.goto("/queue?segment=MM");
  await lines(page).first().getByRole("link").click();
  for (const reason of await page.locator("input[name=reason]").all()) await expect(reason).not.toBeChecked();
  await expect(page.locator("input[name=reason]")).toHaveCount(5);
  await page.getByLabel("Note").fill("typed");
  await page.getByRole("button", { name: "Reject" }).click();
  await expect(page.locator("#reasons")).toHaveAccessibleDescription(/Choose one of the five reasons/);
  await expect(page.getByLabel("Note")).toHaveValue("typed");
  await page.getByRole("radio", { name: /No buying intent/ }).check();
  await page.getByRole("button", { name: "Reject" }).click();
  await expect(page.locator("#touch")).toHaveAccessibleDescription(/Choose how you reached the lead/);
  await expect(page.getByRole("radio", { name: /No buying intent/ })).toBeChecked();
  await page.getByRole("radio", { name: "E-mail reply" }).check();
  await page.getByRole("button", { name: "Reject" }).click();
  await expect(page).toHaveURL(/\/queue\?segment=MM&done=\d+$/);
  await expect(page.getByRole("status").first()).toContainText("Rejected: 3 No buying intent. Desk 01.");
  expect(await verdictsOf([id])).toMatchObject([{ reason: "no_intent", touch: "reply", note: "typed" }]);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page).toHaveURL(/\/queue\?segment=MM&lead=\d+$/);
  expect(await verdictsOf([id])).toMatchObject([{ stage: "mql" }]);
  await context.close();
  await signedIn.close();
});

test("a forged reason is refused and writes nothing", async ({ browser }) => {
  const bdr = await newBdr();
  const [id = ""] = await bringLeads(bdr, companies(1));
  const signedIn = await deskOf(browser, bdr);
  const context = await browser.newContext({ storageState: await signedIn.storageState() });
  const page = await context.newPage();
  await openQueue(page);
  await page.getByRole("radio", { name: /Bad data/ }).check();
  await page.route("**/queue**", (route) => {
    const body = route.request().postData();
    return route.continue(body ? { postData: body.replace("bad_data", "OTHER\u0020\u0020\u0020") } : {});
  });
  await page.getByRole("button", { name: "Reject: 4 Bad data" }).click();
  await expect(messages(page).getByRole("alert")).toContainText("Choose exactly one of the five reasons.");
  expect(await verdictsOf([id])).toMatchObject([{ stage: "mql" }]);
  await context.close();
  await signedIn.close();
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing with a fault, the search and a message shown, ${colorScheme}`, async ({ browser }) => {
    const bdr = await newBdr();
    await bringLeads(bdr, companies(2));
    const context = await deskOf(browser, bdr, { colorScheme });
    const page = await context.newPage();
    await openQueue(page);
    await page.keyboard.press("4");
    await showsLead(page, "Desk 02");
    await page.keyboard.press("a");
    await page.keyboard.press("5");
    await expect(page.getByRole("combobox", { name: /this one duplicates/ })).toBeFocused();
    await page.keyboard.type("desk");
    await expect(page.getByRole("listbox").getByRole("option").first()).toBeVisible();
    await page.keyboard.press("ArrowDown");
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("radio", { name: /Already in pipeline/ })).toBeFocused();
    await context.close();
  });
}
