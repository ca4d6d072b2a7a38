import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { fetchFixes } from "@/lib/data/fixes";
import { addDays } from "@/lib/domain/dates";
import { REASONS, type Reason } from "@/lib/domain/reasons";
import type { Role } from "@/lib/domain/roles";
import { closeFix, writeFixAction } from "@/lib/services/fix-work";
import { openFix } from "@/lib/services/fixes";
import { addPerson } from "@/tests/support/actors";
import { clearLoop, ownReason, seenFix } from "@/tests/support/fixes";
import { freezeMonday } from "@/tests/support/loop";
import { processDatabase } from "@/tests/support/process-database";
import { auditTail, signedInPeople } from "@/tests/support/settings";

const database = processDatabase();
const MONDAY = "2027-07-05";
const NOW = new Date("2027-07-06T15:00:00Z");
let people: Record<Role, Person>;

beforeAll(async () => {
  people = await signedInPeople(database().pool);
});
beforeEach(() => clearLoop(database().url));

const open = (changes: { reason?: Reason; source?: string; ownerId?: bigint } = {}) =>
  openFix(
    people.vp_revops,
    { reason: "bad_data", source: "", ownerId: people.ae.id, action: "Verify addresses", ...changes },
    NOW,
  );
const openReasons = async () =>
  (await fetchFixes())
    .filter(({ closed }) => !closed)
    .map(({ reason, owner, action, snapshotAsOf }) => ({ reason, owner: owner.name, action, snapshotAsOf }));

