import { beforeAll, describe, expect, test } from "vitest";
import { type Person, systemActor } from "@/lib/auth/actor";
import { isResponse, TOUCH_KINDS, type TouchKind } from "@/lib/domain/touches";
import { expireCycles } from "@/lib/jobs/expiry";
import { ingestRecords } from "@/lib/services/batches";
import { undo } from "@/lib/services/corrections";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { signedInPeople } from "@/tests/support/settings";
import { tableDigests } from "@/tests/support/tables";
import { differences } from "@/tests/support/verify";

const database = processDatabase();
/** Noon in New York; the day there is the date of each instant below. */
const at = (day: string) => new Date(`${day}T16:00:00Z`);
let revops: Person;

const lead = (external_id: string, handed_over_on: string, source = "webinar") => ({
  external_id,
  source,
  created_at: "2026-12-01",
  handed_over_at: at(handed_over_on).toISOString(),
});

async function expired(): Promise<string[]> {
  const cycles = await database().prisma.cycle.findMany({
    where: { stage: "expired" },
    select: { lead: { select: { externalId: true } } },
  });
  return cycles.map((cycle) => cycle.lead.externalId).sort();
}

const expire = (day: string) => expireCycles(database().prisma, at(day));

beforeAll(async () => {
  revops = (await signedInPeople(database().pool)).vp_revops;
});

describe("an MQL without activity", () => {
  beforeAll(async () => {
    // Ninety days before 1 April is 1 January.
    const leads = [
      lead("ninety", "2027-01-01"),
      lead("ninety-one", "2026-12-31"),
      lead("partner", "2026-12-31", "partner_referral"),
    ];
    expect(await ingest(database().pool, { leads }, at("2027-01-02"))).toEqual([]);
  });

  test("lives on day 90 and is expired on day 91, in both lanes", async () => {
    expect(await expire("2027-03-31")).toBe(0);
    expect(await expire("2027-04-01")).toBe(2);
    expect(await expired()).toEqual(["ninety-one", "partner"]);
  });

  test("the day is that of the organisation's zone, not of the machine", async () => {
    // In New York it is still 1 April.
    expect(await expireCycles(database().prisma, new Date("2027-04-02T03:59:00Z"))).toBe(0);
    expect(await expireCycles(database().prisma, new Date("2027-04-02T04:01:00Z"))).toBe(1);
  });

  test("expires once: a second run finds nothing and writes nothing", async () => {
    const before = await tableDigests(database().pool);
    expect(await expire("2027-04-02")).toBe(0);
    expect(await tableDigests(database().pool)).toEqual(before);
  });
});

describe("activity", () => {
  const touched = (kind: TouchKind) => `touched-${kind}`;
  beforeAll(async () => {
    const leads = [...TOUCH_KINDS.map((kind) => lead(touched(kind), "2027-05-01")), lead("undone", "2027-05-01")];
    const touches = TOUCH_KINDS.map((kind) => ({
      external_id: touched(kind),
      lead_external_id: touched(kind),
      source: "webinar",
      kind,
      touched_at: "2027-05-02",
    }));
    const reject = { verdict: "reject", reason_code: "bad_data", decided_at: "2027-05-03T10:00:00Z" };
    const decisions = [{ lead_external_id: "undone", ...reject }];
    expect(await ingest(database().pool, { leads, touches, decisions }, at("2027-05-04"))).toEqual([]);
  });

  test("is a response of the lead; what we send keeps nothing alive", async () => {
    await expire("2027-07-31");
    const gone = (await expired()).filter((id) => id.startsWith("touched-"));
    expect(gone).toEqual(
      TOUCH_KINDS.filter((kind) => !isResponse(kind))
        .map(touched)
        .sort(),
    );
    await expire("2027-08-01");
    expect((await expired()).filter((id) => id.startsWith("touched-"))).toHaveLength(TOUCH_KINDS.length);
  });

  test("counts while the lead is decided, and stands when the verdict is taken back", async () => {
    const reply = {
      external_id: "late",
      lead_external_id: "undone",
      source: "webinar",
      kind: "reply",
      touched_at: "2027-07-20",
    };
    await ingest(database().pool, { touches: [reply] }, at("2027-07-21"));
    const { id } = await database().prisma.cycle.findFirstOrThrow({ where: { lead: { externalId: "undone" } } });
    await undo(revops, id, at("2027-07-22"));
    await expire("2027-10-18");
    expect(await expired()).not.toContain("undone");
    await expire("2027-10-19");
    expect(await expired()).toContain("undone");
  });

  test("counts when it came in before the hand-over did", async () => {
    const known = { external_id: "known", source: "webinar", created_at: "2027-10-01" };
    const reply = {
      external_id: "early",
      lead_external_id: "known",
      source: "webinar",
      kind: "reply",
      touched_at: "2027-11-10",
    };
    await ingest(database().pool, { leads: [known], touches: [reply] }, at("2027-11-11"));
    await ingest(
      database().pool,
      { leads: [{ ...known, handed_over_at: at("2027-11-01").toISOString() }] },
      at("2027-11-12"),
    );
    await expire("2028-02-08");
    expect(await expired()).not.toContain("known");
    await expire("2028-02-09");
    expect(await expired()).toContain("known");
  });
});

test("two runs at once share the work", async () => {
  const records = Array.from({ length: 400 }, (_, index) => lead(`many-${index}`, "2028-03-01"));
  const { errors } = await ingestRecords(database().pool, {
    kind: "leads",
    sourceSystem: "crm",
    via: "api",
    actor: systemActor("test"),
    records,
    now: at("2028-03-02"),
  });
  expect(errors).toEqual([]);
  const runs = await Promise.all([expire("2028-07-01"), expire("2028-07-01"), expire("2028-07-01")]);
  expect(runs.reduce((sum, count) => sum + count, 0)).toBe(400);
  expect(await database().prisma.lifecycleEvent.count({ where: { toStage: "expired" } })).toBe(
    (await expired()).length,
  );
  expect(await differences(database())).toEqual([]);
});
