import { beforeAll, describe, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { previewBreaches, readFloors } from "@/lib/data/floors";
import { fetchMondayFacts } from "@/lib/data/metrics";
import { fetchMetricsSettings } from "@/lib/data/metrics-settings";
import { type Breach, breachesOf } from "@/lib/domain/breaches";
import { computeMetrics } from "@/lib/domain/metrics";
import { ROLES, type Role } from "@/lib/domain/roles";
import { parseTerms, type Terms, type TermsText, termsText } from "@/lib/domain/terms";
import { setFloors } from "@/lib/services/floors";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { randomCompany } from "@/tests/support/random-company";
import { auditTail, expectRefused, signedInPeople } from "@/tests/support/settings";
import { differences } from "@/tests/support/verify";

const AS_OF = "2027-07-05";
const NOW = new Date("2027-07-05T16:00:00Z");
const database = processDatabase();
let people: Record<Role, Person>;

beforeAll(async () => {
  const { pool } = database();
  people = await signedInPeople(pool);
  await ingest(pool, randomCompany(7, { round: 0, asOf: AS_OF, leads: 900, opportunities: 260 }), NOW);
}, 120_000);

const page = () => readFloors(people.vp_revops);
const stored = async (): Promise<TermsText> => termsText((await page()).terms);

async function termsWith(changes: Record<string, string>): Promise<{ terms: Terms; text: TermsText }> {
  const text = { ...(await stored()), ...changes };
  const { sources } = await page();
  const result = parseTerms(
    text,
    sources.map(({ code }) => code),
  );
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return { terms: result.terms, text };
}

async function save(text: TermsText, reason = "Agreed on Tuesday"): Promise<void> {
  const { version, seen } = await page();
  await setFloors(people.vp_revops, { version, seen, text, reason });
}

const facts = async () => {
  const { prisma } = database();
  return (await fetchMondayFacts(prisma, AS_OF, await fetchMetricsSettings(prisma))).facts;
};

/** What the Monday page says, by the code that draws it. */
const breachesToday = async (): Promise<Breach[]> => breachesOf(computeMetrics(await facts()));

describe("the preview equals the metrics after the save", () => {
  test.each([
    ["a floor raised", { "floor.webinar": "99.5" }],
    ["an override for one segment", { "floor.webinar.SMB": "1" }],
    ["a floor taken away", { "floor.webinar": "", "floor.webinar.SMB": "" }],
    ["the cap", { rejection_cap: "100" }],
    ["the pipeline floor and another band", { pipeline_floor: "60", acv_min: "0", acv_max: "60000.5" }],
    ["the cost line", { cost_line: "0.0001" }],
    ["a larger minimum n", { minimum_n: "25" }],
    ["fewer decision days, another window", { decision_days: "1", minimum_n: "5" }],
    ["many decision days", { decision_days: "20", rejection_cap: "10" }],
    ["another model", { lookback_days: "30", weight_first: "20", weight_created: "20", weight_won: "60" }],
    [
      "everything at once",
      {
        decision_days: "5",
        cost_line: "0.22",
        "floor.intent": "80",
        acv_min: "10,000",
        acv_max: "90,000",
        minimum_n: "3",
        lookback_days: "120",
      },
    ],
  ])("%s", async (_, changes) => {
    const { terms, text } = await termsWith(changes);
    const before = await breachesToday();
    const preview = await previewBreaches(people.vp_revops, terms, NOW);
    expect(preview.asOf).toBe(AS_OF);
    expect(preview.now).toEqual(before);
    await save(text);
    expect(preview.draft).toEqual(await breachesToday());
    expect(await differences(database())).toEqual([]);
  });

  test("and the drafts above do change something", async () => {
    const kinds = async (changes: Record<string, string>) => {
      const { terms } = await termsWith(changes);
      return new Set((await previewBreaches(people.vp_revops, terms, NOW)).draft.map(({ kind }) => kind));
    };
    const none = { rejection_cap: "100", pipeline_floor: "0", cost_line: "9999", minimum_n: "1000" };
    expect(await kinds(none)).not.toContain("acceptance");
    const all = {
      rejection_cap: "0",
      pipeline_floor: "100",
      cost_line: "0.0001",
      minimum_n: "1",
      "floor.webinar": "100",
    };
    expect(await kinds(all)).toEqual(new Set(["acceptance", "cap", "pipeline", "cost"]));
  });
});

test("a save is audited with both states and the reason", async () => {
  const before = await stored();
  const { text } = await termsWith({ "floor.paid_search": "56", rejection_cap: "21.5" });
  const { count } = await auditTail(database().pool);
  await save(text, "  Paid search   grew up ");
  const entry = await auditTail(database().pool);
  expect(entry).toMatchObject({ action: "floors.set", object: "floors:1", count: count + 1 });
  expect(entry.before).toEqual(before);
  expect(entry.after).toEqual({ ...(await stored()), reason: "Paid search grew up" });
  expect(entry.after).toMatchObject({ "floor.paid_search": "56", rejection_cap: "21.5" });
});

test("due dates of cycles that were handed over stay", async () => {
  const due = () => database().pool.query("SELECT id, touch_by, decide_by FROM cycles ORDER BY id");
  const before = (await due()).rows;
  const { text } = await termsWith({ decision_days: "9", follow_up_hours: "8" });
  await save(text);
  expect((await due()).rows).toEqual(before);
});

describe("refused, and no table changes:", () => {
  const refused = async (changes: Record<string, string>, refusal: object, reason = "because") => {
    const { version, seen } = await page();
    const edit = { version, seen, text: { ...(await stored()), ...changes }, reason };
    await expectRefused(database().pool, () => setFloors(people.vp_revops, edit), refusal);
  };

  test.each([
    [{ "floor.webinar": "220" }, "FLOOR_RANGE", "floor.webinar"],
    [{ "floor.webinar.ENT": "abc" }, "FLOOR_RANGE", "floor.webinar.ENT"],
    [{ "floor.nobody": "50" }, "SOURCE_UNKNOWN", "floor.nobody"],
    [{ rejection_cap: "-1" }, "FLOOR_RANGE", "rejection_cap"],
    [{ pipeline_floor: "" }, "FLOOR_RANGE", "pipeline_floor"],
    [{ cost_line: "0" }, "FLOOR_RANGE", "cost_line"],
    [{ acv_min: "100001", acv_max: "100000" }, "FLOOR_RANGE", "acv_max"],
    [{ minimum_n: "0" }, "FLOOR_RANGE", "minimum_n"],
    [{ lookback_days: "181" }, "LOOKBACK_RANGE", "lookback_days"],
    [{ weight_first: "31" }, "WEIGHTS_SUM", "weight_won"],
    [{ decision_days: "31" }, "SLA_RANGE", "decision_days"],
    [{ follow_up_hours: "1.5" }, "SLA_RANGE", "follow_up_hours"],
  ])("%j", async (changes, code, field) => {
    await refused(changes, { code, field });
  });

  test("without a reason", async () => {
    await refused({ rejection_cap: "23" }, { code: "CHANGE_REASON_REQUIRED", field: "reason" }, " . ");
  });

  test("nothing new", async () => {
    await refused({ "floor.webinar.Unknown": "" }, { code: "UNCHANGED" });
  });

  test.each(ROLES.filter((role) => role !== "vp_revops"))("%s", async (role) => {
    const { version, seen } = await page();
    const edit = { version, seen, text: { ...(await stored()), rejection_cap: "23" }, reason: "because" };
    await expectRefused(database().pool, () => setFloors(people[role], edit), { code: "FORBIDDEN" });
    const { terms } = await termsWith({});
    await expect(previewBreaches(people[role], terms, NOW)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("what somebody else has changed meanwhile", async () => {
    const { version, seen } = await page();
    const mine = { version, seen, text: { ...(await stored()), rejection_cap: "24" }, reason: "because" };
    await save((await termsWith({ rejection_cap: "25" })).text);
    await expectRefused(database().pool, () => setFloors(people.vp_revops, mine), {
      code: "CONFLICT",
      message: expect.stringContaining(people.vp_revops.name),
    });
  });
});