describe("a Monday's snapshot", () => {
  test("opens a fix of the top reason with its named person, who has yet to write the action", async () => {
    await ownReason(people.vp_revops, "bad_data", people.partner_manager.id);
    await ownReason(people.vp_revops, "no_intent", people.ae.id);
    await freezeMonday(database().prisma, MONDAY, { reasons: { bad_data: 9, no_intent: 4 } });
    expect(await openReasons()).toEqual([
      { reason: "bad_data", owner: people.partner_manager.name, action: null, snapshotAsOf: MONDAY },
    ]);
    expect((await fetchFixes())[0]).toMatchObject({ openedOn: MONDAY, dueOn: "2027-08-04" });
    expect(await auditTail(database().pool)).toMatchObject({
      action: "fix.open",
      actor: "system:test",
      after: { owner: people.partner_manager.name },
    });
  });

  test("that is caught up with later opens it on that day, not late", async () => {
    await ownReason(people.vp_revops, "bad_data", people.partner_manager.id);
    // Late in the evening of the 20th of August in Chicago.
    const now = new Date("2027-08-21T03:00:00Z");
    await freezeMonday(database().prisma, MONDAY, { reasons: { bad_data: 9 } }, now);
    expect(await fetchFixes()).toMatchObject([{ openedOn: "2027-08-20", dueOn: "2027-09-19", snapshotAsOf: MONDAY }]);
  });

  test("opens three when the rejection cap is breached, and none twice", async () => {
    for (const reason of REASONS) await ownReason(people.vp_revops, reason, people.partner_manager.id);
    const reasons = { bad_data: 300, no_intent: 200, out_of_icp: 100, wrong_persona: 50 };
    await open({ reason: "no_intent", source: "webinar" });
    await freezeMonday(database().prisma, MONDAY, { reasons });
    expect(new Set((await openReasons()).map(({ reason }) => reason))).toEqual(
      new Set(["out_of_icp", "no_intent", "bad_data"]),
    );
    await freezeMonday(database().prisma, addDays(MONDAY, 7), { reasons });
    expect(await fetchFixes()).toHaveLength(3);
  });

  test("opens another one after the last was closed, while the reason ranks first", async () => {
    await ownReason(people.vp_revops, "bad_data", people.partner_manager.id);
    const id = await open();
    await closeFix(people.ae, { ...(await seenFix(id)), evidence: "It works" }, NOW);
    await freezeMonday(database().prisma, addDays(MONDAY, 7), { reasons: { bad_data: 9 } });
    expect(await openReasons()).toMatchObject([{ reason: "bad_data", snapshotAsOf: "2027-07-12" }]);
  });

  test("once the last was closed the next opens at once, due 30 days on, in the name of who closed", async () => {
    await ownReason(people.vp_revops, "bad_data", people.partner_manager.id);
    await freezeMonday(database().prisma, MONDAY, { reasons: { bad_data: 9 } });
    const [first] = await fetchFixes();
    const id = first?.id ?? 0n;
    await writeFixAction(people.partner_manager, { ...(await seenFix(id)), action: "Verify addresses" });
    await closeFix(people.partner_manager, { ...(await seenFix(id)), evidence: "It works" }, NOW);
    expect(await openReasons()).toEqual([
      { reason: "bad_data", owner: people.partner_manager.name, action: null, snapshotAsOf: MONDAY },
    ]);
    expect((await fetchFixes())[0]).toMatchObject({ openedOn: "2027-07-06", dueOn: "2027-08-05" });
    expect(await auditTail(database().pool)).toMatchObject({
      action: "fix.open",
      actor: people.partner_manager.email,
      after: { snapshot: MONDAY },
    });
  });

  test("closing what no Monday asks for, or one of two, opens nothing", async () => {
    await ownReason(people.vp_revops, "bad_data", people.partner_manager.id);
    await ownReason(people.vp_revops, "no_intent", people.partner_manager.id);
    await freezeMonday(database().prisma, MONDAY, { reasons: { bad_data: 9 } });
    const [other, second] = [await open({ reason: "no_intent" }), await open({ source: "webinar" })];
    for (const id of [other, second]) await closeFix(people.ae, { ...(await seenFix(id)), evidence: "It works" }, NOW);
    expect(await openReasons()).toMatchObject([{ reason: "bad_data", snapshotAsOf: MONDAY }]);
  });

  test("a reason that gets its person after the Monday was frozen gets its fix at once", async () => {
    await freezeMonday(database().prisma, MONDAY, { reasons: { bad_data: 9 } });
    await ownReason(people.vp_revops, "no_intent", people.ae.id);
    expect(await fetchFixes()).toEqual([]);
    await ownReason(people.vp_revops, "bad_data", people.partner_manager.id);
    expect(await openReasons()).toEqual([
      { reason: "bad_data", owner: people.partner_manager.name, action: null, snapshotAsOf: MONDAY },
    ]);
    expect(await auditTail(database().pool)).toMatchObject({ action: "fix.open", actor: people.vp_revops.email });
  });

  test("the fix of somebody who left goes to the person of the reason, and its due date stays", async () => {
    await ownReason(people.vp_revops, "bad_data", people.partner_manager.id);
    const leaver = await addPerson(database().pool, "bdr", { tag: "fix-left" });
    const id = await open({ source: "webinar", ownerId: leaver.id });
    await database().pool.query("UPDATE users SET active = false WHERE id = $1", [leaver.id]);
    await freezeMonday(database().prisma, "2027-07-12", { reasons: { bad_data: 9 } });
    expect(await fetchFixes()).toMatchObject([{ id, owner: { id: people.partner_manager.id }, dueOn: "2027-08-05" }]);
    expect(await auditTail(database().pool)).toMatchObject({
      action: "fix.hand_over",
      object: `fix:${id}`,
      before: { owner: leaver.name },
      after: { owner: people.partner_manager.name, snapshot: "2027-07-12" },
    });
    const { rows } = await database().pool.query('SELECT from_id::text AS "from", "on"::text FROM fix_hand_overs');
    expect(rows).toEqual([{ from: String(leaver.id), on: "2027-07-12" }]);
  });

  test("opens none where nobody active owns the reason", async () => {
    await freezeMonday(database().prisma, MONDAY, { reasons: { bad_data: 9 } });
    const leaver = await addPerson(database().pool, "bdr", { tag: "owner-left" });
    await ownReason(people.vp_revops, "no_intent", leaver.id);
    await database().pool.query("UPDATE users SET active = false WHERE id = $1", [leaver.id]);
    await freezeMonday(database().prisma, addDays(MONDAY, 7), { reasons: { no_intent: 9 } });
    expect(await fetchFixes()).toEqual([]);
  });

  test("and a person who opens the same fix at once: one of them does, and the Monday is frozen", async () => {
    await ownReason(people.vp_revops, "bad_data", people.ae.id);
    const [person, snapshot] = await Promise.allSettled([
      open(),
      freezeMonday(database().prisma, MONDAY, { reasons: { bad_data: 9 } }),
    ]);
    expect(snapshot.status).toBe("fulfilled");
    if (person.status === "rejected") expect(person.reason).toMatchObject({ code: "ISSUE_OPEN" });
    expect(await openReasons()).toHaveLength(1);
    expect(await database().prisma.snapshot.count()).toBe(1);
  });

  test("that judges nothing opens nothing", async () => {
    await ownReason(people.vp_revops, "bad_data", people.partner_manager.id);
    await freezeMonday(database().prisma, addDays(MONDAY, 7));
    await freezeMonday(database().prisma, MONDAY, { reasons: { bad_data: 9 } });
    expect(await fetchFixes()).toEqual([]);
  });
});
