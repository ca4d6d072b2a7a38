import { beforeAll, describe, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { readRequirements } from "@/lib/data/requirements";
import { ROLES, type Role } from "@/lib/domain/roles";
import { type RequirementsText, setRequirements } from "@/lib/services/agreement/requirements";
import { expectInDraft } from "@/tests/support/agreed";
import { agreementInForce } from "@/tests/support/agreements";
import { processDatabase } from "@/tests/support/process-database";
import { auditTail, expectRefused, signedInPeople } from "@/tests/support/settings";

const database = processDatabase();
let people: Record<Role, Person>;

beforeAll(async () => {
  people = await signedInPeople(database().pool);
});

const page = () => readRequirements(people.vp_revops);
const edit = async (text: Partial<RequirementsText>, actor = people.vp_revops) => {
  const { version, seen } = await page();
  await setRequirements(actor, { version, seen, requiredData: [], spendPolicy: {}, ...text });
};
const refused = (write: () => Promise<unknown>, refusal: object) => expectRefused(database().pool, write, refusal);

test("before the first signing they count at once; fields stand in their order, each once", async () => {
  await edit({ requiredData: ["country", "email", "email"], spendPolicy: { webinar: "none" } });
  const now = { requiredData: ["email", "country"], spendPolicy: { webinar: "none" } };
  expect(await page()).toMatchObject({ version: 1, ...now, live: now });
  expect(await auditTail(database().pool)).toMatchObject({
    action: "requirements.set",
    object: "requirements:1",
    before: { required_data: [], policy: {} },
    after: { required_data: ["email", "country"], policy: { webinar: "none" } },
  });
});

test("a source that is left out keeps its policy", async () => {
  await edit({ requiredData: ["email"], spendPolicy: { paid_search: "program_people" } });
  expect((await page()).spendPolicy).toEqual({ webinar: "none", paid_search: "program_people" });
});

test("with an agreement in force they go into the draft; what counts today stands beside", async () => {
  await agreementInForce(database());
  await expectInDraft(database().pool, () => edit({ requiredData: ["naics"], spendPolicy: { webinar: "commission" } }));
  expect(await auditTail(database().pool)).toMatchObject({ object: "requirements:3" });
  const { version, requiredData, spendPolicy, live } = await page();
  expect({ version, requiredData }).toEqual({ version: 3, requiredData: ["naics"] });
  expect(spendPolicy).toMatchObject({ webinar: "commission", paid_search: "program_people", intent: "program" });
  expect(live).toMatchObject({ requiredData: ["email"], spendPolicy: { webinar: "none" } });
});

describe("refused, and no table changes:", () => {
  test.each([
    [{ requiredData: ["email", "shoe_size"] }, "FIELD_UNKNOWN", "required_data"],
    [{ requiredData: ["score"] }, "FIELD_UNKNOWN", "required_data"],
    [{ requiredData: ["Email"] }, "FIELD_UNKNOWN", "required_data"],
    [{ spendPolicy: { billboards: "none" } }, "SOURCE_UNKNOWN", "policy.billboards"],
    [{ spendPolicy: { toString: "none" } }, "SOURCE_UNKNOWN", "policy.toString"],
    [{ spendPolicy: { webinar: "" } }, "POLICY_UNKNOWN", "policy.webinar"],
    [{ spendPolicy: { webinar: "None" } }, "POLICY_UNKNOWN", "policy.webinar"],
    [{ spendPolicy: { webinar: "constructor" } }, "POLICY_UNKNOWN", "policy.webinar"],
  ])("%j", async (text, code, field) => {
    await refused(() => edit(text), { code, field });
  });

  test("every error at once", async () => {
    const text = { requiredData: ["x"], spendPolicy: { y: "none", webinar: "z" } };
    const codes = ["FIELD_UNKNOWN", "SOURCE_UNKNOWN", "POLICY_UNKNOWN"].map((code) => ({ code }));
    await refused(() => edit(text), { details: { errors: codes } });
  });

  test("the same again, and what somebody else changed meanwhile", async () => {
    await refused(() => edit({ requiredData: ["naics"] }), { code: "UNCHANGED" });
    const { version, seen } = await page();
    await edit({ requiredData: ["naics", "title"] });
    const late = { version, seen, requiredData: [], spendPolicy: {} };
    await refused(() => setRequirements(people.vp_revops, late), { code: "CONFLICT" });
    await refused(() => setRequirements(people.vp_revops, { ...late, version: 2 }), { code: "NOT_FOUND" });
  });

  test.each(ROLES.filter((role) => role !== "vp_revops"))("%s", async (role) => {
    await refused(() => edit({ requiredData: ["email"] }, people[role]), { code: "FORBIDDEN" });
  });
});
