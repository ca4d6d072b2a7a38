import { beforeAll, describe, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { readSources } from "@/lib/data/sources";
import { ROLES, type Role } from "@/lib/domain/roles";
import { addSource, moveSource, renameSource, setSourceActive } from "@/lib/services/sources";
import { processDatabase } from "@/tests/support/process-database";
import { auditTail, expectRefused, signedInPeople } from "@/tests/support/settings";

const database = processDatabase();
let people: Record<Role, Person>;

beforeAll(async () => {
  people = await signedInPeople(database().pool);
});

const page = () => readSources(people.vp_revops);
const labels = async () => (await page()).sources.map(({ label }) => label);
const seen = async () => (await page()).seen;

test("a source is added at the end, named for files by letters and digits", async () => {
  await addSource(people.vp_revops, { label: "  Field   events (EMEA) ", seen: await seen() });
  const { sources } = await page();
  expect(sources.at(-1)).toEqual({
    code: "field_events_emea",
    label: "Field events (EMEA)",
    isActive: true,
    values: [],
    cycles: 0,
  });
  expect(await auditTail(database().pool)).toMatchObject({ action: "source.add", object: "sources", before: null });
});

test("a source is renamed for people; files keep its code", async () => {
  await renameSource(people.vp_revops, { code: "webinar", label: "Webinars", seen: await seen() });
  expect((await page()).sources.find(({ code }) => code === "webinar")?.label).toBe("Webinars");
  expect(await auditTail(database().pool)).toMatchObject({
    action: "source.rename",
    before: { code: "webinar", label: "Webinar" },
    after: { code: "webinar", label: "Webinars" },
  });
});

test("a source moves by one place", async () => {
  const before = await labels();
  await moveSource(people.vp_revops, { code: "webinar", direction: "up", seen: await seen() });
  expect((await labels()).slice(0, 3)).toEqual(["Paid search", "Webinars", "Content syndication"]);
  await moveSource(people.vp_revops, { code: "webinar", direction: "down", seen: await seen() });
  expect(await labels()).toEqual(before);
  expect((await auditTail(database().pool)).after).toEqual({ order: before });
});

test("a source goes out of use and comes back", async () => {
  for (const active of [false, true]) {
    await setSourceActive(people.vp_revops, { code: "customer_referral", active, seen: await seen() });
    expect((await page()).sources.find(({ code }) => code === "customer_referral")?.isActive).toBe(active);
  }
  expect((await auditTail(database().pool)).action).toBe("source.activate");
});

describe("refused, and no table changes:", () => {
  const refused = (write: () => Promise<void>, refusal: object) => expectRefused(database().pool, write, refusal);

  test.each([
    ["", "NAME_REQUIRED"],
    ["x".repeat(61), "NAME_REQUIRED"],
    ["!!!", "SOURCE_NAME"],
    ["Unattributed", "SOURCE_NAME"],
    ["Unmapped: podcast", "SOURCE_NAME"],
    ["paid search", "SOURCE_EXISTS"],
    ["Paid-search", "SOURCE_EXISTS"],
  ])("a new source called %j", async (label, code) => {
    const opened = await seen();
    await refused(() => addSource(people.vp_revops, { label, seen: opened }), { code, field: "label" });
  });

  test("another source's name, an unknown source, the first one up", async () => {
    const opened = await seen();
    const revops = people.vp_revops;
    await refused(() => renameSource(revops, { code: "intent", label: "PAID SEARCH", seen: opened }), {
      code: "SOURCE_EXISTS",
    });
    await refused(() => renameSource(revops, { code: "nobody", label: "New", seen: opened }), {
      code: "SOURCE_UNKNOWN",
    });
    await refused(() => renameSource(revops, { code: "intent", label: "Intent", seen: opened }), { code: "UNCHANGED" });
    await refused(() => moveSource(revops, { code: "paid_search", direction: "up", seen: opened }), {
      code: "UNCHANGED",
    });
  });

  test.each(["partner_referral", "outbound_bdr"])("%s out of use", async (code) => {
    const edit = { code, active: false, seen: await seen() };
    await refused(() => setSourceActive(people.vp_revops, edit), { code: "SOURCE_NEEDED" });
  });

  test.each(ROLES.filter((role) => role !== "vp_revops"))("%s", async (role) => {
    const opened = await seen();
    const actor = people[role];
    await refused(() => addSource(actor, { label: "New", seen: opened }), { code: "FORBIDDEN" });
    await refused(() => renameSource(actor, { code: "intent", label: "New", seen: opened }), { code: "FORBIDDEN" });
    await refused(() => moveSource(actor, { code: "intent", direction: "up", seen: opened }), { code: "FORBIDDEN" });
    await refused(() => setSourceActive(actor, { code: "intent", active: false, seen: opened }), { code: "FORBIDDEN" });
    await expect(readSources(actor)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("what somebody else has changed meanwhile", async () => {
    const opened = await seen();
    await renameSource(people.vp_revops, { code: "intent", label: "Intent data", seen: opened });
    await refused(() => renameSource(people.vp_revops, { code: "intent", label: "Signals", seen: opened }), {
      code: "CONFLICT",
    });
  });
});
