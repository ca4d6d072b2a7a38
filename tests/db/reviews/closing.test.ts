import { describe, expect, test } from "vitest";
import { readRoom } from "@/lib/data/reviews";
import { openFix } from "@/lib/services/fixes";
import { startTimer } from "@/lib/services/reviews/attend";
import { processDatabase } from "@/tests/support/process-database";
import { DEFUND, HEALTHY, KILL, MONDAY, MOVED, minutes, reviewRoom, TUESDAY } from "@/tests/support/review-room";

const database = processDatabase();
const { people, open, begun, decide, close, takeBack, refused, clock } = reviewRoom(database);

describe("closing", () => {
  test("without a decision, or before the start, is refused", async () => {
    await open();
    await refused(() => close(people().cro), { code: "REVIEW_NOT_STARTED" });
    await startTimer(people().cro, MONDAY, TUESDAY);
    await refused(() => close(people().cro), { code: "DECISION_MISSING" });
  });

  test("defunds: the clock ends on the day of closing, the queue is kept, and nothing moves any more", async () => {
    await begun();
    await decide(MOVED);
    expect(await clock(DEFUND)).toMatchObject({ state: "due" });
    await close(people().cmo, new Date("2027-07-08T14:00:00Z"));
    expect(await clock(DEFUND)).toMatchObject({ state: "defunded", on: "2027-07-08" });
    expect(await clock(KILL)).toMatchObject({ state: "due" });
    const { review, candidates } = await readRoom(people().bdr, MONDAY);
    expect(review).toMatchObject({
      closedBy: people().cmo.name,
      decision: { amount: "12000.00", toSource: "paid_search" },
    });
    expect(candidates.map(({ unit }) => unit)).toEqual([KILL, DEFUND, "reason:no_intent", HEALTHY]);
    await refused(() => close(people().cro, minutes(5)), { code: "REVIEW_CLOSED" });
    await refused(() => takeBack(people().cro, minutes(5)), { code: "REVIEW_CLOSED" });
    await refused(() => decide(), { code: "REVIEW_CLOSED" });
  });

  test("kills, and extends to the day that was chosen", async () => {
    await begun();
    await decide({ type: "kill", unit: KILL });
    await close(people().cro);
    expect(await clock(KILL)).toMatchObject({ state: "killed", on: "2027-07-06" });
  });

  test("extends; on a later day than the new due date it is refused", async () => {
    await begun();
    await decide({ type: "extend", unit: DEFUND, until: "2027-07-08" });
    await refused(() => close(people().cro, new Date("2027-07-08T14:00:00Z")), { code: "UNTIL_INVALID" });
    await close(people().cro);
    expect(await clock(DEFUND)).toMatchObject({ state: "extended", on: null, due: "2027-07-08" });
  });

  test("is refused where the decision is due by then, or its receiver was retired, and names the way out", async () => {
    await begun();
    await decide({ ...MOVED, dueOn: "2027-07-08" });
    const wayOut = expect.stringMatching(/Take the decision back and choose/);
    await refused(() => close(people().cro, new Date("2027-07-08T14:00:00Z")), {
      code: "DUE_INVALID",
      status: 409,
      message: wayOut,
    });
    const use = (active: boolean) =>
      database().pool.query("UPDATE sources SET is_active = $1 WHERE code = 'paid_search'", [active]);
    await use(false);
    await refused(() => close(people().cro), { code: "TARGET_NOT_HEALTHY", status: 409, message: wayOut });
    await use(true);
    await close(people().cro);
  });

  test("a fix of a reason opens at closing, and not before", async () => {
    await begun();
    const fixes = async () =>
      (
        await database().pool.query(
          "SELECT source_code, action, owner_id, opened_on FROM fixes WHERE source_code = 'webinar'",
        )
      ).rows;
    await decide({
      type: "fix",
      unit: "reason:no_intent",
      action: "Ask for a budget on the form.",
      fixSource: "webinar",
    });
    expect(await fixes()).toEqual([]);
    await close(people().cro);
    expect(await fixes()).toMatchObject([
      { action: "Ask for a budget on the form.", owner_id: people().head_demand_gen.id, opened_on: "2027-07-06" },
    ]);
    expect((await readRoom(people().cro, MONDAY)).review?.decision?.fixId).not.toBeNull();
  });

  test("a fix that a snapshot has opened without an action gets its action and owner", async () => {
    const { pool } = database();
    await pool.query(
      `INSERT INTO fixes (reason, owner_id, opened_on, due_on) VALUES ('no_intent', $1, '2027-07-05', '2027-08-04')
       ON CONFLICT (reason, coalesce(source_code, '')) WHERE closed_on IS NULL DO NOTHING`,
      [people().bdr.id],
    );
    const handedOver = async () => (await pool.query('SELECT from_id, "on" FROM fix_hand_overs')).rows;
    await begun();
    await decide({ type: "fix", unit: "reason:no_intent", action: "Call within the hour." });
    await close(people().cro);
    const { rows } = await pool.query(
      "SELECT action, owner_id FROM fixes WHERE source_code IS NULL AND reason = 'no_intent'",
    );
    expect(rows).toEqual([{ action: "Call within the hour.", owner_id: people().head_demand_gen.id }]);
    // Whoever had it keeps what was missed by then.
    expect(await handedOver()).toEqual([{ from_id: people().bdr.id, on: "2027-07-06" }]);
  });

  test("a fix that is worked on already is no decision", async () => {
    await database().pool.query(
      "INSERT INTO fixes (reason, owner_id, action, opened_on, due_on) VALUES ('no_intent', $1, 'Ask.', '2027-07-05', '2027-08-04')",
      [people().bdr.id],
    );
    await begun();
    const fix = { type: "fix", unit: "reason:no_intent", action: "Call." };
    await refused(() => decide(fix), {
      code: "ISSUE_OPEN",
      message: expect.stringMatching(new RegExp(people().bdr.name)),
    });
    await decide({ ...fix, fixSource: "webinar" });
  });

  test.each([
    ["was disabled", "UPDATE users SET active = false WHERE id = $1"],
    ["owns nothing by now", "UPDATE users SET role = 'cfo' WHERE id = $1"],
  ])("is refused where the owner %s since the decision, and names the way out", async (_, sql) => {
    await begun();
    await decide({ ...MOVED, owner: people().ae.id });
    await database().pool.query(sql, [people().ae.id]);
    await refused(() => close(people().cro), {
      code: "OWNER_NOT_PERSON",
      status: 409,
      message: expect.stringMatching(/Take the decision back and name another person/),
    });
  });

  test("is refused where somebody began the same fix since the decision, and names the way out", async () => {
    await begun();
    await decide({ type: "fix", unit: "reason:no_intent", action: "Call within the hour." });
    const ownerId = people().ae.id;
    await openFix(people().vp_revops, { reason: "no_intent", source: "", ownerId, action: "Ask." }, TUESDAY);
    await refused(() => close(people().cro), {
      code: "ISSUE_OPEN",
      message: expect.stringMatching(
        new RegExp(`${people().ae.name} works on .* Take the decision back and name one source`),
      ),
    });
  });

  test("a review of a week that is over lapses: read-only, without effect", async () => {
    await begun();
    await decide(MOVED);
    const later = new Date("2027-07-12T05:00:00Z");
    for (const act of [
      () => close(people().cro, later),
      () => takeBack(people().cro, later),
      () => startTimer(people().cro, MONDAY, later),
      () => decide({}, people().cro, later),
    ]) {
      await refused(act, { code: "REVIEW_LAPSED" });
    }
    // The last second of its Sunday in New York.
    await close(people().cro, new Date("2027-07-12T03:59:59Z"));
  });
});

describe("the database keeps it, whoever asks as the app:", () => {
  test("a closed review and its decision stay, and are one", async () => {
    await begun();
    await decide(MOVED);
    await close(people().cro);
    const { pool } = database();
    const before = await readRoom(people().cro, MONDAY);
    for (const sql of [
      "UPDATE reviews SET held_on = held_on + 1, moved_because = 'later'",
      "UPDATE reviews SET closed_at = NULL, closed_by_id = NULL, closed_decision_id = NULL, candidates = NULL",
      "UPDATE reviews SET candidates = '[]'",
      "UPDATE review_decisions SET type = 'watch', to_source = NULL, amount = NULL",
      "UPDATE review_decisions SET why = 'Because of something else'",
      "DELETE FROM review_decisions",
      "DELETE FROM reviews",
      "INSERT INTO review_decisions (review_id, type, unit, why, owner_id, due_on, decided_at, decided_by_id, cro_id, cmo_id) SELECT review_id, 'watch', unit, why, owner_id, due_on, decided_at, decided_by_id, cro_id, cmo_id FROM review_decisions",
    ]) {
      await expect(pool.query(sql), sql).rejects.toThrow();
    }
    expect(await readRoom(people().cro, MONDAY)).toEqual(before);
  });
});
