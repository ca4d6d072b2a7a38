import { beforeAll, describe, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { fetchStanding, rowsOf } from "@/lib/data/agreement-versions";
import { editedAgreement } from "@/lib/data/agreements";
import { readDispute, readDisputes } from "@/lib/data/disputes";
import type { DefinitionKey } from "@/lib/domain/definition";
import { ROLES, type Role } from "@/lib/domain/roles";
import { propose } from "@/lib/services/agreement/propose";
import { resolve } from "@/lib/services/dispute-picks";
import { raise, statePosition, withdraw } from "@/lib/services/disputes";
import { processDatabase } from "@/tests/support/process-database";
import { auditTail, expectRefused, signedInPeople } from "@/tests/support/settings";

const NOW = new Date("2027-07-05T16:00:00Z");
const database = processDatabase();
let people: Record<Role, Person>;

beforeAll(async () => {
  people = await signedInPeople(database().pool);
});

const refused = (write: () => Promise<unknown>, refusal: object) => expectRefused(database().pool, write, refusal);
const US = { countries: ["US"] };
const WIDE = { countries: ["US", "DACH", "ANZ"] };
const start = (value: unknown = US, field: DefinitionKey = "geography", actor = people.cro, now = NOW) =>
  raise(actor, { field, value, reason: "We close there." }, now);
const reply = (dispute: bigint, value: unknown = WIDE, actor = people.cmo) =>
  statePosition(actor, { dispute, value: () => value, reason: "Demand is there." }, NOW);
const seenOf = async (id: bigint) => (await readDispute(people.ceo, String(id)))?.seen ?? 0n;
const pick = async (dispute: bigint, side = "cmo", actor = people.ceo, now = NOW) =>
  resolve(actor, { dispute, side, reason: "We grow where demand is.", seen: await seenOf(dispute) }, now);
const geography = async () => (await editedAgreement(database().prisma)).definition.geography;
const standing = () => fetchStanding(rowsOf(database().prisma));

describe("a dispute from the first position to the pick", () => {
  let id: bigint;
  beforeAll(async () => {
    id = await start();
  });

  test("both positions are stored with their words and reasons", async () => {
    await refused(() => pick(id), { code: "POSITION_MISSING", status: 409 });
    await reply(id);
    const page = await readDispute(people.bdr, String(id));
    expect(page?.dispute).toMatchObject({
      field: "geography",
      raisedBy: "cro",
      positions: {
        cro: { name: people.cro.name, value: US, reason: "We close there." },
        cmo: { name: people.cmo.name, value: WIDE, reason: "Demand is there." },
      },
      resolution: null,
    });
    expect(await auditTail(database().pool)).toMatchObject({
      action: "dispute.state",
      object: `dispute:${id}`,
      after: { cmo: expect.stringContaining("DACH"), reason: "Demand is there." },
    });
  });

  test("a second one about the same field is refused, one about another is not", async () => {
    await refused(() => start(), { code: "DISPUTE_OPEN", field: "field", details: { dispute: String(id) } });
    await withdraw(people.cro, await start({ days: 60 }, "time_decay"), NOW);
  });

  test.each(ROLES.filter((role) => role !== "ceo"))("%s cannot pick", async (role) => {
    const before = await database().prisma.denial.count({ where: { code: "CEO_ICP_ONLY" } });
    await refused(() => pick(id, "cro", people[role]), { code: "CEO_ICP_ONLY", status: 403 });
    expect(await database().prisma.denial.count({ where: { code: "CEO_ICP_ONLY" } })).toBe(before + 1);
  });

  test("refused, and no table changes: no pick, no reason, a position that changed meanwhile", async () => {
    await refused(() => pick(id, ""), { code: "PICK_REQUIRED", field: "side" });
    await refused(() => pick(id, "cfo"), { code: "PICK_REQUIRED", field: "side" });
    const seen = await seenOf(id);
    const mute = () => resolve(people.ceo, { dispute: id, side: "cro", reason: " ", seen }, NOW);
    await refused(mute, { code: "POSITION_REASON_REQUIRED", field: "reason" });
    await reply(id, { countries: ["US", "DACH"] });
    const late = () => resolve(people.ceo, { dispute: id, side: "cmo", reason: "Growth.", seen }, NOW);
    await refused(late, { code: "CONFLICT", details: { by: people.cmo.name } });
    await reply(id);
  });

  test("the CEO picks: the draft takes it, and the field is closed for 12 months", async () => {
    expect((await standing()).open).toBeNull();
    await pick(id);
    const { judging, open } = await standing();
    expect(open?.status).toBe("draft");
    expect(await geography()).toEqual(WIDE);
    const judged = await database().prisma.agreement.findUniqueOrThrow({ where: { version: judging.version } });
    expect(judged.definition).not.toMatchObject({ geography: WIDE });
    const dispute = (await readDisputes(people.ae)).find((each) => each.id === id);
    expect(dispute?.resolution).toEqual({
      picked: "cmo",
      by: people.ceo.name,
      reason: "We grow where demand is.",
      at: NOW,
      version: open?.version,
      closedUntil: "2028-07-05",
    });
    expect(await auditTail(database().pool)).toMatchObject({
      action: "dispute.resolve",
      after: { field: "Geography", picked: "CMO", version: open?.version },
    });
  });

  test("until the day 12 months later nobody disputes the field again", async () => {
    const closed = { code: "ICP_CLOSED_UNTIL", status: 409, details: { closed_until: "2028-07-05" } };
    await refused(() => start(US, "geography", people.cmo, new Date("2027-07-06T16:00:00Z")), closed);
    // 3 a.m. UTC is still the day before in New York.
    await refused(() => start(US, "geography", people.cmo, new Date("2028-07-05T03:00:00Z")), closed);
    await withdraw(people.cmo, await start(US, "geography", people.cmo, new Date("2028-07-05T05:00:00Z")), NOW);
  });

  test("it stays as it is: no position, no second pick, no withdrawal, not even in SQL as the app", async () => {
    const over = { code: "DISPUTE_CLOSED", status: 409 };
    await refused(() => reply(id, US), over);
    await refused(() => pick(id, "cro"), over);
    await refused(() => withdraw(people.cro, id, NOW), over);
    const { pool } = database();
    for (const change of ["reason = 'other'", "picked = 'cro'", "resolved_at = NULL", "closed_until = '2027-01-01'"]) {
      await expect(pool.query(`UPDATE disputes SET ${change} WHERE id = $1`, [id])).rejects.toMatchObject({
        code: "AC002",
      });
    }
    const restate = pool.query("UPDATE dispute_positions SET reason = 'other' WHERE dispute_id = $1", [id]);
    await expect(restate).rejects.toMatchObject({ code: "AC002" });
    await expect(pool.query("DELETE FROM dispute_positions")).rejects.toMatchObject({ code: "42501" });
    await expect(pool.query("DELETE FROM disputes")).rejects.toMatchObject({ code: "42501" });
  });
});

test("a pick voids what was signed of a proposal; one that says so already leaves it", async () => {
  const { pool } = database();
  const version = (await standing()).open?.version ?? 0;
  await propose(people.vp_revops, { version, effectiveFrom: "" }, NOW);
  await pool.query(
    "INSERT INTO agreement_signatures (agreement_version, user_id, role, content_hash, proof) SELECT version, $1, 'cro', content_hash, 'password' FROM agreements WHERE version = $2",
    [people.cro.id, version],
  );
  const { definition } = await editedAgreement(database().prisma);
  const same = await start(definition.industries, "industries");
  await reply(same, { naics: ["5112"] });
  await pick(same, "cro");
  expect((await standing()).open).toMatchObject({ status: "proposed", signatures: [{ role: "cro" }] });
  expect((await readDispute(people.cro, String(same)))?.dispute.resolution?.version).toBe(version);

  const other = await start({ days: 30 }, "time_decay");
  await reply(other, { days: 60 });
  await pick(other, "cro");
  expect((await standing()).open).toMatchObject({ version, status: "draft", signatures: [] });
  expect((await editedAgreement(database().prisma)).definition.time_decay).toEqual({ days: 30 });
});

describe("refused, and no table changes:", () => {
  test.each(ROLES.filter((role) => role !== "cro" && role !== "cmo"))("%s has no position", async (role) => {
    await refused(() => start({ levels: ["VP"], functions: [] }, "titles", people[role]), { code: "FORBIDDEN" });
  });

  test("what is wrong with a value, by its place; no reason", async () => {
    await refused(() => start({ levels: ["(VP)+"], functions: [] }, "titles"), {
      code: "BAD_PATTERN",
      field: "titles.levels.0",
    });
    const mute = () =>
      raise(people.cro, { field: "titles", value: { levels: ["VP"], functions: [] }, reason: "😀" }, NOW);
    await refused(mute, { code: "POSITION_REASON_REQUIRED", field: "reason" });
  });

  test("the same as the other side, the same again, a dispute that is not there", async () => {
    const id = await start({ any_of: ["Salesforce", "HubSpot"] }, "tech_stack");
    await refused(() => reply(id, { any_of: ["hubspot", "Salesforce"] }), { code: "POSITIONS_AGREE" });
    const again = () =>
      statePosition(
        people.cro,
        { dispute: id, value: () => ({ any_of: ["Salesforce", "HubSpot"] }), reason: "We close there." },
        NOW,
      );
    await refused(again, { code: "UNCHANGED" });
    await refused(() => reply(999_999n), { code: "NOT_FOUND" });
    await refused(() => pick(999_999n), { code: "NOT_FOUND" });
    await refused(() => withdraw(people.cmo, id, NOW), { code: "FORBIDDEN" });
    await withdraw(people.cro, id, NOW);
    expect((await readDispute(people.cro, String(id)))?.dispute.withdrawnAt).toEqual(NOW);
    await refused(() => reply(id, { any_of: ["HubSpot"] }), { code: "DISPUTE_CLOSED" });
    await withdraw(people.cmo, await start({ any_of: ["HubSpot"] }, "tech_stack", people.cmo), NOW);
  });

  test("addresses that name no dispute; a CFO", async () => {
    for (const id of ["0", "x", "999999", "1e3", "99999999999999999999"]) {
      expect(await readDispute(people.cro, id)).toBeNull();
    }
    await expect(readDispute(people.cfo, "1")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(readDisputes(people.cfo)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("the database itself", () => {
  test("takes positions of the two sides alone, by people of that role, and a pick by a CEO of two positions", async () => {
    const { pool } = database();
    const id = await start({ levels: ["VP"], functions: [] }, "titles");
    const insert =
      "INSERT INTO dispute_positions (dispute_id, side, user_id, value, reason) VALUES ($1, $2, $3, '{}', 'why')";
    await expect(pool.query(insert, [id, "ceo", people.ceo.id])).rejects.toMatchObject({ code: "23514" });
    await expect(pool.query(insert, [id, "cmo", people.cfo.id])).rejects.toMatchObject({ code: "AC002" });
    await expect(pool.query(insert, [id, "cro", people.cro.id])).rejects.toMatchObject({ code: "23505" });
    const update = (by: bigint) =>
      pool.query(
        "UPDATE disputes SET resolved_at = $2, resolved_by_id = $3, picked = 'cro', reason = 'why', agreement_version = 1 WHERE id = $1",
        [id, NOW, by],
      );
    await expect(update(people.ceo.id)).rejects.toMatchObject({ message: expect.stringContaining("POSITION_MISSING") });
    await reply(id, { levels: ["Director"], functions: [] });
    await expect(update(people.cfo.id)).rejects.toMatchObject({ message: expect.stringContaining("CEO_ICP_ONLY") });
    await expect(pool.query("INSERT INTO disputes (field, raised_by) VALUES ('titles', 'cmo')")).rejects.toMatchObject({
      code: "23505",
    });
    const early =
      "INSERT INTO disputes (field, raised_by, opened_at) VALUES ('geography', 'cmo', '2028-07-05T03:00:00Z')";
    await expect(pool.query(early)).rejects.toMatchObject({ message: expect.stringContaining("ICP_CLOSED_UNTIL") });
  });
});

test("of two picks at the same moment one counts", async () => {
  const id = await start({ min_employees: 100, min_revenue: null }, "firmographic");
  await reply(id, { min_employees: 20, min_revenue: null });
  const outcomes = await Promise.allSettled([pick(id, "cro"), pick(id, "cmo")]);
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const outcome of outcomes) {
    if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "DISPUTE_CLOSED" });
  }
});
