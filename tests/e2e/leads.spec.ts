import { randomUUID } from "node:crypto";
import type { Browser, Page } from "@playwright/test";
import type { Role } from "@/lib/domain/roles";
import { bringLeads, bringRecord, deskOf, newBdr, sql, verdictsOf } from "@/tests/support/desk";
import { listening } from "@/tests/support/desk-page";
import { expect, test } from "@/tests/support/fixtures";
import { contextOf } from "@/tests/support/sign-in";

const rows = (page: Page) => page.getByRole("table", { name: "Leads" }).locator("tbody tr");

async function as<T>(browser: Browser, role: Role, work: (page: Page) => Promise<T>): Promise<T> {
  const context = await contextOf(browser, role);
  const result = await work(await context.newPage());
  await context.close();
  return result;
}

const leadPath = async (externalId: string) => {
  const [lead] = await sql<{ id: string }>("SELECT id::text FROM leads WHERE external_id = $1", [externalId]);
  return `/leads/${lead?.id}`;
};

/** A lead that meets the sample company's definition but for what `change` says. */
async function bringRawLead(
  owner: string,
  change: Record<string, string> = {},
): Promise<{ id: string; company: string }> {
  const id = `E2E-${randomUUID().slice(0, 8)}`;
  const company = `Raw ${id}`;
  await bringRecord("leads", {
    external_id: id,
    first_name: "Ada",
    last_name: "Byron",
    company,
    email: `ada@${id.toLowerCase()}.example`,
    title: "VP Sales",
    country: "US",
    naics: "541511",
    employees: "640",
    annual_revenue: "25000000.00",
    technologies: "HubSpot",
    source: "webinar",
    created_at: new Date(Date.now() - 3 * 86_400_000).toISOString(),
    score: "92",
    score_vendor: "6sense",
    assigned_to: owner,
    ...change,
  });
  await bringRecord("touches", {
    external_id: id,
    lead_external_id: id,
    source: "webinar",
    kind: "form",
    campaign: "Demo request",
    touched_at: new Date(Date.now() - 2 * 86_400_000).toISOString(),
  });
  return { id, company };
}

test("from lead to SQL: marketing hands over, the BDR accepts, the AE moves it on", async ({ browser }) => {
  const bdr = await newBdr();
  const { id, company } = await bringRawLead(bdr.email);
  const path = await leadPath(id);
  await as(browser, "head_demand_gen", async (page) => {
    await page.goto(path);
    await expect(page.getByText("This lead is an MQL.")).toBeVisible();
    await page.getByRole("button", { name: "Hand over to sales" }).click();
    await expect(page.getByRole("heading", { name: "Cycle 1: MQL" })).toBeVisible();
    await expect(
      page.getByRole("list", { name: "The eight checks at the hand-over" }).getByRole("listitem"),
    ).toHaveCount(8);
    await expect(page.getByRole("button", { name: "Hand over to sales" })).toHaveCount(0);
  });
  const desk = await deskOf(browser, bdr);
  const page = await desk.newPage();
  await page.goto(path);
  await page.getByRole("link", { name: "Decide it in the queue" }).click();
  await expect(page.locator("article")).toContainText(company);
  await expect(page.locator("article")).toContainText("as stored at the hand-over");
  await listening(page);
  await page.keyboard.press("m");
  await page.keyboard.press("a");
  await expect.poll(async () => (await verdictsOf([id]))[0]?.stage).toBe("sal");
  await desk.close();

  await as(browser, "ae", async (aePage) => {
    await aePage.goto(path);
    await expect(aePage.getByText("No open opportunity of this company is free.")).toBeVisible();
    await bringRecord("opportunities", {
      external_id: id,
      account: company,
      name: `Deal of ${company}`,
      created_at: new Date().toISOString(),
      stage: "Discovery",
    });
    await aePage.goto("/leads?stage=sal&deal=open");
    await rows(aePage).filter({ hasText: company }).getByRole("link").click();
    await aePage.getByRole("button", { name: "Move to SQL" }).click();
    await expect(aePage.getByText("Confirm the discovery call: a SAL becomes SQL after it.")).toBeVisible();
    await aePage.getByLabel("The discovery call took place").check();
    await aePage.getByRole("button", { name: "Move to SQL" }).click();
    await expect(aePage.getByRole("heading", { name: "Cycle 1: SQL" })).toBeVisible();
    await expect(aePage.getByRole("button", { name: "Move to SQL" })).toHaveCount(0);
  });
});

test("a rejected lead is handed over again once its 30 days are over, and not before", async ({ browser }) => {
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
  const owner = await newBdr();
  const rejected = async (on: number) => {
    const { id } = await bringRawLead(owner.email, { handed_over_at: daysAgo(60) });
    await bringRecord("decisions", {
      lead_external_id: id,
      decided_at: daysAgo(on),
      verdict: "reject",
      reason_code: "bad_data",
    });
    return leadPath(id);
  };
  const [over, fresh] = [await rejected(40), await rejected(10)];
  await as(browser, "cmo", async (page) => {
    await page.goto(over);
    await expect(page.getByText("This lead can be handed over again.")).toBeVisible();
    await page.getByRole("button", { name: "Hand over again" }).click();
    await expect(page.getByRole("heading", { name: "Cycle 2: MQL" })).toBeVisible();
    await expect(page.getByRole("heading", { name: "Cycle 1: Rejected: Bad data" })).toBeVisible();
    await page.goto(fresh);
    await expect(page.getByText("TOO_SOON")).toBeVisible();
    await expect(page.getByRole("button", { name: /Hand over/ })).toHaveCount(0);
  });
});

