import { withClient } from "@/lib/cli/client";

/** Cycles that wait for the decision of one person. */
export interface Desk {
  userId: bigint;
  cycles: string[];
}

const LEADS = `
  INSERT INTO leads (source_system, external_id, company, account_key, employees, source_code, segment_code, lane, created_at, handed_over_at, assigned_to)
  SELECT 'desk', u.id || '-' || n, 'Desk ' || n, 'desk ' || n, 100,
    (ARRAY['paid_search', 'content_syndication', 'webinar', 'intent'])[1 + n % 4], (ARRAY['SMB', 'MM', 'ENT'])[1 + n % 3]::segment_code, 'standard',
    now() - interval '9 days', date_trunc('day', now(), 'UTC') - (1 + n % 5) * interval '1 day' + interval '15 hours', u.email
  FROM users u CROSS JOIN generate_series(1, $1::int) AS n WHERE u.role = 'bdr'`;

const CYCLES = `
  INSERT INTO cycles (lead_id, source_code, segment_code, lane, stage, handed_over_at, handed_over_on, agreement_version, assigned_id, touch_by, decide_by, last_activity_on)
  SELECT l.id, source_code, segment_code, lane, 'mql', handed_over_at, handed_over_at::date, 1, u.id, handed_over_at + interval '3 days',
    handed_over_at + interval '7 days', handed_over_at::date
  FROM leads l JOIN users u ON u.email = l.assigned_to WHERE l.source_system = 'desk'`;

const EVENTS = `
  INSERT INTO lifecycle_events (cycle_id, from_stage, to_stage, at, agreement_version, audit_seq)
  SELECT c.id, 'lead', 'mql', c.handed_over_at, 1, 1 FROM cycles c JOIN leads l ON l.id = c.lead_id WHERE l.source_system = 'desk'`;

const COUNTERS = `
  INSERT INTO acceptance_days AS d (day, source, segment, lane, handed_over)
  SELECT handed_over_on, c.source_code, c.segment_code, c.lane, count(*) FROM cycles c JOIN leads l ON l.id = c.lead_id
  WHERE l.source_system = 'desk' GROUP BY 1, 2, 3, 4
  ON CONFLICT (day, source, segment, lane) DO UPDATE SET handed_over = d.handed_over + EXCLUDED.handed_over`;

const DESKS = `
  SELECT assigned_id::text AS "userId", array_agg(c.id::text ORDER BY c.id) AS cycles FROM cycles c JOIN leads l ON l.id = c.lead_id
  WHERE l.source_system = 'desk' GROUP BY assigned_id ORDER BY assigned_id`;

/** Hands `each` open leads to every BDR of a database; once. */
export async function fillDesks(url: string, each: number): Promise<Desk[]> {
  return withClient(url, async (client) => {
    await client.query("BEGIN");
    await client.query(LEADS, [each]);
    for (const statement of [CYCLES, EVENTS, COUNTERS]) await client.query(statement);
    await client.query("COMMIT");
    await client.query("VACUUM ANALYZE");
    const { rows } = await client.query<{ userId: string; cycles: string[] }>(DESKS);
    return rows.map(({ userId, cycles }) => ({ userId: BigInt(userId), cycles }));
  });
}
