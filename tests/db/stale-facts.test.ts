import { afterEach, beforeEach, expect, it } from "vitest";
import { personOfSession } from "@/lib/auth/actor";
import { closeDatabase, openDatabase } from "@/lib/db";
import { handOver } from "@/lib/services/leads";
import { addPerson } from "@/tests/support/actors";
import { type FreshDatabase, freshDatabase } from "@/tests/support/database";
import { ingest } from "@/tests/support/ingest";
import { differences } from "@/tests/support/verify";

/** A later record can take something away from an opportunity that it does not name; verify sees what was forgotten. */
let database: FreshDatabase;
beforeEach(async () => {
  database = await freshDatabase();
  openDatabase(database.url);
});
afterEach(async () => {
  await closeDatabase();
  await database.drop();
});

const deal = { created_at: "2027-05-01", amount: "50000", currency: "USD" };
const won = { ...deal, closed_at: "2027-06-20", outcome: "won", stage: "Closed Won" };
const open = { ...deal, stage: "Proposal" };
const lead = { source: "webinar", created_at: "2026-12-01" };
const touch = { source: "webinar", kind: "form", touched_at: "2027-04-20" };

it("a lead that changes its company takes its touches from the old account's deals", async () => {
  await ingest(database.pool, {
    leads: [{ ...lead, external_id: "M", company: "Moved" }],
    opportunities: [{ ...won, external_id: "O", account: "moved" }],
    touches: [{ ...touch, external_id: "T", lead_external_id: "M" }],
  });
  await ingest(database.pool, { leads: [{ ...lead, external_id: "M", company: "Elsewhere" }] });
  expect(await differences(database)).toEqual([]);
});

it("a touch that moves to another account leaves the deals of the first", async () => {
  await ingest(database.pool, {
    opportunities: [{ ...won, external_id: "O", account: "first" }],
    touches: [{ ...touch, external_id: "T", account: "first" }],
  });
  await ingest(database.pool, { touches: [{ ...touch, external_id: "T", account: "second" }] });
  expect(await differences(database)).toEqual([]);
});

it("an acceptance owns the account's opportunity whose own lead was never handed over", async () => {
  await ingest(database.pool, {
    leads: [
      { ...lead, external_id: "A", company: "Acme", handed_over_at: "2027-03-01" },
      { ...lead, external_id: "B", company: "Acme", source: "intent" },
    ],
    opportunities: [{ ...open, external_id: "O", lead_external_id: "B", account: "acme" }],
  });
  await ingest(database.pool, {
    decisions: [{ lead_external_id: "A", decided_at: "2027-03-05T10:00:00Z", verdict: "accept" }],
  });
  expect(await differences(database)).toEqual([]);
});

it("a rejection after the acceptance takes the account's opportunity from the cycle", async () => {
  await ingest(database.pool, {
    leads: [{ ...lead, external_id: "A", company: "Acme", handed_over_at: "2027-03-01" }],
    decisions: [{ lead_external_id: "A", decided_at: "2027-03-05T10:00:00Z", verdict: "accept" }],
    opportunities: [{ ...open, external_id: "O", account: "acme" }],
  });
  const owner = async () => (await database.prisma.opportunity.findFirst())?.ownerSource;
  expect(await owner()).toBe("webinar");
  const rejection = { verdict: "reject", reason_code: "bad_data", decided_at: "2027-06-01T10:00:00Z" };
  await ingest(database.pool, { decisions: [{ ...rejection, lead_external_id: "A" }] });
  expect(await owner()).toBe("Unattributed");
  expect(await differences(database)).toEqual([]);
});

it("a hand-over made here owns the opportunity of its lead", async () => {
  const manager = await personOfSession((await addPerson(database.pool, "partner_manager")).id, 1);
  await ingest(database.pool, {
    leads: [{ ...lead, external_id: "P", source: "partner_referral", company: "Beta" }],
    opportunities: [{ ...open, external_id: "O", lead_external_id: "P" }],
  });
  const { rows } = await database.pool.query<{ id: bigint }>("SELECT id FROM leads WHERE external_id = 'P'");
  if (!manager || !rows[0]) throw new Error("the manager or the lead is missing");
  await handOver(manager, rows[0].id, new Date("2027-06-01T15:00:00Z"));
  expect(await differences(database)).toEqual([]);
});
