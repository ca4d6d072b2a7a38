import { afterAll, beforeAll, expect, test } from "vitest";
import { type Person, systemActor } from "@/lib/auth/actor";
import { readSources } from "@/lib/data/sources";
import type { Role } from "@/lib/domain/roles";
import { importFile } from "@/lib/services/imports";
import { mapSource } from "@/lib/services/source-mappings";
import { withoutGuards } from "@/tests/support/agreements";
import { temporaryFolder } from "@/tests/support/files";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { expectRefused, signedInPeople } from "@/tests/support/settings";
import { signedLastYear } from "@/tests/support/signed-last-year";

const NOW = new Date("2027-07-05T16:00:00Z");
const database = processDatabase();
const folder = temporaryFolder();
let people: Record<Role, Person>;

const row = (source: string, amount = "100", start = "2027-06-01", end = "2027-06-30") => ({
  source,
  start_date: start,
  end_date: end,
  amount,
  currency: "USD",
});
const NOT_AGREED = {
  field: "source",
  code: "SPEND_NOT_AGREED",
  message: expect.stringMatching(
    /^source: intent .* in version 2 .* for \d{4}-\d\d-\d\d: .* booked already stays\. Leave the row out\.$/,
  ),
};
const total = async () => {
  const { rows } = await database().pool.query("SELECT source_code, amount::text FROM spend ORDER BY 1, 2");
  return rows.map(({ source_code, amount }) => `${source_code} ${amount}`);
};

afterAll(() => folder.remove());
beforeAll(async () => {
  people = await signedInPeople(database().pool);
  // What is on the books before somebody agrees that nothing more comes stays there.
  expect(await ingest(database().pool, { spend: [row("intent", "7")] })).toEqual([]);
  expect(await signedLastYear(database().url, { spend_policy: { intent: "none", webinar: "commission" } })).toBe(2);
});

test("spend of a source for which none is agreed is refused, the rest of the batch is written", async () => {
  const refused = await ingest(database().pool, { spend: [row("webinar"), row("Intent"), row("paid_search")] });
  expect(refused).toMatchObject([{ line: 1, ...NOT_AGREED }]);
  expect(await total()).toEqual(["intent 7.00", "paid_search 100.00", "webinar 100.00"]);
});

test("what is on the books already and unchanged is no news, the whole file again included", async () => {
  const file = folder.write(
    "again.csv",
    "source,start_date,end_date,amount,currency\nIntent,2027-06-01,2027-06-30,7.0,USD\npaid_search,2027-06-01,2027-06-30,100,usd\n",
  );
  const imported = {
    kind: "spend",
    file,
    sourceSystem: "crm",
    via: "cli",
    actor: systemActor("test"),
    now: NOW,
  } as const;
  const outcome = await importFile(database().pool, { ...imported, onRejected: () => undefined });
  expect(outcome).toMatchObject({ inserted: 0, updated: 0, unchanged: 2, rejected: 0 });
  expect(await ingest(database().pool, { spend: [row("intent", "7.01")] })).toMatchObject([NOT_AGREED]);
  expect(await total()).toContain("intent 7.00");
});

test("spend belongs to the agreement of its first day, in the zone of the organisation", async () => {
  const { pool, url } = database();
  // 10 p.m. of the day before in New York.
  await withoutGuards(url, (owner) =>
    owner.query("UPDATE agreements SET in_force_at = '2026-02-04T03:00:00Z' WHERE version = 2"),
  );
  expect(await ingest(pool, { spend: [row("intent", "5", "2026-02-02", "2026-03-31")] })).toEqual([]);
  expect(await total()).toContain("intent 5.00");
  const refused = await ingest(pool, { spend: [row("intent", "6", "2026-02-03", "2026-02-03")] });
  expect(refused).toMatchObject([NOT_AGREED]);
});

test("a dry run says the same, and an import of a file too", async () => {
  const file = folder.write(
    "spend.csv",
    "source,start_date,end_date,amount,currency\nintent,2027-07-01,2027-07-31,9,USD\n",
  );
  for (const dryRun of [true, false]) {
    const codes: string[] = [];
    const outcome = await importFile(database().pool, {
      kind: "spend",
      file,
      sourceSystem: "crm",
      via: "cli",
      actor: systemActor("test"),
      now: NOW,
      dryRun,
      onRejected: (rows) => {
        codes.push(...rows.map(({ code }) => code));
      },
    });
    expect([outcome.rejected, codes]).toEqual([1, ["SPEND_NOT_AGREED"]]);
  }
  expect(await total()).toContain("intent 7.00");
});

test("it does not come in under another name either", async () => {
  const { pool } = database();
  expect(await ingest(pool, { spend: [row("Buyer signals")] })).toEqual([]);
  const map = async (to: string, value = "Buyer signals") => {
    const { seen } = await readSources(people.vp_revops);
    await mapSource(people.vp_revops, { from: `Unmapped: ${value}`, to, seen });
  };
  await expectRefused(pool, () => map("intent"), { code: "SPEND_NOT_AGREED", field: "to" });
  await map("outbound_bdr");
  expect(await ingest(pool, { spend: [row("Old signals", "8", "2025-06-01", "2025-06-30")] })).toEqual([]);
  await map("intent", "Old signals");
  expect(await total()).toContain("intent 8.00");
  expect(await total()).toContain("outbound_bdr 100.00");
});

test("a policy of the provisional terms holds for all their days", async () => {
  const { pool, url } = database();
  await withoutGuards(url, (owner) =>
    owner.query(`UPDATE agreements SET spend_policy = '{"customer_referral": "none"}' WHERE version = 1`),
  );
  const refused = await ingest(pool, { spend: [row("customer_referral", "5", "2026-01-01", "2026-01-31")] });
  expect(refused).toMatchObject([{ code: "SPEND_NOT_AGREED", message: expect.stringContaining("version 1") }]);
  expect(await ingest(pool, { spend: [row("customer_referral")] })).toEqual([]);
});
