import { afterAll, beforeAll, expect, test } from "vitest";
import { type Person, systemActor } from "@/lib/auth/actor";
import { readSources } from "@/lib/data/sources";
import type { Role } from "@/lib/domain/roles";
import { importFile } from "@/lib/services/imports";
import { mapSource } from "@/lib/services/source-mappings";
import { temporaryFolder } from "@/tests/support/files";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { expectRefused, signedInPeople } from "@/tests/support/settings";
import { signedLastYear } from "@/tests/support/signed-last-year";

const NOW = new Date("2027-07-05T16:00:00Z");
const database = processDatabase();
const folder = temporaryFolder();
let people: Record<Role, Person>;

const row = (source: string, amount = "100") => ({
  source,
  start_date: "2027-06-01",
  end_date: "2027-06-30",
  amount,
  currency: "USD",
});
const NOT_AGREED = { field: "source", code: "SPEND_NOT_AGREED", message: expect.stringContaining("intent") };
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
  const map = async (to: string) => {
    const { seen } = await readSources(people.vp_revops);
    await mapSource(people.vp_revops, { from: "Unmapped: Buyer signals", to, seen });
  };
  await expectRefused(pool, () => map("intent"), { code: "SPEND_NOT_AGREED", field: "to" });
  await map("outbound_bdr");
  expect(await total()).toContain("outbound_bdr 100.00");
});
