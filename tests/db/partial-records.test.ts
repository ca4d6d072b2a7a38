import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { JsonRecord } from "@/lib/services/parse/records";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { differences } from "@/tests/support/verify";

/** A later file that has fewer columns, or blank ones, changes what it says and nothing else (lib/services/parse/binding.ts). */
const database = processDatabase();
let id: string;
let last = 0;
beforeEach(() => {
  id = `P${++last}`;
});

const RATES: JsonRecord[] = ["2027-05-01", "2027-06-01", "2027-06-20"].map((date, index) => ({
  date,
  from_currency: "EUR",
  to_currency: "USD",
  rate: String(1.1 + index / 10),
}));
beforeAll(async () => {
  expect(await ingest(database().pool, { fx_rates: RATES })).toEqual([]);
  const lead = { created_at: "2027-01-05", handed_over_at: "2027-04-05" };
  const leads = [
    { ...lead, external_id: "L1", source: "webinar", company: "Acme" },
    { ...lead, external_id: "L2", source: "intent", company: "Umbra" },
  ];
  expect(await ingest(database().pool, { leads })).toEqual([]);
});

const opportunity = (fields: JsonRecord) =>
  ingest(database().pool, { opportunities: [{ external_id: id, created_at: "2027-05-01", ...fields }] });
const history = (fields: JsonRecord) =>
  ingest(database().pool, { stage_history: [{ opportunity_external_id: id, stage: "Proposal", ...fields }] });

async function recorded(columns: string): Promise<object> {
  const { rows } = await database().pool.query(
    `SELECT ${columns} FROM opportunities o LEFT JOIN leads l ON l.id = o.lead_id WHERE o.external_id = $1`,
    [id],
  );
  return rows[0];
}

const LINKS = "l.external_id AS lead, o.account, o.account_key, o.owner_source";

describe("links of an opportunity", () => {
  const own = { lead: "L1", account: "Initech", account_key: "initech", owner_source: "webinar" };
  it.each<[string, JsonRecord, object]>([
    ["neither column", { name: "renamed" }, own],
    ["a blank lead", { lead_external_id: "" }, own],
    ["another lead", { lead_external_id: "L2" }, { ...own, lead: "L2", owner_source: "intent" }],
    ["another account", { account: "Umbra" }, { ...own, account: "Umbra", account_key: "umbra" }],
    ["a blank account: that of its lead", { account: "" }, { ...own, account: null, account_key: "acme" }],
  ])("%s", async (_, later, expected) => {
    expect(await opportunity({ lead_external_id: "L1", account: "Initech" })).toEqual([]);
    expect(await opportunity(later)).toEqual([]);
    expect(await recorded(LINKS)).toEqual(expected);
    expect(await differences(database())).toEqual([]);
  });

  it("an account that came from the lead follows another lead, and outlives a blank one", async () => {
    await opportunity({ lead_external_id: "L1" });
    await opportunity({ lead_external_id: "" });
    expect(await recorded(LINKS)).toMatchObject({ lead: "L1", account_key: "acme" });
    await opportunity({ lead_external_id: "L2" });
    expect(await recorded(LINKS)).toMatchObject({ lead: "L2", account_key: "umbra" });
  });

  it("a blank lead is no change: the record counts as unchanged", async () => {
    await opportunity({ lead_external_id: "L1", account: "Acme" });
    const read = () => recorded("o.xmin::text AS version");
    const before = await read();
    await opportunity({ lead_external_id: "", account: "Acme" });
    expect(await read()).toEqual(before);
  });
});

describe("the outcome", () => {
  const STATE = "o.outcome::text, o.won_on::text, o.won_amount::text";
  const won = { outcome: "won", won_on: "2027-06-20", won_amount: "500.00" };
  it("is won when the stage says so and the file has no outcome", async () => {
    await opportunity({ stage: "Proposal", amount: "500" });
    await opportunity({ stage: "Closed Won", closed_at: "2027-06-20" });
    expect(await recorded(STATE)).toEqual(won);
    expect(await differences(database())).toEqual([]);
  });

  it.each<[string, JsonRecord]>([
    ["another stage without an outcome", { stage: "Commit" }],
    ["no stage and no outcome", { name: "renamed" }],
  ])("stays with %s", async (_, later) => {
    await opportunity({ stage: "Closed Won", outcome: "won", amount: "500", closed_at: "2027-06-20" });
    await opportunity(later);
    expect(await recorded(STATE)).toEqual(won);
    await opportunity({ outcome: "lost" });
    await opportunity(later);
    expect(await recorded(STATE)).toMatchObject({ outcome: "lost", won_on: null });
  });
});

