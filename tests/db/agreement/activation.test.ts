import { beforeAll, describe, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { addDays, dateIn } from "@/lib/domain/dates";
import type { Role } from "@/lib/domain/roles";
import { startDraft } from "@/lib/services/agreement/drafts";
import { activateDue } from "@/lib/services/agreement/in-force";
import { agreementInForce, nextNewYear, proposeAndSign, standing, withoutGuards } from "@/tests/support/agreements";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { signedInPeople } from "@/tests/support/settings";

const database = processDatabase();
let people: Record<Role, Person>;
const now = () => new Date();

beforeAll(async () => {
  people = await signedInPeople(database().pool);
  await agreementInForce(database());
});

const open = async () => {
  const found = (await standing(database().pool)).open;
  if (!found) throw new Error("nothing is being written");
  return found;
};

describe("on its day the next version takes over", () => {
  const yesterday = addDays(dateIn(new Date(), "America/New_York"), -1);

  test("not before", async () => {
    await withoutGuards(database().url, (client) =>
      client.query("UPDATE agreements SET frozen_until = '2026-01-01' WHERE status = 'in_force'"),
    );
    await startDraft(people.vp_revops);
    const effectiveFrom = nextNewYear();
    expect(await proposeAndSign(database().pool, people, { effectiveFrom })).toEqual({ status: "signed" });
    expect(await activateDue(now())).toBeNull();
    const early = database().pool.query("UPDATE agreements SET status = 'superseded' WHERE status = 'in_force'");
    await expect(early).rejects.toMatchObject({ code: "AC002" });
  });

  test("once, whoever runs the job, with the tables that it agreed on", async () => {
    const { version } = await open();
    await withoutGuards(database().url, (client) =>
      client.query(
        `UPDATE agreements SET effective_from = $2, working_time = '{"days": [1, 2, 3], "start_minute": 480, "end_minute": 960}',
           segments = jsonb_set(jsonb_set(segments, '{0,max_employees}', '299'), '{1,min_employees}', '300'),
           translation = translation - 0 || '[{"key": "legal", "name": "Legal", "stage": "pipeline", "ordinal": 5, "is_won": false, "crm_value": null}]'
         WHERE version = $1`,
        [version, yesterday],
      ),
    );
    const gone = (await database().pool.query("SELECT key FROM stage_names ORDER BY key LIMIT 1")).rows[0]?.key;
    expect(await Promise.all([activateDue(now()), activateDue(now())])).toEqual(
      expect.arrayContaining([version, null]),
    );
    expect((await standing(database().pool)).judging).toMatchObject({ version, status: "in_force" });
    const { rows: names } = await database().pool.query("SELECT key FROM stage_names");
    expect(names.map(({ key }) => key)).toContain("legal");
    expect(names.map(({ key }) => key)).not.toContain(gone);
    const { rows } = await database().pool.query(
      "SELECT working_days, (SELECT max_employees FROM segments WHERE code = 'SMB') AS smb FROM organisation",
    );
    expect(rows).toEqual([{ working_days: [1, 2, 3], smb: 299 }]);
  });
});

test("what comes in late points to the version of its day, also where that was put in force a week later", async () => {
  await withoutGuards(database().url, (client) =>
    client.query(`
      UPDATE agreements SET effective_from = '2026-03-02', signed_at = '2026-02-02', in_force_at = '2026-03-09T12:00:00Z'
      WHERE status = 'in_force'`),
  );
  const { version } = (await standing(database().pool)).judging;
  const created_at = "2026-02-01";
  const leads = [
    { external_id: "before", source: "webinar", created_at, handed_over_at: "2026-03-02T04:59:59Z" },
    { external_id: "after", source: "webinar", created_at, handed_over_at: "2026-03-02T05:00:00Z" },
  ];
  const decisions = [
    {
      lead_external_id: "before",
      decided_at: "2026-03-02T12:30:00Z",
      verdict: "accept",
      touched_at: "2026-03-02T12:20:00Z",
    },
  ];
  expect(await ingest(database().pool, { leads, decisions }, new Date("2026-03-09T12:00:00Z"))).toEqual([]);
  const { rows } = await database().pool.query(`
    SELECT l.external_id AS lead, c.agreement_version AS cycle, d.agreement_version AS decision,
      array_agg(e.agreement_version ORDER BY e.at) AS events
    FROM cycles c JOIN leads l ON l.id = c.lead_id JOIN lifecycle_events e ON e.cycle_id = c.id LEFT JOIN decisions d ON d.cycle_id = c.id
    GROUP BY 1, 2, 3 ORDER BY 1`);
  const earlier = rows[1]?.cycle;
  expect(earlier).not.toBe(version);
  expect(rows).toEqual([
    { lead: "after", cycle: version, decision: null, events: [version] },
    { lead: "before", cycle: earlier, decision: version, events: [earlier, version] },
  ]);
});
