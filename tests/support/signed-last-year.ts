import { withoutGuards } from "./agreements";

interface Terms {
  required_data?: readonly string[];
  spend_policy?: Readonly<Record<string, string>>;
}

/**
 * Puts a copy of the latest version into force, as if it had been signed last year, with these terms in place of its own.
 * Returns its number. It leaves no audit link, as nothing did then.
 */
export async function signedLastYear(url: string, terms: Terms = {}): Promise<number> {
  let version = 0;
  await withoutGuards(url, async (owner) => {
    await owner.query(
      "UPDATE agreements SET status = 'superseded', superseded_at = now() WHERE status IN ('provisional', 'in_force')",
    );
    const { rows } = await owner.query<{ version: number }>(
      `INSERT INTO agreements SELECT (jsonb_populate_record(a, $1::jsonb || jsonb_build_object(
         'version', a.version + 1, 'status', 'in_force', 'superseded_at', NULL,
         'signed_at', '2026-02-03T15:00:00Z'::timestamptz + a.version * interval '1 day',
         'in_force_at', '2026-02-03T15:00:00Z'::timestamptz + a.version * interval '1 day', 'frozen_until', '2099-01-01',
         'document', 'as signed, ' || a.version + 1, 'content_hash', sha256(convert_to('as signed, ' || a.version + 1, 'UTF8')),
         'translation', (SELECT jsonb_agg(s ORDER BY key) FROM stage_names s),
         'segments', (SELECT jsonb_agg(jsonb_build_object('code', code, 'min_employees', min_employees, 'max_employees', max_employees) ORDER BY position)
           FROM segments WHERE code <> 'Unknown'),
         'working_time', (SELECT jsonb_build_object('days', working_days, 'start_minute', work_start_minute, 'end_minute', work_end_minute) FROM organisation),
         'organisation', (SELECT jsonb_build_object('currency', currency, 'time_zone', time_zone,
           'fiscal_year_start_month', fiscal_year_start_month) FROM organisation)))).*
       FROM agreements a WHERE a.version = (SELECT max(version) FROM agreements) RETURNING version`,
      [JSON.stringify(terms)],
    );
    version = rows[0]?.version ?? 0;
    await owner.query(
      `INSERT INTO floors (agreement_version, source_code, segment_code, percent)
       SELECT $1, source_code, segment_code, percent FROM floors WHERE agreement_version = $1 - 1`,
      [version],
    );
  });
  return version;
}
