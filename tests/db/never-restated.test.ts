import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { JsonRecord } from "@/lib/services/parse/records";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { differences, notes } from "@/tests/support/verify";

/** Pipeline is the amount at its entry, at that day's rate, once and for all (metrics.md §3). */
const database = processDatabase();
let id: string;
let last = 0;
beforeEach(() => {
  id = `R${++last}`;
});

const eur = (date: string, rate: string) => ({ date, from_currency: "EUR", to_currency: "USD", rate });
beforeAll(async () => {
  const fx_rates = [eur("2027-05-01", "1.10"), eur("2027-06-01", "1.20")];
  expect(await ingest(database().pool, { fx_rates })).toEqual([]);
});

const opportunity = (fields: JsonRecord, now?: Date) =>
  ingest(database().pool, { opportunities: [{ external_id: id, created_at: "2027-05-01", ...fields }] }, now);
const history = (...rows: JsonRecord[]) =>
  ingest(database().pool, { stage_history: rows.map((row) => ({ opportunity_external_id: id, ...row })) });
const proposal = { stage: "Proposal", entered_at: "2027-06-01T16:00:00Z" };
const negotiation = { stage: "Negotiation", entered_at: "2027-06-10T16:00:00Z" };

async function entry(): Promise<object> {
  const { rows } = await database().pool.query(
    `SELECT pipeline_on AS on, pipeline_amount AS amount, is_amount_late AS late, is_approximate AS approximate, won_on, won_amount
     FROM opportunities WHERE external_id = $1`,
    [id],
  );
  return rows[0];
}

describe("an entry without an amount", () => {
  const late = (amount: string | null) => ({ on: "2027-06-01", amount, late: amount !== null, approximate: false });

  it("keeps the record's amount that it took, whatever comes later", async () => {
    await opportunity({ amount: "50000" });
    await history(proposal);
    expect(await entry()).toMatchObject(late("50000.00"));
    await opportunity({ amount: "90000" });
    expect(await entry()).toMatchObject(late("50000.00"));
    await history({ ...negotiation, amount: "70000" });
    expect(await entry()).toMatchObject(late("50000.00"));
    await opportunity({ amount: "" });
    expect(await entry()).toMatchObject(late("50000.00"));
    expect(await differences(database())).toEqual([]);
  });

  it("prefers the next dated amount to the undated one when both are known", async () => {
    await opportunity({ amount: "50000" });
    await history(negotiation, { ...proposal, amount: "" }, { ...negotiation, stage: "Commit", amount: "70000" });
    expect(await entry()).toMatchObject(late("70000.00"));
    await history({ ...negotiation, amount: "60000" });
    expect(await entry()).toMatchObject(late("70000.00"));
    expect(await differences(database())).toEqual([]);
  });

  it("takes the first amount that becomes known", async () => {
    await opportunity({ name: "no money yet" });
    await history(proposal);
    expect(await entry()).toMatchObject(late(null));
    await opportunity({ amount: "100", currency: "EUR" });
    expect(await entry()).toMatchObject(late("120.00"));
    await opportunity({ amount: "200", currency: "USD" });
    expect(await entry()).toMatchObject(late("120.00"));
    expect(await differences(database())).toEqual([]);
  });

  it("has its own amount once its own row tells it, and another one on another day", async () => {
    await opportunity({ amount: "50000" });
    await history(proposal);
    await history({ ...proposal, amount: "40000" });
    expect(await entry()).toMatchObject({ on: "2027-06-01", amount: "40000.00", late: false });
    await opportunity({ amount: "60000" });
    await history({ ...negotiation, entered_at: "2027-05-20T16:00:00Z" });
    expect(await entry()).toMatchObject({ on: "2027-05-20", amount: "40000.00", late: true });
    expect(await differences(database())).toEqual([]);
  });

  it("is red in verify when its amount is gone or its flag is wrong", async () => {
    await opportunity({ amount: "50000" });
    await history(proposal);
    const damage = async (set: string, back: string) => {
      await database().pool.query(`UPDATE opportunities SET ${set} WHERE external_id = $1`, [id]);
      const found = await differences(database());
      await database().pool.query(`UPDATE opportunities SET ${back} WHERE external_id = $1`, [id]);
      return found.join();
    };
    expect(await damage("pipeline_amount = NULL", "pipeline_amount = 50000")).toContain(`"opportunity":"${id}"`);
    expect(await damage("is_amount_late = false", "is_amount_late = true")).toContain(`"opportunity":"${id}"`);
  });
});

