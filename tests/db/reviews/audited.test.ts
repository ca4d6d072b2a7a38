import { describe, expect, test } from "vitest";
import { writeFixAction } from "@/lib/services/fix-work";
import { processDatabase } from "@/tests/support/process-database";
import { DEFUND, MONDAY, MOVED, reviewRoom } from "@/tests/support/review-room";
import { auditTail } from "@/tests/support/settings";

const database = processDatabase();
const { people, begun, decide, close, takeBack, refused, clock } = reviewRoom(database);

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
    await takeBack(people().cro);
    await decide({ type: "extend", unit: DEFUND, until: "2027-07-20" });
    const { due } = await clock(DEFUND);
    await close(people().cro);
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
    await close(people().cmo);
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
    await close(people().cro);
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
