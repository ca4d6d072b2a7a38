/**
 * The statements that fill a company (company.ts). `pick(seed, n)` stands for a number from 0 to n − 1 that depends on
 * the row and the seed alone, so that two fills of one size are equal.
 */
const pick = (row: string, seed: number, n: number): string =>
  `(abs(hashint8(${row}::bigint * 64 + ${seed})::bigint) % ${n})`;

const SOURCE = (row: string, seed: number): string =>
  `(ARRAY['paid_search','content_syndication','webinar','partner_referral','intent','outbound_bdr','customer_referral'])[1 + ${pick(row, seed, 7)}]`;

export const LEADS = `
  INSERT INTO leads (source_system, external_id, email, first_name, last_name, company, account_key, domain, title, country, naics, employees,
    annual_revenue, technologies, source_code, campaign, segment_code, lane, created_at, handed_over_at, score, score_vendor, assigned_to)
  SELECT 'bench', 'L' || n, 'person' || n || '@company' || c || '.example', 'Ada', 'Person ' || n, 'Company ' || c, 'company ' || c,
    'company' || c || '.example', 'VP of Operations', 'US', '5415', size, size * 150000, ARRAY['Salesforce','Snowflake'], source,
    'Campaign ' || ${pick("n", 5, 40)}, CASE WHEN size < 200 THEN 'SMB' WHEN size < 2000 THEN 'MM' ELSE 'ENT' END::segment_code,
    CASE source WHEN 'partner_referral' THEN 'partner' ELSE 'standard' END::lane, at - interval '3 days', at, 50 + ${pick("n", 6, 50)}, 'bench',
    'bdr-' || (1 + n % 25) || '@accord.test'
  FROM (
    SELECT n, ${pick("n", 1, 1_000_000)} % greatest(1, cycles / 4) AS c, (ARRAY[40, 150, 600, 1500, 5000])[1 + ${pick("n", 2, 5)}] AS size, ${SOURCE("n", 3)} AS source,
      (current_date - ${pick("n", 4, 365)}::int)::timestamp AT TIME ZONE 'UTC' + interval '14 hours' + ${pick("n", 7, 25_000)} * interval '1 second' AS at
    FROM size CROSS JOIN generate_series(1, cycles) AS n
  ) AS made`;

/** Half accepted, a quarter rejected, the rest open or, when older than 90 days, expired. */
export const CYCLES = `
  INSERT INTO cycles (lead_id, source_code, segment_code, lane, stage, handed_over_at, handed_over_on, agreement_version, assigned_id, touch_by,
    decide_by, first_touched_at, decided_at, first_decided_at, decided_by_id, reason, last_activity_on)
  SELECT id, source_code, segment_code, lane,
    CASE WHEN accepted THEN 'sal' WHEN rejected THEN 'rejected' WHEN expired THEN 'expired' WHEN lane = 'partner' THEN 'referred' ELSE 'mql' END::stage,
    at, at::date, 1, u, at + interval '3 days', at + interval '7 days', CASE WHEN accepted OR rejected THEN verdict_at - interval '1 hour' END,
    CASE WHEN accepted OR rejected THEN verdict_at END, CASE WHEN accepted OR rejected THEN verdict_at END, CASE WHEN accepted OR rejected THEN u END,
    CASE WHEN rejected AND NOT accepted THEN (enum_range(NULL::rejection_reason))[1 + ${pick("id", 12, 5)}] END, at::date
  FROM (
    SELECT l.*, l.handed_over_at AS at, u.id AS u, verdict_at, chance < 50 AND verdict_at < now() AS accepted,
      chance < 75 AND verdict_at < now() AS rejected, l.handed_over_at < now() - interval '92 days' AS expired
    FROM leads l JOIN users u ON u.email = l.assigned_to
    CROSS JOIN LATERAL (SELECT ${pick("l.id", 10, 100)} AS chance, l.handed_over_at + (1 + ${pick("l.id", 11, 200)}) * interval '1 hour' AS verdict_at) AS luck
  ) AS judged`;

export const DECISIONS = `
  INSERT INTO decisions (cycle_id, lead_id, decided_at, verdict, reason, duplicate_of, decided_by_id, decided_by_email, touched_at, touch_kind,
    agreement_version, audit_seq)
  SELECT c.id, c.lead_id, c.decided_at, CASE WHEN reason IS NULL THEN 'accept' ELSE 'reject' END::verdict, reason,
    CASE WHEN reason = 'already_in_pipeline' THEN 'lead:1' END, u.id, u.email, c.first_touched_at, 'call', 1, (SELECT max(seq) FROM audit_log)
  FROM cycles c JOIN users u ON u.id = c.decided_by_id WHERE c.decided_at IS NOT NULL`;

export const EVENTS = `
  INSERT INTO lifecycle_events (cycle_id, from_stage, to_stage, at, actor_id, agreement_version, audit_seq)
  SELECT c.id, from_stage, to_stage, e.at, e.actor_id, 1, (SELECT max(seq) FROM audit_log)
  FROM cycles c CROSS JOIN LATERAL (SELECT CASE lane WHEN 'partner' THEN 'referred' ELSE 'mql' END::stage AS opened) AS o
  CROSS JOIN LATERAL (
    SELECT 'lead'::stage AS from_stage, opened AS to_stage, handed_over_at AS at, NULL::bigint AS actor_id
    UNION ALL SELECT opened, stage, coalesce(decided_at, handed_over_at + interval '91 days'), decided_by_id WHERE stage <> opened
  ) AS e ORDER BY c.id, e.at`;

