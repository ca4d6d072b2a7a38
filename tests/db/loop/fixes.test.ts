import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { fetchFixes, readFixes } from "@/lib/data/fixes";
import type { Reason } from "@/lib/domain/reasons";
import type { Role } from "@/lib/domain/roles";
import { closeFix, handOverFix, writeFixAction } from "@/lib/services/fix-work";
import { openFix } from "@/lib/services/fixes";
import { settingsTransaction } from "@/lib/services/settings";
import { ownerShares } from "@/lib/view/loop/fixes";
import { Prisma } from "@/prisma/generated/client";
import { addPerson } from "@/tests/support/actors";
import { clearLoop, fixOf, ownReason, seenFix } from "@/tests/support/fixes";
import { freezeMonday } from "@/tests/support/loop";
import { processDatabase } from "@/tests/support/process-database";
import { auditTail, expectRefused, signedInPeople } from "@/tests/support/settings";

const database = processDatabase();
const MONDAY = "2027-07-05";
const NOW = new Date("2027-07-06T15:00:00Z");
let people: Record<Role, Person>;

beforeAll(async () => {
  people = await signedInPeople(database().pool);
});
beforeEach(() => clearLoop(database().url));

const input = (changes: object = {}) => ({
  reason: "bad_data" as Reason,
  source: "",
  ownerId: people.partner_manager.id as bigint | null,
  action: "Verify addresses at the form",
  ...changes,
});
const open = (changes: object = {}, actor = people.vp_revops, now = NOW) => openFix(actor, input(changes), now);

describe("opening", () => {
  test("has a reason, a source, one person, the action in words, and is due 30 days on", async () => {
    const id = await open({ source: "webinar", action: "  Verify\n addresses " });
    expect(await fixOf(id)).toMatchObject({
      reason: "bad_data",
      source: "webinar",
      owner: { id: people.partner_manager.id, name: people.partner_manager.name, active: true },
      action: "Verify addresses",
      openedOn: "2027-07-06",
      dueOn: "2027-08-05",
      snapshotAsOf: null,
      closed: null,
    });
    expect(await auditTail(database().pool)).toMatchObject({
      action: "fix.open",
      object: `fix:${id}`,
      after: {
        reason: "bad_data",
        source: "webinar",
        owner: people.partner_manager.name,
        action: "Verify addresses",
        due: "2027-08-05",
      },
    });
  });

  test("opens on the calendar date of the organisation", async () => {
    expect(await fixOf(await open({}, people.vp_revops, new Date("2027-07-07T03:00:00Z")))).toMatchObject({
      openedOn: "2027-07-06",
    });
  });

  test("one open fix per reason and source; another source or reason may have its own", async () => {
    await open();
    await expectRefused(database().pool, () => open({ ownerId: people.cmo.id }), {
      code: "ISSUE_OPEN",
      status: 409,
      message: expect.stringContaining(people.partner_manager.name),
    });
    await open({ source: "webinar" });
    await expectRefused(database().pool, () => open({ source: "webinar" }), {
      code: "ISSUE_OPEN",
      message: expect.stringContaining("for the source Webinar is open already"),
    });
    await open({ reason: "no_intent" });
    expect(await fetchFixes()).toHaveLength(3);
  });

  test("what a guard of the database refuses is said in words that fit the loop", async () => {
    const id = await open();
    const change = settingsTransaction((tx) =>
      tx.rows(Prisma.sql`UPDATE fixes SET opened_on = opened_on - 1 WHERE id = ${id}`),
    );
    await expect(change).rejects.toMatchObject({
      code: "FIX_CLOSED",
      status: 409,
      message:
        "Nothing was saved: what a fix is about, and since when, stays as it is. Reload the page to see where things stand.",
    });
  });

  test("of two people who open the same one, one opens it", async () => {
    const results = await Promise.allSettled([open(), open({}, people.cmo), open({}, people.head_sdr)]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const result of results)
      if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "ISSUE_OPEN" });
    expect(await fetchFixes()).toHaveLength(1);
  });

  test("refuses nobody, a group, a CFO, the CEO and a closed account", async () => {
    const left = await addPerson(database().pool, "bdr", { tag: "left" });
    await database().pool.query("UPDATE users SET active = false WHERE id = $1", [left.id]);
    const team = await database().prisma.user.create({
      data: { name: "SDR team", email: "sdr.team@x.example", role: "bdr" },
    });
    for (const ownerId of [null, 999_999n, left.id, team.id, people.cfo.id, people.ceo.id]) {
      await expectRefused(database().pool, () => open({ ownerId }), { code: "OWNER_NOT_PERSON", field: "owner" });
    }
  });

  test.each([
    [{ action: " " }, { code: "FIX_ACTION_MISSING", field: "action" }],
    [{ action: "x".repeat(501) }, { code: "TEXT_TOO_LONG", field: "action" }],
    [{ source: "nowhere" }, { code: "SOURCE_UNKNOWN", field: "source" }],
  ])("refuses %j", async (changes, refusal) => {
    await expectRefused(database().pool, () => open(changes), refusal);
  });

  test.each(["cro", "bdr", "ae", "partner_manager", "ceo", "cfo", "admin"] as const)(
    "is not for the %s",
    async (role) => {
      await expectRefused(database().pool, () => open({}, people[role]), { code: "FORBIDDEN" });
    },
  );
});

