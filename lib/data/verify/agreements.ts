import type { ClientBase } from "pg";
import { fetchDocument } from "@/lib/data/agreement-versions";
import { canonicalAgreement } from "@/lib/domain/agreement-document";
import { frozenUntil } from "@/lib/domain/fiscal";
import { type CheckResult, Tally } from "./check";

interface Row {
  version: number;
  status: string;
  document: string;
  isHashed: boolean;
  /** Distinct people and roles among the signatures over this very hash that stand. */
  people: number;
  roles: number;
  signedOn: string | null;
  effectiveFrom: string | null;
  frozenUntil: string | null;
  corrects: number | null;
  correctedUntil: string | null;
  startMonth: number;
  audited: boolean;
}

const ROWS = `
  SELECT a.version, a.status::text, a.document, a.content_hash = sha256(convert_to(a.document, 'UTF8')) AS "isHashed",
    count(DISTINCT s.user_id)::int AS people, count(DISTINCT s.role)::int AS roles,
    (a.signed_at AT TIME ZONE (a.organisation ->> 'time_zone'))::date::text AS "signedOn", a.effective_from::text AS "effectiveFrom",
    a.frozen_until::text AS "frozenUntil", a.corrects, (SELECT c.frozen_until::text FROM agreements c WHERE c.version = a.corrects) AS "correctedUntil",
    (a.organisation ->> 'fiscal_year_start_month')::int AS "startMonth",
    a.in_force_at IS NULL OR EXISTS (SELECT FROM audit_log l WHERE l.object = 'agreement:' || a.version AND l.action = 'agreement.in_force') AS audited
  FROM agreements a
  LEFT JOIN agreement_signatures s ON s.agreement_version = a.version AND s.voided_at IS NULL AND s.content_hash = a.content_hash
  WHERE a.document IS NOT NULL GROUP BY a.version ORDER BY a.version`;

function wrongIn(row: Row, rebuilt: string): string | null {
  if (!row.isHashed) return "the document does not have its hash";
  if (rebuilt !== row.document) return "its columns say something else than the document that was signed";
  if (!row.audited) return "no audit entry says that it came into force";
  if (row.signedOn === null) return null;
  if (row.people !== 3 || row.roles !== 3) return "it does not have three signatures of three people over its hash";
  const until =
    row.corrects === null ? frozenUntil(row.signedOn, row.startMonth, row.effectiveFrom) : row.correctedUntil;
  return until === row.frozenUntil ? null : `it is frozen until ${row.frozenUntil}, not ${until}`;
}

/**
 * Every version that was proposed or signed is what its text says, and those that were signed have three signatures over it
 * and the boundary of metrics.md §6 (quality.md I9).
 */
export async function signedAgreements(client: ClientBase): Promise<CheckResult> {
  const tally = new Tally("signed agreements");
  const { rows } = await client.query<Row>(ROWS);
  for (const row of rows) {
    tally.checked += 1;
    const read = async <T>(sql: { text: string; values: unknown[] }) =>
      (await client.query(sql.text, sql.values)).rows as T[];
    const wrong = wrongIn(row, canonicalAgreement(await fetchDocument(read, row.version)));
    if (wrong) tally.differ({ version: row.version, wrong });
  }
  return tally.result();
}

/** The tables that are read every day say what the agreement in force says. */
export async function agreedTables(client: ClientBase): Promise<CheckResult> {
  const tally = new Tally("tables of the agreement in force");
  const { rows } = await client.query<{ what: string; key: string; differs: boolean }>(`
    WITH agreed AS (SELECT * FROM agreements WHERE status = 'in_force')
    SELECT 'stage name' AS what, line ->> 'key' AS key, to_jsonb(s) IS DISTINCT FROM line AS differs
    FROM agreed, jsonb_array_elements(translation) line LEFT JOIN stage_names s ON s.key = line ->> 'key'
    UNION ALL
    SELECT 'segment', r.code, (g.min_employees, g.max_employees) IS DISTINCT FROM (r.min_employees, r.max_employees)
    FROM agreed, jsonb_to_recordset(agreed.segments) AS r(code text, min_employees int, max_employees int)
    LEFT JOIN segments g ON g.code::text = r.code
    UNION ALL
    SELECT 'working time', 'organisation', agreed.working_time <> jsonb_build_object('days', to_jsonb(o.working_days),
      'start_minute', o.work_start_minute, 'end_minute', o.work_end_minute)
    FROM agreed CROSS JOIN organisation o
    ORDER BY 1, 2`);
  for (const { what, key, differs } of rows) {
    tally.checked += 1;
    if (differs) tally.differ({ [what]: key });
  }
  return tally.result();
}
