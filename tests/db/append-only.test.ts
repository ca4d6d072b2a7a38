import { beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { takeSnapshot } from "@/lib/services/snapshots";
import { processDatabase } from "@/tests/support/process-database";

const database = processDatabase();

/** The one column that may change: a verdict that was followed by another, a signature that an edit made void, a watch that ended. */
const OPEN: Readonly<Record<string, string>> = {
  decisions: "is_live",
  brief_signatures: "voided_at",
  watches: "ended_on",
};

describe("what the app's role can never change", () => {
  const denied = { code: "42501" };
  const columnsOf = async (table: string) => {
    const { rows } = await database().pool.query<{ name: string }>(
      "SELECT column_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1",
      [table],
    );
    expect(rows.length).toBeGreaterThan(2);
    return rows.map(({ name }) => name);
  };

  beforeAll(async () => {
    await takeSnapshot(database().prisma, systemActor("test"), "2027-07-05", new Date("2027-07-06T12:00:00Z"));
  });

  test.each([
    "lifecycle_events",
    "superseded_events",
    "audit_log",
    "audit_head",
    "clock_moves",
    "decisions",
    "lead_scores",
    "snapshots",
    "restatements",
    "denials",
    "agreement_receipts",
    "reading_checks",
    "arguments",
    "brief_signatures",
    "brief_batches",
    "brief_rows",
    "score_models",
    "watches",
    "thanks",
    "pulse_answers",
    "feedback_receipts",
    "review_comments",
    "fix_hand_overs",
  ])("%s", async (table) => {
    const { pool } = database();
    for (const column of await columnsOf(table)) {
      const update = pool.query(`UPDATE ${table} SET "${column}" = "${column}"`);
      if (OPEN[table] === column) await update;
      else await expect(update, column).rejects.toMatchObject(denied);
    }
    await expect(pool.query(`DELETE FROM ${table}`)).rejects.toMatchObject(denied);
    await expect(pool.query(`TRUNCATE ${table} CASCADE`)).rejects.toMatchObject(denied);
  });

  test("nor is the audit log written but through its function", async () => {
    const { pool } = database();
    const rows =
      "SELECT seq + 100, at, actor_id, actor, action, object, before, after, agreement_version, prev_hash, hash";
    await expect(pool.query(`INSERT INTO audit_log ${rows} FROM audit_log`)).rejects.toMatchObject(denied);
    await expect(pool.query("UPDATE audit_head SET seq = 0")).rejects.toMatchObject(denied);
    await expect(pool.query("ALTER TABLE audit_log DROP COLUMN hash")).rejects.toMatchObject(denied);
  });
});
