import { bringLeads, deskOf, newBdr, sql, verdictsOf } from "@/tests/support/desk";
import { companies, lines, listening, messages, openQueue, showsLead, watchRequests } from "@/tests/support/desk-page";
import { expect, test } from "@/tests/support/fixtures";

test("the keyboard alone clears a queue of 20, one POST a decision", async ({ browser }) => {
  const bdr = await newBdr();
  const ids = await bringLeads(bdr, companies(20));
  const context = await deskOf(browser, bdr, { timezoneId: "Asia/Tokyo" });
  await context.addInitScript(() => {
    for (const type of ["mousedown", "pointerdown", "touchstart"])
      window.addEventListener(type, () => document.documentElement.setAttribute("data-pointed", type), true);
  });
  const page = await context.newPage();
  await openQueue(page);
  await expect(lines(page)).toHaveCount(20);
  const requests = watchRequests(page);

  const reasons = ["out_of_icp", "wrong_persona", "no_intent", "bad_data", "already_in_pipeline"];
  for (let done = 0; done < 20; done += 1) {
    await showsLead(page, `Desk ${String(done + 1).padStart(2, "0")}`);
    const key = done % 6;
    if (key === 0 || key === 3) await page.keyboard.press("c");
    await page.keyboard.press(key === 0 ? "a" : String(key));
    if (key === 5) {
      await expect(page.getByRole("combobox", { name: /this one duplicates/ })).toBeFocused();
      await page.keyboard.type("Desk 20");
      await expect(page.getByRole("listbox").getByRole("option").first()).toContainText("Desk 20");
      await page.keyboard.press("Enter");
      await page.keyboard.press("Enter");
    }
    await expect(lines(page)).toHaveCount(19 - done);
  }
  await expect(page.getByRole("heading", { name: "No leads to decide" })).toBeVisible();
  await expect.poll(async () => (await verdictsOf(ids)).filter(({ stage }) => stage !== "mql").length).toBe(20);
  const verdicts = await verdictsOf(ids);
  for (const [index, { stage, reason, by, touch }] of verdicts.entries()) {
    const key = index % 6;
    expect({ stage, reason, by }).toEqual({
      stage: key === 0 ? "sal" : "rejected",
      reason: key === 0 ? null : reasons[key - 1],
      by: bdr.email,
    });
    expect(touch).toBe(key === 0 || key === 3 ? "call" : null);
  }
  expect(await page.locator("html").getAttribute("data-pointed")).toBeNull();
  expect(requests.filter((request) => request.startsWith("POST"))).toHaveLength(20);
  expect(requests.filter((request) => /^GET \/(queue|$)/.test(request))).toEqual([]);
  await context.close();
});

test("a rejection is taken back by its message and by Z, also after a reload", async ({ browser }) => {
  const bdr = await newBdr();
  const ids = await bringLeads(bdr, companies(3));
  const context = await deskOf(browser, bdr);
  const page = await context.newPage();
  await openQueue(page);
  await page.keyboard.press("4");
  await expect(messages(page)).toContainText("Rejected: 4 Bad data. Desk 01.");
  await messages(page).getByRole("button", { name: "Undo" }).click();
  await showsLead(page, "Desk 01");
  await expect(lines(page)).toHaveCount(3);

  await page.keyboard.press("2");
  await showsLead(page, "Desk 02");
  await page.keyboard.press("z");
  await showsLead(page, "Desk 01");

  await page.keyboard.press("1");
  await showsLead(page, "Desk 02");
  await expect.poll(async () => (await verdictsOf(ids))[0]?.stage).toBe("rejected");
  await page.reload();
  await listening(page);
  await expect(lines(page)).toHaveCount(2);
  await page.keyboard.press("z");
  await showsLead(page, "Desk 01");
  await expect(lines(page)).toHaveCount(3);
  expect(await verdictsOf(ids)).toMatchObject([{ stage: "mql" }, { stage: "mql" }, { stage: "mql" }]);
  const events = await sql<{ kind: string }>(
    "SELECT e.kind::text FROM lifecycle_events e JOIN cycles c ON c.id = e.cycle_id JOIN leads l ON l.id = c.lead_id WHERE l.external_id = $1 ORDER BY e.id",
    [ids[0]],
  );
  expect(events.map(({ kind }) => kind)).toEqual([
    "move",
    "move",
    "correction",
    "move",
    "correction",
    "move",
    "correction",
  ]);
  await context.close();
});

