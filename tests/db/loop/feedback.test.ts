import { createHash } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { drillCycles } from "@/lib/data/drill";
import { feedbackHash, readFeedback } from "@/lib/data/feedback";
import { canonicalJson } from "@/lib/domain/canonical";
import { REASONS } from "@/lib/domain/reasons";
import { ROLES, type Role } from "@/lib/domain/roles";
import { acknowledgeFeedback } from "@/lib/services/feedback";
import { feedbackCsv } from "@/lib/view/loop/feedback";
import { restated } from "@/lib/view/loop/feedback-changes";
import { labelsOf } from "@/lib/view/monday/labels";
import { agreementInForce, withoutGuards } from "@/tests/support/agreements";
import { BASELINE, FALLEN, freezeMonday, ingestFallingNumber } from "@/tests/support/falling-number";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { auditTail, expectRefused, signedInPeople } from "@/tests/support/settings";

const database = processDatabase();
const NOW = new Date("2027-07-06T16:00:00Z");
let people: Record<Role, Person>;
const refused = (write: () => Promise<unknown>, refusal: object) => expectRefused(database().pool, write, refusal);
const read = (asOf: string | null = null) => readFeedback(people.cmo, asOf, NOW);

beforeAll(async () => {
  people = await signedInPeople(database().pool);
  await ingestFallingNumber(database().pool);
});

test("before any Monday is frozen it is of the current one; then of the latest frozen one", async () => {
  expect(await read()).toMatchObject({ asOf: "2027-07-05", frozen: null, receipt: null });
  await freezeMonday(database().prisma, BASELINE);
  expect(await read()).toMatchObject({ asOf: BASELINE, current: "2027-07-05" });
  await freezeMonday(database().prisma, FALLEN);
  expect((await read()).asOf).toBe(FALLEN);
  await expect(readFeedback(people.cfo, null, NOW)).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(read("2027-07-12")).rejects.toMatchObject({ code: "NOT_FOUND", status: 404, field: "as_of" });
});

test("every figure of a source with a list behind it counts that list", async () => {
  const [lane] = (await read(FALLEN)).lanes;
  const [webinar] = lane?.sources ?? [];
  expect(webinar).toMatchObject({ source: "webinar", n: 10, accepted: 7, rejected: 3, unworked: 0 });
  const base = { kind: "acceptance", asOf: FALLEN, source: "webinar", segment: null } as const;
  for (const state of ["all", "accepted", "rejected", "unworked"] as const) {
    const list = await drillCycles(people.cmo, { ...base, state, reason: null }, { page: 1, size: 5 });
    expect(list?.total, state).toBe(webinar?.[state === "all" ? "n" : state]);
  }
  for (const reason of REASONS) {
    const list = await drillCycles(people.cmo, { ...base, state: "rejected", reason }, { page: 1, size: 5 });
    expect(list?.total, reason).toBe(webinar?.rejectedBy[reason]);
  }
});

test("what came in after the freeze is named as a difference to the frozen totals", async () => {
  const before = await read(FALLEN);
  const labels = labelsOf(before.sources, before.segments);
  expect(before.frozen && restated(before.lanes, before.frozen, labels)).toBeNull();
  const late = { external_id: "late", source: "webinar", employees: 50, created_at: "2027-06-01", campaign: "=1+1" };
  const partner = { ...late, external_id: "late partner", source: "partner_referral", campaign: "" };
  const leads = [late, partner].map((lead) => ({ ...lead, handed_over_at: "2027-06-09" }));
  expect(await ingest(database().pool, { leads })).toEqual([]);
  const { lanes, frozen } = await read(FALLEN);
  expect(frozen && restated(lanes, frozen, labels)).toBe(
    "+1 handed over, +1 unworked, +1 handed over in the partner lane, +1 unworked in the partner lane (Webinar, Partner referral)",
  );
  const csv = feedbackCsv(lanes).split("\r\n");
  expect(csv[0]).toBe(
    "lane,source,campaign,n,accepted,rejected,out_of_icp,wrong_persona,no_intent,bad_data,already_in_pipeline,unworked,sql,won,lost,lost_reasons",
  );
  expect(csv).toContain("standard,webinar,'=1+1,1,0,0,0,0,0,0,0,1,0,0,0,");
  expect(csv).toContain("standard,webinar,,10,7,3,2,0,0,1,0,0,0,0,0,");
  expect(csv).toContain("partner,partner_referral,,1,0,0,0,0,0,0,0,1,0,0,0,");
});

