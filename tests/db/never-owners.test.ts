import { beforeAll, describe, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { fetchFixes } from "@/lib/data/fixes";
import { readStackForm } from "@/lib/data/stack";
import type { Role } from "@/lib/domain/roles";
import { handOverFix } from "@/lib/services/fix-work";
import { openFixIn } from "@/lib/services/fixes";
import { changeRole, createPerson } from "@/lib/services/people";
import { prismaTx } from "@/lib/services/sql";
import { setToolActive } from "@/lib/services/stack";
import { addPerson } from "@/tests/support/actors";
import { handedOver } from "@/tests/support/cycles";
import { ingest } from "@/tests/support/ingest";
import { writtenMeanwhile } from "@/tests/support/locks";
import { processDatabase } from "@/tests/support/process-database";
import { expectRefused, signedInPeople } from "@/tests/support/settings";

const database = processDatabase();
let people: Record<Role, Person>;

beforeAll(async () => {
  people = await signedInPeople(database().pool);
});

describe("who becomes CFO or CEO owns nothing", () => {
  const owner = async (tag: string) => (await addPerson(database().pool, "bdr", { tag })).id;
  const own = (userId: bigint) => database().prisma.reasonOwner.create({ data: { reason: "bad_data", userId } });

  test.each(["cfo", "ceo"] as const)("%s: refused with all that must be given up first, and by whom", async (role) => {
    const id = await owner(`owner-${role}`);
    const email = `bdr-owner-${role}@accord.test`;
    const { id: tenure } = await own(id);
    await database().pool.query(
      `INSERT INTO stack_tools (layer, name, vendor, yearly_cost, currency, renews_on, owner_id)
       VALUES ('crm', 'Larkscore', 'Lark', 1, 'USD', '2099-01-01', $1)`,
      [id],
    );
    await handedOver(database().pool, { assigned_to: email }, { assigned_to: email });
    await expectRefused(database().pool, () => changeRole(people.admin, id, role), {
      code: "STILL_OWNER",
      status: 409,
      field: "role",
      message: `A ${role.toUpperCase()} account can own nothing, and Test bdr owner-${role} owns the reason Bad data, the tool Larkscore and 2 open leads. First let VP RevOps name another owner and let the head of SDR give the leads to somebody else, then change the role.`,
      details: { reasons: ["bad_data"], tools: ["Larkscore"], fixes: 0, leads: 2 },
    });
    await database().prisma.reasonOwner.update({ where: { id: tenure }, data: { until: new Date() } });
    await database().pool.query("UPDATE stack_tools SET active = false WHERE owner_id = $1", [id]);
    await expect(changeRole(people.admin, id, role)).rejects.toMatchObject({
      details: { reasons: [], tools: [], fixes: 0, leads: 2 },
    });
    await database().pool.query("UPDATE cycles SET assigned_id = NULL WHERE assigned_id = $1", [id]);
    await changeRole(people.admin, id, role);
    expect((await database().prisma.user.findUniqueOrThrow({ where: { id } })).role).toBe(role);
  });

  test("the database itself names no such owner, and changes no role of one", async () => {
    const id = await owner("guarded");
    const { id: tenure } = await own(id);
    const refusal = (code: string) => ({ code: "AC002", message: expect.stringContaining(code) });
    for (const role of ["cfo", "ceo"] as const) {
      const change = "UPDATE users SET role = $2::user_role WHERE id = $1";
      await expect(database().pool.query(change, [id, role])).rejects.toMatchObject(refusal("STILL_OWNER"));
      const forbidden = people[role].id;
      const name = "INSERT INTO reason_owners (reason, user_id) VALUES ('no_intent', $1)";
      await expect(database().pool.query(name, [forbidden])).rejects.toMatchObject(refusal("OWNER_NOT_PERSON"));
      const hand = "UPDATE reason_owners SET user_id = $2 WHERE id = $1";
      await expect(database().pool.query(hand, [tenure, forbidden])).rejects.toMatchObject(refusal("OWNER_NOT_PERSON"));
    }
    await database().prisma.reasonOwner.update({ where: { id: tenure }, data: { until: new Date() } });
    const tool = `INSERT INTO stack_tools (layer, name, vendor, yearly_cost, currency, renews_on, owner_id)
      VALUES ('warehouse', 'Larkhouse', 'Lark', 1, 'USD', '2099-01-01', $1) RETURNING id`;
    await expect(database().pool.query(tool, [people.ceo.id])).rejects.toMatchObject(refusal("OWNER_NOT_PERSON"));
    await database().pool.query(tool, [id]);
    const change = "UPDATE users SET role = 'ceo' WHERE id = $1";
    await expect(database().pool.query(change, [id])).rejects.toMatchObject(refusal("STILL_OWNER"));
    await database().pool.query("UPDATE stack_tools SET owner_id = $2 WHERE owner_id = $1", [id, people.vp_revops.id]);
    await database().pool.query(change, [id]);
  });

  test("an open fix is handed over or closed first; the database says so too", async () => {
    const id = await owner("fixer");
    const fix = { reason: "no_intent" as const, sourceCode: null, ownerId: id, action: null, openedOn: "2027-07-05" };
    const opened = await database().prisma.$transaction((client) => openFixIn(prismaTx(client), fix));
    await expectRefused(database().pool, () => changeRole(people.admin, id, "cfo"), {
      code: "STILL_OWNER",
      message:
        "A CFO account can own nothing, and Test bdr fixer owns 1 open fix. First hand the fixes over or close them, then change the role.",
    });
    await expect(database().pool.query("UPDATE users SET role = 'cfo' WHERE id = $1", [id])).rejects.toMatchObject({
      code: "AC002",
    });
    const seen = (await fetchFixes()).find((each) => each.id === opened)?.seen ?? 0n;
    await handOverFix(people.vp_revops, { id: opened, seen, ownerId: people.ae.id }, new Date("2027-07-06T15:00:00Z"));
    await changeRole(people.admin, id, "cfo");
  });

  test("a tool out of use comes back only with an owner who may own it", async () => {
    const id = await owner("retired");
    const { rows } = await database().pool.query<{ id: string }>(
      `INSERT INTO stack_tools (layer, name, vendor, yearly_cost, currency, renews_on, owner_id, active)
       VALUES ('crm', 'Larkbase', 'Lark', 1, 'USD', '2099-01-01', $1, false) RETURNING id`,
      [id],
    );
    const tool = BigInt(rows[0]?.id ?? 0);
    await changeRole(people.admin, id, "cfo");
    const seen = async () => (await readStackForm(people.vp_revops)).seen;
    await expectRefused(
      database().pool,
      async () => setToolActive(people.vp_revops, { id: tool, active: true, seen: await seen() }),
      { code: "OWNER_NOT_PERSON", message: expect.stringContaining("Name another owner of Larkbase first") },
    );
    const use = "UPDATE stack_tools SET active = true WHERE id = $1";
    await expect(database().pool.query(use, [tool])).rejects.toMatchObject({
      code: "AC002",
      message: expect.stringContaining("OWNER_NOT_PERSON"),
    });
    await database().pool.query("UPDATE stack_tools SET owner_id = $2 WHERE id = $1", [tool, people.vp_revops.id]);
    await setToolActive(people.vp_revops, { id: tool, active: true, seen: await seen() });
  });

  test("of a role change and a naming at once, one waits for the other and is refused", async () => {
    const id = await owner("race");
    const naming = "INSERT INTO reason_owners (reason, user_id) VALUES ('wrong_persona', $1)";
    const result = await writtenMeanwhile(
      database().pool,
      (holder) => holder.query(naming, [id]),
      () => changeRole(people.admin, id, "cfo"),
    );
    expect(result).toMatchObject({ reason: { code: "STILL_OWNER", details: { reasons: ["wrong_persona"] } } });
  });

  test("a file that assigns leads to a CFO or CEO leaves them to everybody", async () => {
    const { pool } = database();
    const [open = 0n] = await handedOver(pool, { external_id: "to-cfo", assigned_to: people.cfo.email });
    const cycle = () => database().prisma.cycle.findUniqueOrThrow({ where: { id: open } });
    expect(await cycle()).toMatchObject({ assignedId: null });
    const assign = async (to: string) =>
      expect(
        await ingest(pool, {
          leads: [{ external_id: "to-cfo", source: "webinar", created_at: "2027-06-01", assigned_to: to }],
        }),
      ).toEqual([]);
    await assign(people.bdr.email);
    expect(await cycle()).toMatchObject({ assignedId: people.bdr.id });
    await assign(people.ceo.email);
    expect(await cycle()).toMatchObject({ assignedId: people.bdr.id });
    const email = "new.cfo@example.com";
    const [waiting = 0n] = await handedOver(pool, { external_id: "waits", assigned_to: email });
    await createPerson(people.admin, { email, name: "New Cfo", role: "cfo", passwordHash: null });
    expect(await database().prisma.cycle.findUniqueOrThrow({ where: { id: waiting } })).toMatchObject({
      assignedId: null,
    });
  });
});
