import { beforeAll, describe, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { handOver } from "@/lib/services/leads";
import type { JsonRecord } from "@/lib/services/parse/records";
import { signedIn, THURSDAY } from "@/tests/support/cycles";
import { fittingLead } from "@/tests/support/fitting-lead";
import { processDatabase } from "@/tests/support/process-database";
import { expectRefused } from "@/tests/support/settings";
import { signedLastYear } from "@/tests/support/signed-last-year";

const database = processDatabase();
let marketing: Person;
let partnerManager: Person;

beforeAll(async () => {
  marketing = await signedIn(database().pool, "head_demand_gen");
  partnerManager = await signedIn(database().pool, "partner_manager");
});

const lead = (change: JsonRecord = {}) => fittingLead(database().pool, change);
const refused = (id: bigint, refusal: object) =>
  expectRefused(database().pool, () => handOver(marketing, id, THURSDAY), refusal);

describe("what the version that judges asks a lead to carry", () => {
  const require = (...fields: string[]) => database().pool.query("UPDATE agreements SET required_data = $1", [fields]);
  const incomplete = { campaign: "Spring", employees: null, annual_revenue: null, score: null, country: "FR" };

  beforeAll(async () => {
    await require("campaign", "first_name", "annual_revenue", "employees");
  });

  test("is missing first, and the refusal lists all that stands against it with the cure", async () => {
    await refused(await lead(incomplete), {
      code: "DATA_INCOMPLETE",
      message: expect.stringMatching(
        /^The lead lacks what the agreement asks for: First name, Employees, Annual revenue\. Complete it in the source system, crm, and import .* no third-party score\. Import the score .* Geography\. Correct its data in the source system, crm/,
      ),
      details: {
        missing: ["First name", "Employees", "Annual revenue"],
        score: "missing",
        failed: ["Firmographic floor", "Geography"],
      },
    });
  });

  test("does not hide behind a lead that fits: one field that is blank is enough", async () => {
    await refused(await lead({ campaign: "Spring" }), {
      code: "DATA_INCOMPLETE",
      details: { missing: ["First name"], score: "above", failed: [] },
    });
  });

  test("once it is carried, the score and then the definition are what is left", async () => {
    const carried = { campaign: "Spring", first_name: "Ada" };
    await refused(await lead({ ...carried, score: null, country: "FR" }), {
      code: "SCORE_MISSING",
      details: { missing: [], score: "missing", failed: ["Geography"] },
    });
    await refused(await lead({ ...carried, country: "FR" }), { code: "ICP_FAILED" });
    await handOver(marketing, await lead(carried), THURSDAY);
  });

  test("is asked of no partner referral, and of no hand-over that the CRM reports", async () => {
    const partner = await lead({ ...incomplete, source: "partner_referral" });
    expect(await handOver(partnerManager, partner, THURSDAY)).toMatchObject({ stage: "referred" });
    const reported = await lead({ ...incomplete, handed_over_at: THURSDAY.toISOString() });
    expect(await database().prisma.cycle.count({ where: { leadId: reported } })).toBe(1);
  });
});

test("the version in force asks for its own data, and the cycle keeps it with the trace", async () => {
  const version = await signedLastYear(database().url, { required_data: ["domain"] });
  expect(version).toBe(2);
  await refused(await lead({ campaign: "Spring" }), {
    code: "DATA_INCOMPLETE",
    details: { missing: ["Company domain"] },
  });
  const { cycleId } = await handOver(marketing, await lead({ domain: "raw.example" }), THURSDAY);
  const cycle = await database().prisma.cycle.findUniqueOrThrow({ where: { id: BigInt(cycleId) } });
  expect(cycle).toMatchObject({ agreementVersion: version, trace: { passed: true } });
});