describe("a day without a rate", () => {
  const refused = [{ line: 0, field: "currency", code: "FX_RATE_MISSING" }];
  it.each<[string, JsonRecord, JsonRecord]>([
    ["pipeline without an amount, its opportunity foreign", { amount: "100", currency: "EUR" }, negotiation],
    ["pipeline without an amount, itself foreign", {}, { ...negotiation, currency: "EUR" }],
    ["a win", { amount: "100", currency: "EUR" }, { ...negotiation, stage: "Closed Won" }],
    ["any amount", {}, { ...negotiation, stage: "Discovery", amount: "1", currency: "EUR" }],
  ])("refuses history: %s", async (_, record, row) => {
    expect(await opportunity(record)).toEqual([]);
    expect(await history(row)).toMatchObject(refused);
    expect(await entry()).toMatchObject({ on: null, won_on: null });
  });

  it("does not matter to a stage before pipeline that has no amount", async () => {
    await opportunity({ amount: "100", currency: "EUR" });
    expect(await history({ ...negotiation, stage: "Discovery" })).toEqual([]);
  });

  it("gives an approximate entry no amount, and its own as soon as the rate comes in", async () => {
    const seen = new Date("2027-06-15T16:00:00Z");
    expect(await opportunity({ stage: "Proposal", amount: "100", currency: "EUR" }, seen)).toEqual([]);
    expect(await entry()).toMatchObject({ on: "2027-06-15", amount: null, approximate: true });
    expect(await differences(database())).toEqual([]);
    const pointedOut = async () => (await notes(database())).filter((note) => note.startsWith(`${id}:`));
    expect(await pointedOut()).toEqual([expect.stringMatching(/pipeline of 2027-06-15.* fx_rates from EUR/)]);
    await ingest(database().pool, { fx_rates: [eur("2027-06-15", "1.50")] });
    expect(await entry()).toMatchObject({ on: "2027-06-15", amount: "150.00", approximate: true });
    expect(await pointedOut()).toEqual([]);
    await opportunity({ amount: "300", currency: "EUR" });
    expect(await entry()).toMatchObject({ amount: "150.00" });
    expect(await differences(database())).toEqual([]);
  });

  it("gives a win that only later became foreign no amount, and its own as soon as the rate comes in", async () => {
    await opportunity({ name: "no money yet" });
    expect(await history({ stage: "Closed Won", entered_at: "2027-06-18T16:00:00Z" })).toEqual([]);
    expect(await opportunity({ amount: "100", currency: "EUR" })).toEqual([]);
    const win = { won_on: "2027-06-18", on: "2027-06-18" };
    expect(await entry()).toMatchObject({ ...win, won_amount: null, amount: null });
    await ingest(database().pool, { fx_rates: [eur("2027-06-18", "2")] });
    expect(await entry()).toMatchObject({ ...win, won_amount: "200.00", amount: "200.00" });
    expect(await differences(database())).toEqual([]);
  });
});

it("flags of the credits go with the win", async () => {
  const touch = { source: "webinar", kind: "form", account: "Flagged" };
  const touches = [
    { ...touch, external_id: "F1", touched_at: "2027-01-01" },
    { ...touch, external_id: "F2", touched_at: "2027-05-20" },
  ];
  await opportunity({ account: "Flagged", amount: "100", outcome: "won", closed_at: "2027-06-01" });
  await ingest(database().pool, { touches });
  const flags = () => database().prisma.opportunity.findFirst({ where: { externalId: id } });
  expect(await flags()).toMatchObject({ isTruncated: true, isImplicit: true });
  await opportunity({ outcome: "open", closed_at: "" });
  expect(await flags()).toMatchObject({ isTruncated: false, isImplicit: false });
  await database().pool.query("UPDATE opportunities SET is_implicit = true WHERE external_id = $1", [id]);
  expect((await differences(database())).join()).toContain("truncated and implicit flags");
  await database().pool.query("UPDATE opportunities SET is_implicit = false WHERE external_id = $1", [id]);
});
