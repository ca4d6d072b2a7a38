import { beforeAll, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { readPlaybook } from "@/lib/data/playbook";
import { REASONS } from "@/lib/domain/reasons";
import type { Role } from "@/lib/domain/roles";
import { startDraft } from "@/lib/services/agreement/drafts";
import { define } from "@/lib/services/agreements";
import { answer, openRound } from "@/lib/services/diagnostic";
import { setReasonOwner } from "@/lib/services/reason-owners";
import { mapSource } from "@/lib/services/source-mappings";
import { addSource } from "@/lib/services/sources";
import { giveThanks } from "@/lib/services/thanks";
import { chooseWatch, endWatch } from "@/lib/services/watches";
import { addSigners, proposeAndSign, withoutGuards } from "@/tests/support/agreements";
import { answerOf } from "@/tests/support/diagnostic";
import { BASELINE, FALLEN, freezeMonday, ingestFallingNumber, STILL } from "@/tests/support/falling-number";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { signedInPeople } from "@/tests/support/settings";

/** Day 1 is 1 May 2027 in New York. */
const BEGUN = new Date("2027-05-02T01:00:00Z");
const database = processDatabase();
let people: Record<Role, Person>;

beforeAll(async () => {
  people = await signedInPeople(database().pool);
});

const at = (day: string) => new Date(`${day}T16:00:00Z`);
const bookOn = (day: string) => readPlaybook(people.bdr, at(day));
async function stepOn(day: string, id: string) {
  const step = (await bookOn(day))?.steps.find((own) => own.id === id);
  if (!step) throw new Error(`there is no step ${id}`);
  return step;
}
/** Writes as the owner with triggers off: the past of a scenario. */
const force = (sql: string, values: unknown[] = []) =>
  withoutGuards(database().url, (client) => client.query(sql, values));

test("nothing has begun; the CFO reads nothing", async () => {
  expect(await bookOn("2027-05-02")).toBeNull();
  await expect(readPlaybook(people.cfo, BEGUN)).rejects.toMatchObject({ code: "FORBIDDEN" });
});

test("a round begins it on the organisation’s day; done when both have answered", async () => {
  const round = await openRound(people.vp_revops, { cro: people.cro.id, cmo: people.cmo.id }, BEGUN);
  expect(await bookOn("2027-05-03")).toMatchObject({ day1: "2027-05-01", day: 3, next: { id: "diagnostic" } });
  await answer(people.cro, { round, texts: answerOf("fits") }, at("2027-05-02"));
  expect(await stepOn("2027-05-09", "diagnostic")).toMatchObject({ doneOn: null, late: 4 });
  await answer(people.cmo, { round, texts: answerOf("fits") }, at("2027-05-07"));
  expect(await stepOn("2027-05-09", "diagnostic")).toMatchObject({ doneOn: "2027-05-07", late: 2 });
});

test("an untouched copy is no drafted definition, an edited one is; then signatures and the freeze", async () => {
  const signers = await addSigners(database().pool);
  await startDraft(signers.vp_revops);
  await force("UPDATE agreements SET created_at = $1, updated_at = $1 WHERE status = 'draft'", [at("2027-05-04")]);
  expect((await stepOn("2027-05-09", "definition")).doneOn).toBeNull();
  const { version, definition } = await database().prisma.agreement.findFirstOrThrow({ where: { status: "draft" } });
  await force("UPDATE agreements SET cost_line = cost_line + 1, updated_at = $1 WHERE status = 'draft'", [
    at("2027-05-05"),
  ]);
  expect((await stepOn("2027-05-09", "definition")).doneOn).toBeNull();
  const edited = { ...(definition as object), titles: { levels: ["VP"], functions: ["Sales"] } };
  await define(signers.vp_revops, { version, definition: edited, seen: 10_000n });
  await force("UPDATE audit_log SET at = $1 WHERE action = 'agreement.define'", [at("2027-05-06")]);
  await force("UPDATE agreements SET updated_at = $1 WHERE status = 'draft'", [at("2027-05-08")]);
  expect((await stepOn("2027-05-09", "definition")).doneOn).toBe("2027-05-06");
  await force("UPDATE agreements SET definition = definition - 'titles' WHERE status = 'draft'");
  expect((await stepOn("2027-05-09", "definition")).doneOn).toBeNull();
  await force(
    "UPDATE agreements SET definition = (SELECT definition FROM agreements WHERE version = 1) WHERE status = 'draft'",
  );
  expect((await stepOn("2027-05-09", "signatures")).doneOn).toBeNull();
  await proposeAndSign(database().pool, signers);
  await force("UPDATE agreements SET proposed_at = $1, signed_at = $2, in_force_at = $2 WHERE status = 'in_force'", [
    at("2027-05-10"),
    at("2027-05-20"),
  ]);
  await force("UPDATE audit_log SET at = $1 WHERE action = 'agreement.propose'", [at("2027-05-10")]);
  expect(await stepOn("2027-06-01", "definition")).toMatchObject({ doneOn: "2027-05-06", late: 0 });
  await force("UPDATE audit_log SET at = $1 WHERE action = 'agreement.define'", [at("2027-05-11")]);
  expect(await stepOn("2027-06-01", "definition")).toMatchObject({ doneOn: "2027-05-10", late: 0 });
  expect(await stepOn("2027-06-01", "signatures")).toMatchObject({ doneOn: "2027-05-20", late: 6 });
  expect(await stepOn("2027-06-01", "frozen")).toMatchObject({ doneOn: "2027-05-20" });
  expect((await bookOn("2027-06-01"))?.day1).toBe("2027-05-01");
});

let dated = "0";
/** Dates what came in since the last call: an import is finished by the clock of the database. */
async function cameIn(day: string): Promise<void> {
  await force("UPDATE imports SET finished_at = $1, started_at = $1 WHERE id > $2", [at(day), dated]);
  dated = (await database().pool.query("SELECT max(id)::text AS id FROM imports")).rows[0].id;
}

test("leads count from their import, not from their hand-over; a value that came after all were mapped waits", async () => {
  expect((await stepOn("2027-06-01", "sources")).doneOn).toBeNull();
  await ingestFallingNumber(database().pool);
  await cameIn("2027-05-16");
  expect((await stepOn("2027-06-01", "sources")).doneOn).toBe("2027-05-16");
  const fair = { external_id: "fair", source: "Fair", created_at: "2026-05-12" };
  const seen = (day: string | null) =>
    force("UPDATE sources SET first_seen_at = $1 WHERE is_unmapped", [day === null ? null : at(day)]);
  await ingest(database().pool, { leads: [fair] });
  await cameIn("2027-05-17");
  await seen(null);
  expect(await stepOn("2027-06-01", "sources")).toMatchObject({ doneOn: null, detail: "1 source is not mapped" });
  await seen("2027-05-16");
  expect(await stepOn("2027-06-01", "sources")).toMatchObject({ doneOn: null, late: 11 });
  await seen("2027-05-17");
  expect(await stepOn("2027-06-01", "sources")).toMatchObject({ doneOn: "2027-05-16", detail: "1 value since waits" });
  await seen("2027-05-16");
  await mapSource(people.vp_revops, { from: "Unmapped: Fair", to: "webinar", seen: 10_000n });
  await force("UPDATE audit_log SET at = $1 WHERE action = 'source.map'", [at("2027-05-20")]);
  expect(await stepOn("2027-06-01", "sources")).toMatchObject({ doneOn: "2027-05-20", late: 0, detail: null });
  await force(
    `UPDATE audit_log SET after = after || '{"came_in": "2027-05-19T00:00:00Z"}' WHERE action = 'source.map'`,
  );
  expect((await stepOn("2027-06-01", "sources")).doneOn).toBe("2027-05-16");
});

test("spend is done when every source that the agreement gives one has it, from when it came in", async () => {
  expect(await stepOn("2027-06-01", "spend")).toMatchObject({ doneOn: null, detail: "0 of 7 sources" });
  await force(`UPDATE agreements SET spend_policy = '{"intent": "none"}' WHERE status = 'in_force'`);
  const codes = await database().pool.query("SELECT code FROM sources WHERE code <> 'intent' ORDER BY code");
  const [first, ...others] = codes.rows.map(({ code }) => code as string);
  const dates = { start_date: "2026-01-01", end_date: "2026-01-31" };
  const spend = (source: string | undefined) => ({ source: source ?? "", ...dates, amount: "10", currency: "USD" });
  expect(await ingest(database().pool, { spend: [spend(first)] })).toEqual([]);
  await cameIn("2027-05-15");
  expect(await stepOn("2027-06-01", "spend")).toMatchObject({ doneOn: null, late: 7, detail: "1 of 6 sources" });
  expect(await ingest(database().pool, { spend: others.map(spend) })).toEqual([]);
  await cameIn("2027-05-21");
  expect(await stepOn("2027-06-01", "spend")).toMatchObject({
    doneOn: "2027-05-21",
    late: 0,
    detail: "6 of 6 sources",
  });
  await addSource(people.vp_revops, { label: "Podcast", seen: 10_000n });
  await force("UPDATE audit_log SET at = $1 WHERE action = 'source.add'", [at("2027-05-21")]);
  expect(await stepOn("2027-06-01", "spend")).toMatchObject({ doneOn: null, detail: "6 of 7 sources" });
  await force("UPDATE audit_log SET at = $1 WHERE action = 'source.add'", [at("2027-05-23")]);
  expect(await stepOn("2027-06-01", "spend")).toMatchObject({ doneOn: "2027-05-21", detail: "6 of 7 sources" });
});

test("credits of a deal that was won before it came in; owners", async () => {
  expect((await stepOn("2027-06-01", "credits")).doneOn).toBeNull();
  const lead_external_id = "2027-05-11-9";
  const won = { created_at: "2027-05-12", stage: "Closed Won", outcome: "won", closed_at: "2027-05-28T16:00:00Z" };
  const deal = { external_id: "deal", lead_external_id, type: "new_business", amount: "100", currency: "USD", ...won };
  const touch = {
    external_id: "touch",
    source: "webinar",
    kind: "form",
    touched_at: "2027-05-18",
    lead_external_id,
  };
  expect(await ingest(database().pool, { opportunities: [deal], touches: [touch] })).toEqual([]);
  await cameIn("2027-05-30");
  expect((await stepOn("2027-06-01", "credits")).doneOn).toBe("2027-05-30");
  await force("UPDATE imports SET finished_at = $1 WHERE kind = 'opportunities'", [at("2027-05-27")]);
  expect((await stepOn("2027-06-01", "credits")).doneOn).toBe("2027-05-28");

  for (const reason of REASONS.slice(0, 4)) {
    await setReasonOwner(people.vp_revops, { reason, userId: people.head_sdr.id, seen: 10_000n }, BEGUN);
  }
  expect(await stepOn("2027-06-01", "owners")).toMatchObject({ doneOn: null, detail: "4 of 5" });
  const last = { reason: REASONS[4], userId: people.head_demand_gen.id, seen: 10_000n };
  await setReasonOwner(people.vp_revops, last, BEGUN);
  await force("UPDATE reason_owners SET since = $1", [at("2027-05-25")]);
  expect(await stepOn("2027-06-01", "owners")).toMatchObject({ doneOn: "2027-05-25", detail: "5 of 5" });
  await force("UPDATE users SET active = false WHERE id = $1", [people.head_demand_gen.id]);
  expect(await stepOn("2027-06-20", "owners")).toMatchObject({ doneOn: "2027-05-25", late: 0, detail: "4 of 5" });
});

test("the first frozen Monday and its closed review", async () => {
  expect((await stepOn("2027-06-08", "monday")).doneOn).toBeNull();
  await freezeMonday(database().prisma, BASELINE);
  expect((await stepOn("2027-06-08", "monday")).doneOn).toBe(BASELINE);
  const { cro, cmo, vp_revops, head_demand_gen, head_sdr } = people;
  const seats = [cro, cmo, vp_revops, head_demand_gen, head_sdr].map(({ id }) => id);
  await force(
    `INSERT INTO reviews (as_of, held_on, opened_at, opened_by_id, cro_id, cmo_id, vp_revops_id, head_demand_gen_id, head_sdr_id)
     VALUES ($1::date, $1::date + 1, $2, $3, $3, $4, $5, $6, $7)`,
    [BASELINE, at("2027-06-08"), ...seats],
  );
  expect((await stepOn("2027-06-20", "first_review")).doneOn).toBeNull();
  await force(
    `UPDATE reviews SET started_at = $1, closed_at = $1, closed_by_id = cro_id, closed_decision_id = 1, candidates = '[]'`,
    [at("2027-06-08")],
  );
  expect(await stepOn("2027-06-20", "first_review")).toMatchObject({ doneOn: "2027-06-08", late: 11 });
  expect((await stepOn("2027-06-20", "reviews")).detail).toBe("1 of 1 week");
  expect((await stepOn("2027-06-21", "reviews")).detail).toBe("1 of 2 weeks");
});

test("the watch, its fix, the fallen number, the thank-you; a watch that was given up is followed no longer", async () => {
  const other = await chooseWatch(people.cmo, { reason: "bad_data" }, at("2027-06-14"));
  expect((await stepOn("2027-06-16", "watch")).doneOn).toBe("2027-06-14");
  await endWatch(people.cmo, { watch: other, why: "another hurts more" }, at("2027-06-15"));
  const watch = await chooseWatch(people.cro, { reason: "out_of_icp" }, at("2027-06-16"));
  expect((await stepOn("2027-06-16", "watch")).doneOn).toBe("2027-06-16");

  const fix = `INSERT INTO fixes (reason, owner_id, action, opened_on, due_on, closed_on, closed_by_id, evidence)
    VALUES ($1, $2, 'Cut the list.', $3::date, $3::date + 30, $4::date, CASE WHEN $4::date IS NOT NULL THEN $2::bigint END, CASE WHEN $4::date IS NOT NULL THEN 'cut' END)`;
  await force("DELETE FROM fixes");
  await force(fix, ["out_of_icp", people.head_sdr.id, "2027-05-20", "2027-06-01"]);
  await force(fix, ["no_intent", people.head_sdr.id, "2027-06-16", null]);
  expect((await stepOn("2027-07-06", "fix")).doneOn).toBeNull();
  await force(fix, ["out_of_icp", people.head_sdr.id, "2027-06-10", null]);
  expect(await stepOn("2027-07-06", "fix")).toMatchObject({ doneOn: "2027-06-16", detail: people.head_sdr.name });

  await freezeMonday(database().prisma, STILL);
  expect((await stepOn("2027-07-04", "moved")).doneOn).toBeNull();
  await freezeMonday(database().prisma, FALLEN);
  expect((await stepOn("2027-07-04", "moved")).doneOn).toBeNull();
  expect(await stepOn("2027-07-06", "moved")).toMatchObject({ doneOn: FALLEN, late: 0 });
  expect((await stepOn("2027-07-06", "thanks")).doneOn).toBeNull();
  await giveThanks(people.cro, { watch, text: "Thank you.", asOf: FALLEN }, at("2027-07-06"));
  await chooseWatch(people.cro, { reason: "bad_data" }, at("2027-07-06"));
  expect(await stepOn("2027-07-07", "thanks")).toMatchObject({ doneOn: "2027-07-06", late: 0 });
  expect((await stepOn("2027-07-07", "moved")).doneOn).toBe(FALLEN);
  // A Monday that was caught up: nobody knew its number before. In New York it is still Wednesday.
  await force("UPDATE snapshots SET taken_at = '2027-07-08T03:00:00Z' WHERE as_of = $1", [FALLEN]);
  expect((await stepOn("2027-07-08", "moved")).doneOn).toBe("2027-07-07");
});