describe("money of an opportunity", () => {
  const MONEY = "o.currency, o.amount::text, o.reporting_amount::text AS reporting";
  it.each<[string, JsonRecord, object]>([
    [
      "an amount alone is in the recorded currency",
      { amount: "200" },
      { currency: "EUR", amount: "200.00", reporting: "220.00" },
    ],
    [
      "a currency alone prices the recorded amount",
      { currency: "USD" },
      { currency: "USD", amount: "100.00", reporting: "100.00" },
    ],
    ["neither changes nothing", { name: "x" }, { currency: "EUR", amount: "100.00", reporting: "110.00" }],
    ["a blank amount keeps the currency", { amount: "" }, { currency: "EUR", amount: null, reporting: null }],
    ["both", { amount: "7", currency: "USD" }, { currency: "USD", amount: "7.00", reporting: "7.00" }],
  ])("%s", async (_, later, expected) => {
    expect(await opportunity({ amount: "100", currency: "EUR" })).toEqual([]);
    expect(await opportunity(later)).toEqual([]);
    expect(await recorded(MONEY)).toEqual(expected);
  });

  it("an amount without any currency is in the reporting one", async () => {
    await opportunity({ name: "no money yet" });
    await opportunity({ amount: "200" });
    expect(await recorded(MONEY)).toEqual({ currency: "USD", amount: "200.00", reporting: "200.00" });
  });

  it("a currency without a rate is refused for the recorded amount too", async () => {
    await opportunity({ amount: "100", currency: "EUR" });
    expect(await opportunity({ currency: "GBP" })).toMatchObject([{ field: "currency", code: "FX_RATE_MISSING" }]);
    expect(await opportunity({ stage: "Closed Won", closed_at: "2027-06-21" })).toMatchObject([
      { code: "FX_RATE_MISSING", message: expect.stringContaining("EUR to USD for 2027-06-21") },
    ]);
    expect(await recorded(`${MONEY}, o.outcome::text`)).toMatchObject({ reporting: "110.00", outcome: "open" });
  });
});

describe("stage history and touches", () => {
  const entered_at = "2027-06-01T16:00:00Z";
  const entries = async () =>
    (
      await database().pool.query(
        "SELECT h.amount::text, h.currency, h.reporting_amount::text AS reporting FROM stage_history h JOIN opportunities o ON o.id = h.opportunity_id WHERE o.external_id = $1",
        [id],
      )
    ).rows;
  it.each<[string, JsonRecord, object]>([
    ["without an amount", { entered_at }, { amount: "100.00", currency: "EUR", reporting: "120.00" }],
    ["an amount alone", { entered_at, amount: "50" }, { amount: "50.00", currency: "EUR", reporting: "60.00" }],
    ["a currency alone", { entered_at, currency: "USD" }, { amount: "100.00", currency: "USD", reporting: "100.00" }],
    ["a blank amount", { entered_at, amount: "" }, { amount: null, currency: null, reporting: null }],
  ])("a history row %s", async (_, later, expected) => {
    await opportunity({ amount: "1" });
    expect(await history({ entered_at, amount: "100", currency: "EUR" })).toEqual([]);
    expect(await history(later)).toEqual([]);
    expect(await entries()).toEqual([expected]);
  });

  it("a touch without the column campaign keeps its campaign", async () => {
    const touch = { external_id: id, account: "Acme", source: "webinar", kind: "form", touched_at: "2027-05-01" };
    await ingest(database().pool, { touches: [{ ...touch, campaign: "Spring" }] });
    await ingest(database().pool, { touches: [{ ...touch, kind: "click" }] });
    const read = () => database().prisma.touch.findFirst({ where: { externalId: id } });
    expect(await read()).toMatchObject({ kind: "click", campaign: "Spring" });
    await ingest(database().pool, { touches: [{ ...touch, campaign: "" }] });
    expect(await read()).toMatchObject({ campaign: null });
  });
});