test("a key that comes with the drawing of a lead decides that lead, not the one before", async ({ browser }) => {
  const bdr = await newBdr();
  const ids = await bringLeads(bdr, [
    { company: "Desk 01", title: "The one taken back" },
    { company: "Desk 02", title: "The next one" },
  ]);
  const context = await deskOf(browser, bdr);
  const page = await context.newPage();
  await openQueue(page);
  await page.keyboard.press("4");
  await showsLead(page, "Desk 02");
  await page.evaluate(() => {
    const isBack = () => document.querySelector("#lead-heading")?.textContent === "The one taken back";
    const pressOnce = (_: unknown, observer: MutationObserver) => {
      if (!isBack()) return;
      observer.disconnect();
      window.dispatchEvent(new KeyboardEvent("keydown", { key: "1", bubbles: true, cancelable: true }));
    };
    new MutationObserver(pressOnce).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
  await page.keyboard.press("z");
  await expect.poll(async () => (await verdictsOf(ids)).map(({ reason }) => reason)).toEqual(["out_of_icp", null]);
  await context.close();
});

test("on a phone: the list, one lead, three taps to reject, big targets", async ({ browser }) => {
  const bdr = await newBdr();
  const ids = await bringLeads(bdr, companies(2));
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const context = await deskOf(browser, bdr, phone);
  const page = await context.newPage();
  await openQueue(page);
  await expect(page.locator("article")).toBeHidden();
  await lines(page).first().getByRole("link").tap();
  await expect(page.locator("article")).toBeVisible();
  await expect(lines(page).first()).toBeHidden();
  const targets = page.locator("article button:visible, article label:has(input), article textarea");
  for (const box of await targets.all()) expect((await box.boundingBox())?.height ?? 0).toBeGreaterThanOrEqual(44);
  await page.goBack();
  await expect(lines(page)).toHaveCount(2);
  await expect(page.locator("article")).toBeHidden();

  await lines(page).first().getByRole("link").tap();
  await page.getByRole("radio", { name: /Out of ICP/ }).tap();
  await page.getByRole("button", { name: "Reject: 1 Out of ICP" }).tap();
  await showsLead(page, "Desk 02");
  await expect.poll(async () => (await verdictsOf(ids))[0]?.reason).toBe("out_of_icp");
  await page.getByRole("link", { name: "Queue" }).last().tap();
  await expect(lines(page)).toHaveCount(1);
  const excess = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(await excess()).toBeLessThanOrEqual(0);
  await context.close();
});

test("the address holds filter and lead; every browser shows the organisation's times", async ({ browser }) => {
  const bdr = await newBdr();
  await bringLeads(bdr, [
    { company: "Desk A" },
    { company: "Desk B", source: "intent" },
    { company: "Desk C", employees: "9000" },
  ]);
  const context = await deskOf(browser, bdr, { timezoneId: "Asia/Tokyo" });
  const page = await context.newPage();
  await openQueue(page);
  await page.getByLabel("Source").selectOption("intent");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page).toHaveURL(/source=intent/);
  await expect(lines(page)).toHaveCount(1);
  await page.goBack();
  await expect(lines(page)).toHaveCount(3);
  await page.goto("/queue?source=nonsense&segment=XXL&lead=abc&done=-1");
  await expect(lines(page)).toHaveCount(3);

  await listening(page);
  await page.keyboard.press("j");
  await showsLead(page, "Desk B");
  await expect(page).toHaveURL(/lead=\d+/);
  const due = await page.getByText(/Decide by/).textContent();
  const sameElsewhere = await browser.newContext({
    javaScriptEnabled: false,
    timezoneId: "America/Los_Angeles",
    storageState: await context.storageState(),
  });
  const other = await sameElsewhere.newPage();
  await other.goto(page.url());
  await showsLead(other, "Desk B");
  expect(await other.getByText(/Decide by/).textContent()).toBe(due);
  await sameElsewhere.close();
  await context.close();
});
