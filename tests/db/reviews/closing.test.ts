import { describe, expect, test } from "vitest";
import { readRoom } from "@/lib/data/reviews";
import { writeFixAction } from "@/lib/services/fix-work";
import { openFix } from "@/lib/services/fixes";
import { startTimer } from "@/lib/services/reviews/attend";
import { closeReview } from "@/lib/services/reviews/close";
import { takeBackDecision } from "@/lib/services/reviews/decide";
import { processDatabase } from "@/tests/support/process-database";
import { DEFUND, HEALTHY, KILL, MONDAY, MOVED, minutes, reviewRoom, TUESDAY } from "@/tests/support/review-room";
import { auditTail } from "@/tests/support/settings";

const database = processDatabase();
const { people, open, begun, decide, refused, clock } = reviewRoom(database);

describe("closing", () => {
  test("without a decision, or before the start, is refused", async () => {
    await open();
    await refused(() => closeReview(people().cro, MONDAY, TUESDAY), { code: "REVIEW_NOT_STARTED" });
    await startTimer(people().cro, MONDAY, TUESDAY);
    await refused(() => closeReview(people().cro, MONDAY, TUESDAY), { code: "DECISION_MISSING" });
  });

  test("defunds: the clock ends on the day of closing, the queue is kept, and nothing moves any more", async () => {
    await begun();
    await decide(MOVED);
    expect(await clock(DEFUND)).toMatchObject({ state: "due" });
    await closeReview(people().cmo, MONDAY, new Date("2027-07-08T14:00:00Z"));
    expect(await clock(DEFUND)).toMatchObject({ state: "defunded", on: "2027-07-08" });
    expect(await clock(KILL)).toMatchObject({ state: "due" });
    const { review, candidates } = await readRoom(people().bdr, MONDAY);
    expect(review).toMatchObject({
      closedBy: people().cmo.name,
      decision: { amount: "12000.00", toSource: "paid_search" },
    });
    expect(candidates.map(({ unit }) => unit)).toEqual([KILL, DEFUND, "reason:no_intent", HEALTHY]);
    await refused(() => closeReview(people().cro, MONDAY, minutes(5)), { code: "REVIEW_CLOSED" });
    await refused(() => takeBackDecision(people().cro, MONDAY, minutes(5)), { code: "REVIEW_CLOSED" });
    await refused(() => decide(), { code: "REVIEW_CLOSED" });
  });

  test("kills, and extends to the day that was chosen", async () => {
    await begun();
    await decide({ type: "kill", unit: KILL });
    await closeReview(people().cro, MONDAY, TUESDAY);
    expect(await clock(KILL)).toMatchObject({ state: "killed", on: "2027-07-06" });
  });

  test("extends; on a later day than the new due date it is refused", async () => {
    await begun();
    await decide({ type: "extend", unit: DEFUND, until: "2027-07-08" });
    await refused(() => closeReview(people().cro, MONDAY, new Date("2027-07-08T14:00:00Z")), { code: "UNTIL_INVALID" });
    await closeReview(people().cro, MONDAY, TUESDAY);
    expect(await clock(DEFUND)).toMatchObject({ state: "extended", on: null, due: "2027-07-08" });
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
    await closeReview(people().cro, MONDAY, TUESDAY);
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
    await begun();
    await decide({ type: "fix", unit: "reason:no_intent", action: "Call within the hour." });
    await closeReview(people().cro, MONDAY, TUESDAY);
    const { rows } = await pool.query(
      "SELECT action, owner_id FROM fixes WHERE source_code IS NULL AND reason = 'no_intent'",
    );
    expect(rows).toEqual([{ action: "Call within the hour.", owner_id: people().head_demand_gen.id }]);
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
    await refused(() => closeReview(people().cro, MONDAY, TUESDAY), {
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
    await refused(() => closeReview(people().cro, MONDAY, TUESDAY), {
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
      () => closeReview(people().cro, MONDAY, later),
      () => takeBackDecision(people().cro, MONDAY, later),
      () => startTimer(people().cro, MONDAY, later),
      () => decide({}, people().cro, later),
    ]) {
      await refused(act, { code: "REVIEW_LAPSED" });
    }
    // The last second of its Sunday in New York.
    await closeReview(people().cro, MONDAY, new Date("2027-07-12T03:59:59Z"));
  });
});

describe("the audit log", () => {
  const entries = async (object: string) =>
    (
      await database().pool.query(
        "SELECT seq, action, actor, before, after, agreement_version AS version FROM audit_log WHERE object = $1 ORDER BY seq DESC",
        [object],
      )
    ).rows;
  const fix = { type: "fix", unit: "reason:no_intent", action: "Call within the hour." };
  const fixId = async (): Promise<bigint> => (await database().pool.query("SELECT id FROM fixes")).rows[0].id;

  test("says under which agreement was decided, taken back and closed, and what became of the clock", async () => {
    await begun();
    await decide(MOVED);
    await takeBackDecision(people().cro, MONDAY, TUESDAY);
    await decide({ type: "extend", unit: DEFUND, until: "2027-07-20" });
    const { due } = await clock(DEFUND);
    await closeReview(people().cro, MONDAY, TUESDAY);
    const [closing, ...earlier] = await entries(`review:${MONDAY}`);
    expect(closing).toMatchObject({
      action: "review.close",
      before: { clock: { state: "due", due } },
      after: { type: "extend", clock: { state: "extended", due: "2027-07-20" } },
    });
    expect([closing, ...earlier.slice(0, 3)].map(({ action, version }) => [action, version])).toEqual([
      ["review.close", 1],
      ["review.decide", 1],
      ["review.take_back", 1],
      ["review.decide", 1],
    ]);
  });

  test("says of the fix that a closing opens what it is", async () => {
    await begun();
    await decide({ ...fix, fixSource: "webinar" });
    await closeReview(people().cmo, MONDAY, TUESDAY);
    const owner = people().head_demand_gen.name;
    expect(await entries(`fix:${await fixId()}`)).toMatchObject([
      {
        action: "fix.open",
        actor: people().cmo.email,
        before: null,
        after: { owner, source: "webinar", action: fix.action },
      },
    ]);
  });

  test("says of the fix that a closing changes whose it was; a form from before it is stale", async () => {
    const { pool } = database();
    const { rows } = await pool.query(
      "INSERT INTO fixes (reason, owner_id, opened_on, due_on) VALUES ('no_intent', $1, '2027-07-05', '2027-08-04') RETURNING id",
      [people().bdr.id],
    );
    const { id } = rows[0];
    const { seq: seen } = await auditTail(pool);
    await begun();
    await decide(fix);
    await closeReview(people().cro, MONDAY, TUESDAY);
    expect(await entries(`fix:${id}`)).toMatchObject([
      {
        action: "fix.write",
        before: { owner: people().bdr.name, action: null },
        after: { owner: people().head_demand_gen.name, action: fix.action },
      },
    ]);
    await refused(() => writeFixAction(people().head_demand_gen, { id, seen, action: "Something else." }), {
      code: "CONFLICT",
      details: { by: people().cro.name },
    });
  });
});

describe("the database keeps it, whoever asks as the app:", () => {
  test("a closed review and its decision stay, and are one", async () => {
    await begun();
    await decide(MOVED);
    await closeReview(people().cro, MONDAY, TUESDAY);
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