/** Of accepted leads, so that their cycles move on. Amounts around the ACV band. */
export const OPPORTUNITIES = `
  INSERT INTO opportunities (source_system, external_id, lead_id, account, account_key, name, currency, amount, reporting_amount, created_at,
    created_on, created_by_team, stage, stage_ordinal, outcome, closed_at, closed_on, first_seen_on)
  SELECT 'bench', 'O' || lead_id, lead_id, company, account_key, company || ' deal', 'USD', amount, amount, at, at::date,
    (ARRAY['sales','marketing']::team[])[1 + ${pick("lead_id", 22, 2)}], (ARRAY['Discovery','Proposal','Closed Won'])[reached], (ARRAY[1, 3, 6])[reached],
    CASE reached WHEN 3 THEN 'won' ELSE 'open' END::outcome, CASE reached WHEN 3 THEN at + interval '50 days' END,
    CASE reached WHEN 3 THEN (at + interval '50 days')::date END, at::date
  FROM (
    SELECT c.lead_id, l.company, l.account_key, 10000 + ${pick("c.lead_id", 20, 120_000)} AS amount, at,
      CASE WHEN luck < 30 AND at < now() - interval '51 days' THEN 3 WHEN luck < 70 AND at < now() - interval '21 days' THEN 2 ELSE 1 END AS reached
    FROM cycles c JOIN leads l ON l.id = c.lead_id
    CROSS JOIN LATERAL (SELECT date_trunc('day', c.decided_at, 'UTC') + interval '15 hours' AS at, ${pick("c.lead_id", 21, 100)} AS luck) AS d
    WHERE c.stage = 'sal' ORDER BY hashint8(c.lead_id) LIMIT (SELECT opportunities FROM size)
  ) AS made`;

export const STAGE_HISTORY = `
  INSERT INTO stage_history (opportunity_id, stage, stage_key, ordinal, is_won, amount, currency, reporting_amount, entered_at, entered_on)
  SELECT o.id, h.stage, lower(h.stage), h.ordinal, h.ordinal = 6, amount, currency, amount, o.created_at + h.after, (o.created_at + h.after)::date
  FROM opportunities o
  JOIN (VALUES ('Discovery', 1, interval '0'), ('Proposal', 3, interval '20 days'), ('Closed Won', 6, interval '50 days')) AS h (stage, ordinal, after)
    ON h.ordinal <= o.stage_ordinal`;

/** Nine in ten of leads, the rest of opportunities and accounts; from 120 days before the hand-over to 60 after it. */
export const TOUCHES = `
  INSERT INTO touches (source_system, external_id, lead_id, opportunity_id, account, account_key, source_code, campaign, kind, touched_at, touched_on)
  SELECT 'bench', 'T' || n, CASE WHEN chance < 90 OR o.id IS NULL THEN l.id END, CASE WHEN chance BETWEEN 90 AND 94 THEN o.id END,
    CASE WHEN chance > 94 AND o.id IS NOT NULL THEN l.company END, CASE WHEN chance > 94 AND o.id IS NOT NULL THEN l.account_key END,
    ${SOURCE("n", 33)}, 'Campaign ' || ${pick("n", 34, 40)},
    (ARRAY['form','click','attended','meeting','reply','call','email_sent','impression','outbound_call']::touch_kind[])[1 + ${pick("n", 35, 9)}], at, at::date
  FROM size CROSS JOIN generate_series(1, touches) AS n
  JOIN leads l ON l.id = 1 + n % cycles LEFT JOIN opportunities o ON o.lead_id = l.id
  CROSS JOIN LATERAL (SELECT ${pick("n", 30, 100)} AS chance, date_trunc('day', l.handed_over_at, 'UTC') + interval '16 hours' + (${pick("n", 31, 180)} - 120) * interval '1 day' AS at) AS luck`;

export const SPEND = `
  INSERT INTO spend (source_code, start_date, end_date, amount, currency, reporting_amount)
  SELECT code, month, (month + interval '1 month' - interval '1 day')::date, 20000, 'USD', 20000
  FROM sources CROSS JOIN LATERAL (SELECT (date_trunc('month', current_date) - n * interval '1 month')::date AS month FROM generate_series(0, 14) AS n) AS m
  WHERE code <> 'partner_referral'`;

export const COUNTERS = `
  INSERT INTO acceptance_days (day, source, segment, lane, handed_over, accepted, out_of_icp, wrong_persona, no_intent, bad_data,
    already_in_pipeline, expired, touched_in_time, decided_in_time)
  SELECT handed_over_on, source_code, segment_code, lane, count(*), count(*) FILTER (WHERE stage = 'sal'),
    count(*) FILTER (WHERE reason = 'out_of_icp'), count(*) FILTER (WHERE reason = 'wrong_persona'), count(*) FILTER (WHERE reason = 'no_intent'),
    count(*) FILTER (WHERE reason = 'bad_data'), count(*) FILTER (WHERE reason = 'already_in_pipeline'), count(*) FILTER (WHERE stage = 'expired'),
    count(*) FILTER (WHERE first_touched_at <= touch_by), count(*) FILTER (WHERE decided_at <= decide_by)
  FROM cycles GROUP BY 1, 2, 3, 4`;
