import { beforeAll, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { readPageLabels, readPageUse } from "@/lib/data/agreement-page";
import { fetchStanding, readVersion } from "@/lib/data/agreement-versions";
import { exampleDefinition } from "@/lib/domain/definition";
import { pageUse } from "@/lib/domain/one-page/page-use";
import type { Role } from "@/lib/domain/roles";
import { startDraft } from "@/lib/services/agreement/drafts";
import { requireOnePage } from "@/lib/services/agreement/one-page";
import type { Tx } from "@/lib/services/sql";
import { processDatabase } from "@/tests/support/process-database";
import { signedInPeople } from "@/tests/support/settings";

const database = processDatabase();
let people: Record<Role, Person>;
beforeAll(async () => {
  people = await signedInPeople(database().pool);
});

test("the agreement and its labels are read as they are printed", async () => {
  const [labels, { document }] = await Promise.all([readPageLabels(people.bdr), readVersion(people.bdr, 1)]);
  expect(labels).toMatchObject({ organisation: "Your company", currency: "USD", cmoTitle: "Chief Marketing Officer" });
  expect(labels.sources.map(({ code }) => code)).toContain("customer_referral");
  expect(labels.segments.map(({ label }) => label)).toEqual(["SMB", "Mid-market", "Enterprise", "Unknown"]);
  const use = await readPageUse(people.bdr, null);
  expect(use).toEqual(pageUse(document, labels));
  expect(use.fits).toBe(true);
});

test("another definition is measured in the version that is being written", async () => {
  const competitors = Array.from({ length: 60 }, (_, index) => `competitor-${index}.example`);
  const long = { ...exampleDefinition, disqualifiers: { ...exampleDefinition.disqualifiers, competitors } };
  const tried = await readPageUse(people.vp_revops, long);
  expect(tried).toMatchObject({ fits: false, largest: { key: "disqualifiers" } });
  const version = await startDraft(people.vp_revops);
  await database().pool.query("UPDATE agreements SET definition = $2 WHERE version = $1", [
    version,
    JSON.stringify(long),
  ]);
  expect(await readPageUse(people.vp_revops, null)).toEqual(tried);
  expect((await readPageUse(people.vp_revops, exampleDefinition)).fits).toBe(true);
});

test("a service refuses what does not fit, with the overflow, and lets pass what does", async () => {
  const tx: Tx = { rows: async (sql) => (await database().pool.query(sql.text, sql.values)).rows };
  const { open, judging } = await fetchStanding(tx.rows);
  const use = await readPageUse(people.vp_revops, null);
  await expect(requireOnePage(tx, open?.version ?? 0)).rejects.toMatchObject({
    code: "OVER_ONE_PAGE",
    status: 422,
    field: "disqualifiers",
    message: expect.stringMatching(/^The agreement is \d+ lines over one page: shorten Disqualifiers/),
    details: { over_by: use.overBy, used: use.used, available: 59, largest: "disqualifiers" },
  });
  await requireOnePage(tx, judging.version);
});

test("whoever may not read the agreement does not learn how long it is", async () => {
  for (const read of [readPageLabels, (actor: Person) => readPageUse(actor, null)]) {
    await expect(read(people.cfo)).rejects.toMatchObject({ code: "FORBIDDEN" });
  }
});