test("a frozen Monday keeps the window of the agreement that it names", async () => {
  const { version } = await agreementInForce(database());
  await withoutGuards(database().url, (client) =>
    client.query("UPDATE agreements SET decision_days = 20 WHERE version = $1", [version]),
  );
  const { window, frozen } = await read(FALLEN);
  expect(window).toEqual(frozen?.acceptance.window);
  expect((await read("2027-06-28")).window.to < "2027-06-01").toBe(true);
});

test("a frozen Monday keeps its window when a holiday is entered afterwards", async () => {
  const { frozen } = await read(FALLEN);
  await withoutGuards(database().url, (client) =>
    client.query(
      "INSERT INTO holidays (day, name) SELECT d::date, 'Closed' FROM generate_series('2027-06-21'::date, '2027-07-02', '1 day') d",
    ),
  );
  expect((await read(FALLEN)).window).toEqual(frozen?.acceptance.window);
  await withoutGuards(database().url, (client) => client.query("DELETE FROM holidays WHERE name = 'Closed'"));
});

test("refused, and no table changes: others, a Monday that is not frozen, no Monday", async () => {
  const give = (role: Role, asOf: string) => () => acknowledgeFeedback(people[role], { asOf, sha256: "" }, NOW);
  for (const role of ROLES.filter((name) => name !== "head_demand_gen")) {
    await refused(give(role, FALLEN), { code: "FORBIDDEN" });
  }
  await refused(give("head_demand_gen", "2027-06-28"), { code: "SNAPSHOT_MISSING", field: "as_of" });
  await refused(give("head_demand_gen", "2027-07-06"), { code: "AS_OF_NOT_MONDAY" });
  await refused(give("head_demand_gen", ""), { code: "AS_OF_INVALID" });
});

test("figures that came in since the page was opened are to be looked at first", async () => {
  const seen = feedbackHash((await read(FALLEN)).lanes);
  const late = { source: "webinar", employees: 50, created_at: "2027-06-01", handed_over_at: "2027-06-09" };
  expect(await ingest(database().pool, { leads: [{ ...late, external_id: "after the page was opened" }] })).toEqual([]);
  const give = () => acknowledgeFeedback(people.head_demand_gen, { asOf: FALLEN, sha256: seen }, NOW);
  await refused(give, { code: "CONFLICT", field: "sha256", status: 409 });
});

test("the head of demand-gen acknowledges once, for everybody to see", async () => {
  const sha256 = feedbackHash((await read(FALLEN)).lanes);
  const give = () => acknowledgeFeedback(people.head_demand_gen, { asOf: FALLEN, sha256 }, NOW);
  const outcomes = await Promise.allSettled([give(), give()]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({
    reason: { code: "ALREADY_ACKNOWLEDGED", status: 409 },
  });
  expect((await read(FALLEN)).receipt).toEqual({ by: people.head_demand_gen.name, at: NOW });
  expect((await read(BASELINE)).receipt).toBeNull();
  const { lanes } = await read(FALLEN);
  const rejected = { out_of_icp: 2, wrong_persona: 0, no_intent: 0, bad_data: 1, already_in_pipeline: 0 };
  const none = { out_of_icp: 0, wrong_persona: 0, no_intent: 0, bad_data: 0, already_in_pipeline: 0 };
  expect(await auditTail(database().pool)).toMatchObject({
    action: "feedback.acknowledge",
    object: `feedback:${FALLEN}`,
    after: {
      read: FALLEN,
      n: 13,
      accepted: 7,
      rejected,
      lanes: {
        standard: { n: 12, accepted: 7, rejected, unworked: 2, sql: 0, won: 0, lost: 0 },
        partner: { n: 1, accepted: 0, rejected: none, unworked: 1, sql: 0, won: 0, lost: 0 },
      },
      sha256: createHash("sha256").update(canonicalJson(lanes)).digest("hex"),
    },
  });
  await refused(give, { code: "ALREADY_ACKNOWLEDGED" });
});
