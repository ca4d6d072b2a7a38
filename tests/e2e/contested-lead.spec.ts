import type { Page } from "@playwright/test";
import { bringLeads, deskOf, newBdr, sql, verdictsOf } from "@/tests/support/desk";
import { lines, messages, openQueue, showsLead } from "@/tests/support/desk-page";
import { expect, test } from "@/tests/support/fixtures";

test("two people on one lead: the loser sees who and when", async ({ browser }) => {
  const [first, second] = [await newBdr(), await newBdr()];
  const [id = ""] = await bringLeads(null, [{ company: "Contested Ltd", source: "customer_referral" }]);
  const [cycle] = await sql<{ id: string }>(
    "SELECT c.id::text FROM cycles c JOIN leads l ON l.id = c.lead_id WHERE l.external_id = $1",
    [id],
  );
  const contexts = await Promise.all([deskOf(browser, first), deskOf(browser, second)]);
  const pages = await Promise.all(contexts.map((context) => context.newPage()));
  for (const page of pages) {
    await openQueue(page, `/queue?lead=${cycle?.id}`);
    await showsLead(page, "Contested Ltd");
    await page.keyboard.press("c");
  }
  const [winner, loser] = pages as [Page, Page];
  await winner.keyboard.press("a");
  await expect.poll(async () => (await verdictsOf([id]))[0]?.stage).toBe("sal");
  await loser.keyboard.press("4");
  await expect(messages(loser).getByRole("alert")).toHaveText(
    new RegExp(
      `${first.name} accepted this lead on \\w{3} \\d+ \\w+, \\d\\d:\\d\\d\\. Your choice was not recorded\\.`,
    ),
  );
  await expect(lines(loser).filter({ hasText: "Contested Ltd" })).toHaveCount(0);
  expect(await verdictsOf([id])).toMatchObject([{ stage: "sal", by: first.email, reason: null }]);
  await loser.goto(`/queue?lead=${cycle?.id}`);
  await expect(loser.getByRole("status").filter({ hasText: "not in your queue" })).toContainText(
    `${first.name} accepted it on`,
  );
  for (const context of contexts) await context.close();
});