describe("what a refused row leaves behind", () => {
  const huge = "99999999999999";
  it("an amount that its rate carries out of range is refused; the good rows of the file land", async () => {
    const rows = [
      { external_id: id, created_at: "2027-05-01", amount: huge, currency: "EUR" },
      { external_id: `${id}-good`, created_at: "2027-05-01", amount: "1", currency: "EUR" },
    ];
    const refused = { line: 0, field: "amount", code: "NUMBER_RANGE" };
    expect(await ingest(database().pool, { opportunities: rows })).toMatchObject([refused]);
    expect(await database().prisma.opportunity.count({ where: { externalId: { startsWith: `${id}` } } })).toBe(1);
    await opportunity({ amount: "1" });
    const entry = { opportunity_external_id: id, stage: "Proposal", amount: huge, currency: "EUR" };
    const stage_history = [{ ...entry, entered_at: "2027-06-01T16:00:00Z" }];
    expect(await ingest(database().pool, { stage_history })).toMatchObject([refused]);
    await ingest(database().pool, {
      fx_rates: [{ date: "2027-02-01", from_currency: "JPY", to_currency: "USD", rate: "9999999999" }],
    });
    const month = { source: "webinar", start_date: "2027-02-01", end_date: "2027-02-28" };
    const spend = [{ ...month, campaign: id, amount: "9999999", currency: "JPY" }];
    expect(await ingest(database().pool, { spend })).toMatchObject([refused]);
  });

  it("an amount that only the rate of its entry carries out of range counts no money", async () => {
    const rate = { date: "2027-03-03", from_currency: "SEK", to_currency: "USD" };
    const dear = { date: "2027-03-04", from_currency: "SEK", to_currency: "USD", rate: "9000000000" };
    await ingest(database().pool, { fx_rates: [{ ...rate, rate: "0.1" }, dear] });
    await opportunity({ created_at: "2027-03-03", amount: "9999999", currency: "SEK" });
    expect(await history({ entered_at: "2027-03-04T16:00:00Z" })).toEqual([]);
    const entry = { pipeline_on: "2027-03-04", pipeline_amount: null };
    expect(await recorded("pipeline_on::text, pipeline_amount")).toEqual(entry);
    expect(await differences(database())).toEqual([]);
  });

  it("a day holds any number of the largest amounts", async () => {
    const day = { created_at: "2027-02-01", outcome: "won", closed_at: "2027-02-02", amount: `${huge}.99` };
    const opportunities = Array.from({ length: 101 }, (_, index) => ({ ...day, external_id: `${id}-${index}` }));
    expect(await ingest(database().pool, { opportunities })).toEqual([]);
    const { rows } = await database().pool.query("SELECT amount::text FROM won_days WHERE day = '2027-02-02'");
    expect(rows).toEqual([{ amount: "10099999999999998.99" }]);
    expect(await differences(database())).toEqual([]);
  });

  it("no source: the value of a refused row names none", async () => {
    const touch = { external_id: id, source: `${id} fair`, kind: "form", touched_at: "2027-05-01" };
    const range = { start_date: "2027-05-02", end_date: "2027-05-03", amount: "1" };
    const sources = () => database().prisma.source.count({ where: { code: { contains: id } } });
    await ingest(database().pool, { touches: [{ ...touch, lead_external_id: "nobody" }] });
    await ingest(database().pool, { spend: [{ source: `${id} show`, ...range, currency: "CHF" }] });
    expect(await sources()).toBe(0);
    await ingest(database().pool, { touches: [{ ...touch, lead_external_id: "L1" }] });
    await ingest(database().pool, { spend: [{ source: `${id} show`, ...range, currency: "USD" }] });
    expect(await sources()).toBe(2);
  });
});
