import { beforeAll, expect, test } from "vitest";
import { personOfSession } from "@/lib/auth/actor";
import { openCount } from "@/lib/data/queue";
import { addPeople, addPerson, type TestPerson } from "@/tests/support/actors";
import { processDatabase } from "@/tests/support/process-database";

const database = processDatabase();
let people: Record<string, TestPerson>;
let other: TestPerson;

interface Waiting {
  lane?: "standard" | "partner";
  stage?: string;
  assigned?: TestPerson;
  sourcer?: TestPerson;
}

async function waiting(
  { lane = "standard", stage = lane === "partner" ? "referred" : "mql", assigned, sourcer }: Waiting,
  count: number,
) {
  const source = lane === "partner" ? "partner_referral" : "webinar";
  const decided = stage === "sal" ? "now()" : "NULL";
  await database().pool.query(
    `WITH l AS (
       INSERT INTO leads (source_system, external_id, source_code, segment_code, lane, created_at)
       SELECT 'test', gen_random_uuid()::text, $1, 'SMB', $2::lane, now() FROM generate_series(1, $3::int) RETURNING id)
     INSERT INTO cycles (lead_id, source_code, segment_code, lane, stage, handed_over_at, handed_over_on, agreement_version,
       assigned_id, sourced_by_id, touch_by, decide_by, last_activity_on, decided_at, first_decided_at)
     SELECT id, $1, 'SMB', $2::lane, $4::stage, now(), current_date, 1, $5, $6, now(), now(), current_date, ${decided}, ${decided} FROM l`,
    [source, lane, count, stage, assigned?.id ?? null, sourcer?.id ?? null],
  );
}

const countOf = async (role: string) => {
  const person = await personOfSession((people[role] as TestPerson).id, 1);
  if (!person) throw new Error("must be signed in");
  return openCount(person);
};

beforeAll(async () => {
  people = await addPeople(database().pool);
  other = await addPerson(database().pool, "bdr", { tag: "other" });
  await waiting({ assigned: people.bdr }, 1);
  await waiting({}, 2);
  await waiting({ assigned: other }, 4);
  await waiting({ sourcer: people.bdr }, 8);
  await waiting({ stage: "sal", assigned: people.bdr }, 16);
  await waiting({ lane: "partner" }, 32);
  await waiting({ lane: "partner", assigned: people.partner_manager }, 64);
  await waiting({ lane: "partner", assigned: other }, 128);
});

test("a BDR sees their own and nobody's, not what they sourced or others have", async () => {
  expect(await countOf("bdr")).toBe(1 + 2 + 32);
});

test("a partner manager sees the same of the partner lane alone", async () => {
  expect(await countOf("partner_manager")).toBe(32 + 64);
});

test("the head of SDR sees everybody's", async () => {
  expect(await countOf("head_sdr")).toBe(1 + 2 + 4 + 8 + 32 + 64 + 128);
});

test.each(["cro", "ae", "vp_revops", "cfo", "admin"])("%s has no queue", async (role) => {
  expect(await countOf(role)).toBe(0);
});

test("the count stops at 999", async () => {
  await waiting({}, 1_500);
  expect(await countOf("bdr")).toBe(999);
});
