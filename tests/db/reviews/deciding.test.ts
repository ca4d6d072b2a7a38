import { describe, expect, test } from "vitest";
import { type Person, personOfSession } from "@/lib/auth/actor";
import { readRoom } from "@/lib/data/reviews";
import { openFix } from "@/lib/services/fixes";
import { seenInRoom, startTimer } from "@/lib/services/reviews/attend";
import { closeReview } from "@/lib/services/reviews/close";
import { takeBackDecision } from "@/lib/services/reviews/decide";
import { addPerson } from "@/tests/support/actors";
import { processDatabase } from "@/tests/support/process-database";
import { DEFUND, KILL, MONDAY, MOVED, minutes, reviewRoom, TUESDAY } from "@/tests/support/review-room";
import { auditTail } from "@/tests/support/settings";

const database = processDatabase();
const { people, open, begun, leadersCome, decide, takeBack, refused } = reviewRoom(database);

describe("in the room", () => {
  test("only the five act; others of the same role do not", async () => {
    const other = await addPerson(database().pool, "cro", { tag: `second-${Date.now()}` });
    const stranger = (await personOfSession(other.id, 1)) as Person;
    await begun();
    await refused(() => decide({}, stranger), { code: "FORBIDDEN" });
    await refused(() => startTimer(stranger, MONDAY, TUESDAY), { code: "FORBIDDEN" });
    await seenInRoom(stranger, MONDAY, TUESDAY);
    const { review } = await readRoom(people().cro, MONDAY);
    expect(review?.seats.filter(({ seenAt }) => seenAt !== null).map(({ seat }) => seat)).toEqual(["cro", "cmo"]);
  });

  test("the timer starts once, on its day", async () => {
    await open();
    await refused(() => startTimer(people().cro, MONDAY, new Date("2027-07-05T14:00:00Z")), {
      code: "REVIEW_TOO_EARLY",
    });
    await startTimer(people().head_demand_gen, MONDAY, TUESDAY);
    await refused(() => startTimer(people().cro, MONDAY, minutes(1)), { code: "REVIEW_STARTED" });
    expect((await readRoom(people().cro, MONDAY)).review?.startedAt).toEqual(TUESDAY);
  });

  test("nothing is decided before the start, nor without both leaders", async () => {
    await open();
    await leadersCome();
    await refused(() => decide(), { code: "REVIEW_NOT_STARTED" });
    await startTimer(people().cro, MONDAY, TUESDAY);
    // 90 seconds after the last heartbeat a leader is still there, a moment later not.
    await seenInRoom(people().cro, MONDAY, minutes(2));
    await refused(() => decide({}, people().cro, minutes(2)), {
      code: "LEADERS_ABSENT",
      details: { absent: [people().cmo.name] },
    });
    await seenInRoom(people().cmo, MONDAY, minutes(2));
    await refused(() => decide({}, people().cro, new Date(minutes(2).getTime() + 90_001)), { code: "LEADERS_ABSENT" });
    await decide({}, people().vp_revops, new Date(minutes(2).getTime() + 90_000));
  });

  test.each([
    ["a type there is not", { type: "ignore" }, "DECISION_TYPE_UNKNOWN"],
    ["a cell there is not", { unit: "acceptance:fax:SMB" }, "TARGET_UNKNOWN"],
    ["text that is no unit", { unit: "webinar" }, "TARGET_UNKNOWN"],
    ["a kill of a healthy cell", { type: "kill" }, "CLOCK_NOT_DUE"],
    ["a kill of a cost", { type: "kill", unit: DEFUND }, "CLOCK_NOT_DUE"],
    ["a defund of a healthy source", { ...MOVED, unit: "cost:paid_search" }, "CLOCK_NOT_DUE"],
    ["budget for itself", { ...MOVED, toSource: "content_syndication" }, "TARGET_NOT_HEALTHY"],
    ["budget for a source without spend", { ...MOVED, toSource: "intent" }, "TARGET_NOT_HEALTHY"],
    ["budget for nobody", { ...MOVED, toSource: "" }, "TARGET_NOT_HEALTHY"],
    ["no amount", { ...MOVED, amount: "" }, "AMOUNT_INVALID"],
    ["a negative amount", { ...MOVED, amount: "-5" }, "AMOUNT_INVALID"],
    ["more than was spent there", { ...MOVED, amount: "12000.01" }, "AMOUNT_INVALID"],
    ["a tenth of a cent", { ...MOVED, amount: "5.001" }, "AMOUNT_INVALID"],
    ["an extension by 31 days", { type: "extend", unit: KILL, until: "2027-08-06" }, "UNTIL_INVALID"],
    ["an extension to today", { type: "extend", unit: KILL, until: "2027-07-06" }, "UNTIL_INVALID"],
    ["an extension of what is not due", { type: "extend", until: "2027-07-20" }, "CLOCK_NOT_DUE"],
    ["a fix without an action", { type: "fix", unit: "reason:no_intent" }, "FIX_ACTION_MISSING"],
    ["a fix of a cost", { type: "fix", unit: "cost:paid_search", action: "Do it" }, "TYPE_NOT_POSSIBLE"],
    [
      "a fix at a source there is not",
      { type: "fix", unit: "reason:no_intent", action: "Do it", fixSource: "fax" },
      "SOURCE_UNKNOWN",
    ],
    ["no reason why", { why: " " }, "WHY_REQUIRED"],
    ["no due date", { dueOn: "" }, "DUE_INVALID"],
    ["a due date that is past", { dueOn: "2027-07-06" }, "DUE_INVALID"],
  ])("refused is %s", async (_, changes, code) => {
    await begun();
    await refused(() => decide(changes), { code });
  });

  test("budget goes to no source that was retired since, and the most that can be moved is named", async () => {
    await begun();
    await refused(() => decide({ ...MOVED, amount: "12000.01" }), {
      message: expect.stringContaining("at most 12000.00"),
    });
    await database().pool.query("UPDATE sources SET is_active = false WHERE code = 'paid_search'");
    await refused(() => decide(MOVED), {
      code: "TARGET_NOT_HEALTHY",
      message: expect.stringMatching(/Choose one of these: Webinar\.$/),
    });
    await database().pool.query("UPDATE sources SET is_active = true WHERE code = 'paid_search'");
  });

  test("an unmapped value is named by nothing that stays, neither here nor past the services", async () => {
    const { pool } = database();
    const unmap = (isUnmapped: boolean) =>
      pool.query("UPDATE sources SET is_unmapped = $1 WHERE code IN ('webinar', 'paid_search')", [isUnmapped]);
    await begun();
    const fix = { type: "fix", unit: "reason:no_intent", action: "Ask first.", fixSource: "webinar" };
    await unmap(true);
    await refused(() => decide(fix), { code: "SOURCE_UNKNOWN", message: expect.stringMatching(/mapped first/) });
    await refused(() => decide(MOVED), { code: "TARGET_NOT_HEALTHY" });
    const owner = { ownerId: people().ae.id, action: "Ask first." };
    await refused(() => openFix(people().vp_revops, { reason: "no_intent", source: "webinar", ...owner }, TUESDAY), {
      code: "SOURCE_UNKNOWN",
    });
    const insert = `INSERT INTO fixes (reason, source_code, owner_id, opened_on, due_on)
      VALUES ('no_intent', 'webinar', ${people().ae.id}, '2027-07-05', '2027-08-04')`;
    await expect(pool.query(insert)).rejects.toThrow("SOURCE_UNKNOWN");
    await unmap(false);
    await decide(fix);
  });

  test("the owner is one active person, no team, no CFO, nobody who left", async () => {
    await begun();
    const { pool } = database();
    const { rows } = await pool.query(
      "INSERT INTO users (email, name, role) VALUES ('sdr-team@accord.test', 'SDR team', 'bdr') ON CONFLICT DO NOTHING RETURNING id",
    );
    await pool.query("UPDATE users SET active = false WHERE id = $1", [people().ae.id]);
    for (const owner of [null, 999_999n, people().cfo.id, people().ceo.id, people().ae.id, BigInt(rows[0].id)]) {
      await refused(() => decide({ owner }), { code: "OWNER_NOT_PERSON", field: "owner" });
    }
  });

  test("of two who record at once one wins, and the other hears who and what", async () => {
    await begun();
    const results = await Promise.allSettled([
      decide(MOVED, people().cro),
      decide({ type: "kill", unit: KILL }, people().cmo),
      decide({}, people().vp_revops),
    ]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const { review } = await readRoom(people().cro, MONDAY);
    for (const result of results) {
      if (result.status !== "rejected") continue;
      expect(result.reason).toMatchObject({ code: "ONE_DECISION", status: 409 });
      expect(result.reason.message).toContain(review?.decision?.by);
      expect(result.reason.message).toMatch(
        /: (defund Content syndication|kill Webinar, Enterprise|watch Paid search, SMB)\. /,
      );
    }
  });

  test("a second decision is refused; taken back, another may be recorded", async () => {
    await begun();
    await decide(MOVED);
    await refused(() => decide({}, people().cmo), { code: "ONE_DECISION" });
    // Whose page still shows one that was taken back since acts on no other.
    const seen = { asOf: MONDAY, seen: 999_999n };
    const changed = {
      code: "CONFLICT",
      status: 409,
      message: expect.stringMatching(/: defund Content syndication\. /),
    };
    await refused(() => takeBackDecision(people().cmo, seen, minutes(1)), changed);
    await refused(() => closeReview(people().cmo, seen, minutes(1)), changed);
    await takeBack(people().cmo, minutes(1));
    expect(await auditTail(database().pool)).toMatchObject({ action: "review.take_back", before: { type: "defund" } });
    await refused(() => takeBack(people().cmo, minutes(1)), { code: "DECISION_MISSING" });
    await decide({ type: "kill", unit: KILL });
    expect((await readRoom(people().cro, MONDAY)).review?.decision).toMatchObject({ type: "kill", unit: KILL });
  });
});