describe("working on a fix", () => {
  test("its owner writes the action, hands it over and closes it with evidence", async () => {
    const id = await open();
    await writeFixAction(people.partner_manager, { ...(await seenFix(id)), action: "Ask for the phone number" });
    await handOverFix(people.partner_manager, { ...(await seenFix(id)), ownerId: people.ae.id }, NOW);
    await expect(
      writeFixAction(people.partner_manager, { ...(await seenFix(id)), action: "Mine again" }),
    ).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: expect.stringContaining(people.ae.name),
    });
    await closeFix(
      people.ae,
      { ...(await seenFix(id)), evidence: "31 of 400 bounced, now 4 of 380" },
      new Date("2027-08-04T15:00:00Z"),
    );
    expect(await fixOf(id)).toMatchObject({
      action: "Ask for the phone number",
      owner: { name: people.ae.name },
      closed: { on: "2027-08-04", by: people.ae.name, evidence: "31 of 400 bounced, now 4 of 380" },
    });
    const entries = await database().prisma.auditEntry.findMany({
      where: { object: `fix:${id}` },
      orderBy: { seq: "asc" },
    });
    expect(entries.map(({ action }) => action)).toEqual(["fix.open", "fix.write", "fix.hand_over", "fix.close"]);
    expect(entries[2]).toMatchObject({
      before: { owner: people.partner_manager.name },
      after: { owner: people.ae.name },
    });
  });

  test("who may open fixes may work on any; others only on their own", async () => {
    const id = await open();
    await writeFixAction(people.head_demand_gen, { ...(await seenFix(id)), action: "Another form" });
    for (const role of ["cro", "ae", "admin"] as const) {
      const write = async () => writeFixAction(people[role], { ...(await seenFix(id)), action: "Not mine" });
      await expectRefused(database().pool, write, { code: "FORBIDDEN", status: 403 });
    }
    for (const role of ["ceo", "cfo"] as const) {
      const close = async () => closeFix(people[role], { ...(await seenFix(id)), evidence: "Works" }, NOW);
      await expectRefused(database().pool, close, { code: "FORBIDDEN" });
    }
  });

  test("is not closed without an action or evidence, nor twice", async () => {
    await ownReason(people.vp_revops, "bad_data", people.partner_manager.id);
    await freezeMonday(database().prisma, MONDAY, { reasons: { bad_data: 9 } });
    const [fix] = await fetchFixes();
    const id = fix?.id ?? 0n;
    const close = async (evidence: string) =>
      closeFix(people.partner_manager, { ...(await seenFix(id)), evidence }, NOW);
    await expectRefused(database().pool, () => close("It works"), { code: "FIX_ACTION_MISSING", field: "action" });
    await writeFixAction(people.partner_manager, { ...(await seenFix(id)), action: "Verify addresses" });
    await expectRefused(database().pool, () => close(" "), { code: "FIX_EVIDENCE_MISSING", field: "evidence" });
    await close("It works");
    await expectRefused(database().pool, () => close("It works twice"), { code: "FIX_CLOSED", status: 409 });
    await expect(
      database().pool.query("UPDATE fixes SET evidence = 'other' WHERE id = $1", [id]),
    ).rejects.toMatchObject({ code: "AC002" });
  });

  test("refuses a change of what somebody else has changed meanwhile, and says who", async () => {
    const id = await open();
    const opened = await seenFix(id);
    const results = await Promise.allSettled([
      writeFixAction(people.partner_manager, { ...opened, action: "First words" }),
      writeFixAction(people.cmo, { ...opened, action: "Second words" }),
    ]);
    const [refused] = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(refused).toMatchObject({ code: "CONFLICT" });
  });

  test("nothing new is nothing saved; an unknown fix is none", async () => {
    const id = await open();
    const same = async () =>
      writeFixAction(people.partner_manager, { ...(await seenFix(id)), action: "Verify addresses at the form" });
    await expectRefused(database().pool, same, { code: "UNCHANGED" });
    await expectRefused(
      database().pool,
      () => closeFix(people.cmo, { id: 999_999n, seen: 0n, evidence: "Works" }, NOW),
      { code: "NOT_FOUND" },
    );
  });

  test("a miss stays with who had it before its due day, on the page and in the export", async () => {
    const id = await open();
    await handOverFix(people.partner_manager, { ...(await seenFix(id)), ownerId: people.ae.id }, NOW);
    await handOverFix(people.ae, { ...(await seenFix(id)), ownerId: people.cmo.id }, new Date("2027-08-05T15:00:00Z"));
    const [fix] = await fetchFixes();
    expect(fix).toMatchObject({ owner: { id: people.cmo.id }, countsFor: { id: people.ae.id, active: true } });
    expect(ownerShares(await fetchFixes(), "2027-08-06")).toEqual([
      { key: String(people.ae.id), owner: { words: people.ae.name, flag: null }, share: "0 %", counts: "0 of 1" },
    ]);
  });

  test("a closed account is still named, and flagged", async () => {
    const leaver = await addPerson(database().pool, "bdr", { tag: "leaver" });
    const id = await open({ ownerId: leaver.id });
    await database().pool.query("UPDATE users SET active = false WHERE id = $1", [leaver.id]);
    expect((await fixOf(id)).owner).toEqual({ id: leaver.id, name: leaver.name, active: false });
  });

  test("is not to be read by the CFO", async () => {
    await expect(readFixes(people.cfo)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
