import "server-only";
import { authorize, type Person } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { dateIn, type IsoDate } from "@/lib/domain/dates";
import type { Definition } from "@/lib/domain/definition";
import { evaluate } from "@/lib/domain/definition-evaluation";
import { type DuplicateHit, type QueuedLead, storedVerdicts, type Trace } from "@/lib/domain/queue";
import type { RequiredField } from "@/lib/domain/required-data";
import { Prisma } from "@/prisma/generated/client";
import { leadFacts } from "./evaluations";
import { queueOf } from "./queue";
import type { Reader } from "./reader";

/** More are not asked for at once. */
export const MOST_LEADS = 25;

type LeadRow = Omit<QueuedLead, "trace" | "duplicates"> & {
  trace: unknown;
  agreementVersion: number;
  opportunities: DuplicateHit[];
  leads: DuplicateHit[];
};

/** Open opportunities and other leads of the company of lead `l`, as JSON; the same address first. */
const DUPLICATES = Prisma.sql`
  (SELECT coalesce(json_agg(found), '[]') FROM (
    SELECT 'opportunity:' || o.id AS key, 'opportunity' AS kind, o.name, o.account AS company, o.external_id AS "externalId", o.stage AS what
    FROM opportunities o WHERE o.account_key = l.account_key AND o.outcome = 'open' ORDER BY o.created_at DESC, o.id DESC LIMIT 5) AS found) AS opportunities,
  (SELECT coalesce(json_agg(found), '[]') FROM (
    SELECT 'lead:' || d.id AS key, 'lead' AS kind, nullif(concat_ws(' ', d.first_name, d.last_name), '') AS name, d.company,
      d.external_id AS "externalId", d.title AS what
    FROM leads d WHERE d.account_key = l.account_key AND d.id <> l.id
    ORDER BY d.email IS NOT DISTINCT FROM l.email DESC, d.id LIMIT 5) AS found) AS leads`;

/**
 * The open cycles among `ids` that this person may see in the queue, with all that a decision needs; at most 25. The eight
 * verdicts are those kept at the hand-over, else those of today. Throws AppError FORBIDDEN.
 */
export async function readQueueLeads(actor: Person, ids: readonly string[], now: Date): Promise<QueuedLead[]> {
  await authorize(actor, "queue.work");
  const wanted = ids.filter((id) => /^\d{1,18}$/.test(id)).slice(0, MOST_LEADS);
  if (wanted.length === 0) return [];
  const rows = await db().$queryRaw<LeadRow[]>(Prisma.sql`
    SELECT c.id::text, c.lead_id::text AS "leadId", c.number::int, l.title, l.company, c.source_code AS source,
      c.segment_code::text AS segment, c.lane::text, c.touch_by AS "touchBy", c.decide_by AS "decideBy",
      c.first_touched_at AS "firstTouchedAt", u.name AS "assignedTo", l.external_id AS "externalId",
      nullif(concat_ws(' ', l.first_name, l.last_name), '') AS person, l.email, l.domain, l.employees, l.naics, l.country::text,
      l.campaign, c.handed_over_at AS "handedOverAt", trim_scale(l.score)::text AS score, l.score_vendor AS "scoreVendor",
      l.score_model_version AS "scoreModelVersion", c.trace, c.agreement_version AS "agreementVersion", ${DUPLICATES}
    FROM cycles c JOIN leads l ON l.id = c.lead_id LEFT JOIN users u ON u.id = c.assigned_id
    WHERE c.id = ANY(${wanted}::bigint[]) AND ${queueOf(actor)}
    ORDER BY c.decide_by, c.id`);
  const traces = await tracesOf(db(), rows, now);
  return rows.map(({ trace: _, agreementVersion: __, opportunities, leads, ...lead }) => ({
    ...lead,
    trace: traces(lead.id),
    duplicates: [...opportunities, ...leads],
  }));
}

interface Rules {
  definition: Definition;
  /** What a lead must carry to be handed over. */
  required: RequiredField[];
  version: number;
  today: IsoDate;
}

/** The definition of the version that judges, and today in the organisation's zone. */
export async function rulesInForce(reader: Reader, now: Date): Promise<Rules> {
  const [{ zone, ...rules }] = await reader.$queryRaw<[Omit<Rules, "today"> & { zone: string }]>`
    SELECT a.definition, a.required, a.version, o.time_zone AS zone FROM organisation o CROSS JOIN LATERAL (
      SELECT definition, required_data AS required, version FROM agreements WHERE status IN ('provisional', 'in_force')) AS a`;
  return { ...rules, today: dateIn(now, zone) };
}

/** The traces of cycles: stored ones as they are, all others evaluated in one go. */
async function tracesOf(reader: Reader, rows: readonly LeadRow[], now: Date): Promise<(cycleId: string) => Trace> {
  const traces = new Map<string, Trace>();
  for (const { id, trace, agreementVersion } of rows) {
    const fields = storedVerdicts(trace);
    if (fields) traces.set(id, { fields, isStored: true, agreementVersion });
  }
  const open = rows.filter(({ id }) => !traces.has(id));
  if (open.length > 0) {
    const ids = open.map(({ leadId }) => leadId);
    const rules = await rulesInForce(reader, now);
    const facts = await leadFacts(reader, ids, rules.today);
    for (const { id, leadId } of open) {
      const known = facts.get(leadId);
      const fields = known ? evaluate(rules.definition, known, rules.today).fields : [];
      traces.set(id, { fields, isStored: false, agreementVersion: rules.version });
    }
  }
  return (id) => traces.get(id) ?? { fields: [], isStored: false, agreementVersion: 0 };
}
