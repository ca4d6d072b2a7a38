import { beforeAll, describe, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { readAgreement, readSample, SAMPLE_SIZE } from "@/lib/data/agreements";
import { recentChanges } from "@/lib/data/changes";
import { exampleDefinition } from "@/lib/domain/definition";
import { ROLES, type Role } from "@/lib/domain/roles";
import { define } from "@/lib/services/agreements";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { auditTail, expectRefused, signedInPeople } from "@/tests/support/settings";

const database = processDatabase();
let people: Record<Role, Person>;

beforeAll(async () => {
  people = await signedInPeople(database().pool);
});

const changed = { ...exampleDefinition, score_above: 75.5 };
const seen = async () => (await readAgreement(people.vp_revops)).seen;

test("a definition is replaced in place, with both states in the audit log", async () => {
  const before = await auditTail(database().pool);
  await define(people.vp_revops, { version: 1, seen: await seen(), definition: changed });
  const { definition, version } = await readAgreement(people.cro);
  expect({ definition, version }).toEqual({ definition: changed, version: 1 });
  const entry = await auditTail(database().pool);
  expect(entry).toMatchObject({ action: "agreement.define", object: "agreement:1", actor: people.vp_revops.email });
  expect(entry.count).toBe(before.count + 1);
  expect([entry.before, entry.after]).toEqual([exampleDefinition, changed]);
  const [change] = await recentChanges(["agreement:1"]);
  expect(change).toMatchObject({ who: people.vp_revops.name, seq: entry.seq });
  expect(await seen()).toBe(entry.seq);
});

describe("refused, and no table changes:", () => {
  const refused = async (definition: unknown, refusal: object) => {
    const edit = { version: 1, seen: await seen(), definition };
    await expectRefused(database().pool, () => define(people.vp_revops, edit), refusal);
  };

  test.each([
    ["no industries", { ...changed, industries: { naics: [] } }, "FIELD_MISSING", "industries"],
    [
      "a NAICS code of seven digits",
      { ...changed, industries: { naics: ["5112", "5112345"] } },
      "BAD_NAICS",
      "industries.naics.1",
    ],
    [
      "a pattern",
      { ...changed, titles: { levels: ["(VP|Head)+"], functions: ["Sales"] } },
      "BAD_PATTERN",
      "titles.levels.0",
    ],
    ["no field at all", {}, "FIELD_MISSING", "firmographic"],
    ["something else", "text", "FIELD_MISSING", "definition"],
  ])("%s", async (_, definition, code, field) => {
    await refused(definition, { code, field });
  });

  test("every error of several comes back", async () => {
    const bad = { ...changed, industries: { naics: ["1"] }, geography: { countries: ["Atlantis"] } };
    await refused(bad, {
      code: "BAD_NAICS",
      details: { errors: [{ field: "industries.naics.0" }, { field: "geography.countries.0", code: "BAD_COUNTRY" }] },
    });
  });

  test("the same definition, whatever the order of its keys", async () => {
    const { definition } = await readAgreement(people.vp_revops);
    const reversed = Object.fromEntries(Object.entries(definition).reverse());
    await refused(reversed, { code: "UNCHANGED" });
  });

  test("another version", async () => {
    const edit = { version: 2, seen: 0n, definition: exampleDefinition };
    await expectRefused(database().pool, () => define(people.vp_revops, edit), { code: "NOT_FOUND" });
  });

  test.each(ROLES.filter((role) => role !== "vp_revops"))("%s", async (role) => {
    const edit = { version: 1, seen: await seen(), definition: exampleDefinition };
    await expectRefused(database().pool, () => define(people[role], edit), { code: "FORBIDDEN", status: 403 });
  });

  test("an edit of what somebody else has changed meanwhile, by name", async () => {
    const opened = await seen();
    await define(people.vp_revops, { version: 1, seen: opened, definition: exampleDefinition });
    const late = { version: 1, seen: opened, definition: changed };
    await expectRefused(database().pool, () => define(people.vp_revops, late), {
      code: "CONFLICT",
      status: 409,
      message: expect.stringContaining(people.vp_revops.name),
      details: { by: people.vp_revops.name },
    });
  });
});

test("of two editors at the same moment one wins, the other learns who did", async () => {
  const opened = await seen();
  const scores = [61, 62, 63, 64];
  const outcomes = await Promise.allSettled(
    scores.map((score_above) =>
      define(people.vp_revops, { version: 1, seen: opened, definition: { ...exampleDefinition, score_above } }),
    ),
  );
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const outcome of outcomes) {
    if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "CONFLICT" });
  }
});

test("the sample: the latest leads of the standard lane with their facts, for those who may read leads", async () => {
  const now = new Date("2027-07-05T16:00:00Z");
  const lead = (index: number) => ({
    external_id: `S-${index}`,
    source: index === 3 ? "partner_referral" : "webinar",
    first_name: "Ida",
    last_name: `Number ${index}`,
    company: "Sample",
    employees: 100,
    created_at: `2027-05-${String(index + 1).padStart(2, "0")}`,
    ...(index < 5 && { handed_over_at: `2027-06-0${index + 1}T12:00:00Z` }),
  });
  expect(await ingest(database().pool, { leads: Array.from({ length: 30 }, (_, index) => lead(index)) }, now)).toEqual(
    [],
  );
  const arrived = await readSample(people.bdr, "arrived", "America/New_York", now);
  expect(arrived.on).toBe("2027-07-05");
  expect(arrived.leads).toHaveLength(SAMPLE_SIZE);
  expect(arrived.leads[0]).toMatchObject({ name: "Ida Number 29", facts: { employees: 100, touches: [] } });
  const handedOver = await readSample(people.bdr, "handed_over", "America/New_York", now);
  expect(handedOver.leads.map(({ name }) => name)).toEqual([4, 2, 1, 0].map((index) => `Ida Number ${index}`));
  await expect(readSample(people.cfo, "arrived", "America/New_York", now)).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(readAgreement(people.cfo)).rejects.toMatchObject({ code: "FORBIDDEN" });
});