test("a lead that is no MQL says why before anybody presses, and has no button", async ({ browser }) => {
  const { id: unfit } = await bringRawLead("nobody@accord.test", { country: "FR", employees: "10" });
  const { id: unscored } = await bringRawLead("nobody@accord.test", { score: "" });
  await as(browser, "cmo", async (page) => {
    await page.goto(await leadPath(unfit));
    await expect(
      page.getByText("This lead does not meet the definition: Firmographic floor and Geography."),
    ).toBeVisible();
    await expect(page.getByText("ICP_FAILED")).toBeVisible();
    await page.goto(await leadPath(unscored));
    await expect(page.getByText("SCORE_MISSING")).toBeVisible();
    await expect(page.getByRole("button", { name: /Hand over/ })).toHaveCount(0);
  });
  await as(browser, "cro", async (page) => {
    await page.goto(await leadPath(unfit));
    await expect(page.getByText("ICP_FAILED")).toHaveCount(0);
  });
});

test("VP RevOps corrects a verdict, the head of SDR gives a desk to somebody else", async ({ browser }) => {
  const [from, to] = [await newBdr(), await newBdr()];
  const [first = "", second = ""] = await bringLeads(from, [{ company: "Given 1" }, { company: "Given 2" }]);
  const desk = await deskOf(browser, from);
  const page = await desk.newPage();
  await page.goto("/queue");
  await listening(page);
  await page.keyboard.press("4");
  await expect.poll(async () => (await verdictsOf([first]))[0]?.reason).toBe("bad_data");
  await desk.close();
  await as(browser, "vp_revops", async (revops) => {
    await revops.goto(await leadPath(first));
    await revops.getByRole("button", { name: "Correct: back to MQL" }).click();
    await expect(revops.getByRole("heading", { name: "Cycle 1: MQL" })).toBeVisible();
    await expect(revops.getByText("Correction: Rejected → MQL")).toBeVisible();
  });
  await as(browser, "head_sdr", async (head) => {
    await head.goto(await leadPath(second));
    await head.getByLabel("Who works this lead").selectOption({ label: to.name });
    await head.getByLabel(`and all other open leads of ${from.name}`).check();
    await head.getByRole("button", { name: "Reassign" }).click();
    await expect(head.getByText(`2 leads now with ${to.name}.`)).toBeVisible();
  });
  const others = await deskOf(browser, to);
  const theirs = await others.newPage();
  await theirs.goto("/queue");
  await expect(theirs.getByRole("region", { name: "Leads to decide" }).getByRole("listitem")).toHaveCount(2);
  await others.close();
});

test("a figure of the Monday page opens its cycles, and the file holds the same lines", async ({ browser }) => {
  await as(browser, "cro", async (page) => {
    await page.goto("/");
    const figure = page.getByRole("link", { name: /Content syndication, .*: / }).first();
    await figure.click();
    await page.waitForURL(/\/leads\?cell=acceptance/);
    const note = (await page.getByText(/cycles? handed over/).textContent()) ?? "";
    const total = Number(/^(\d+)/.exec(note)?.[1]);
    expect(total).toBeGreaterThan(0);
    await expect(rows(page)).toHaveCount(Math.min(total, 50));
    const names = await rows(page).getByRole("link").allTextContents();
    const href = await page.getByRole("link", { name: "CSV" }).getAttribute("href");
    const answer = await page.request.get(href ?? "");
    expect(answer.headers()["content-disposition"]).toMatch(
      /^attachment; filename="accord-leads-acceptance-.*New_York\.csv"$/,
    );
    const [header = "", ...lines] = (await answer.text()).trimEnd().split("\r\n");
    expect(header).toMatch(/^lead,name,company,/);
    expect(lines).toHaveLength(total);
    expect(lines.slice(0, 50).map((line) => line.split(",")[1])).toEqual(names);
  });
});

test("the list is searched by its address, and a formula in it stays text", async ({ browser, expectedErrors }) => {
  expectedErrors.push(/status of 404/);
  const [id = ""] = await bringLeads(null, [
    { company: "=1+1", last_name: '"Quote", Esq.', source: "customer_referral" },
  ]);
  await sql(
    "UPDATE cycles SET assigned_id = (SELECT min(id) FROM users WHERE role = 'head_sdr') WHERE lead_id = (SELECT id FROM leads WHERE external_id = $1)",
    [id],
  );
  await as(browser, "vp_revops", async (page) => {
    await page.goto("/leads");
    await page.getByLabel("Search").fill(id);
    await page.getByRole("button", { name: "Show" }).click();
    await expect(rows(page)).toHaveCount(1);
    await expect(rows(page)).toContainText("=1+1");
    await page.reload();
    await expect(rows(page)).toHaveCount(1);
    const href = await page.getByRole("link", { name: "CSV" }).getAttribute("href");
    expect(await (await page.request.get(`${href}&bom=1`)).text()).toContain(
      `${id},"Kim ""Quote"", Esq.",'=1+1,customer_referral,`,
    );
    expect((await page.goto("/leads?stage=nonsense&page=-3&segment=%00"))?.status()).toBe(200);
    expect((await page.goto("/leads?cell=nonsense"))?.status()).toBe(404);
    expect((await page.goto("/leads/999999999"))?.status()).toBe(404);
  });
});
