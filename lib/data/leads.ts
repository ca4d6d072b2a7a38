import "server-only";
import { db } from "@/lib/db";
import type { IsoDate } from "@/lib/domain/dates";
import type { Lane, Stage } from "@/lib/domain/lifecycle";
import type { Reason } from "@/lib/domain/reasons";
import type { Segment } from "@/lib/domain/segments";
import { Prisma } from "@/prisma/generated/client";
import type { Reader } from "./reader";

/** A contact from the CRM; instants are ISO text with offset. */
export interface LeadFacts {
  id: string;
  sourceSystem: string;
  externalId: string;
  email: string | null;
  firstName: string | null;
  lastName: string | null;
  company: string | null;
  domain: string | null;
  title: string | null;
  country: string | null;
  naics: string | null;
  employees: number | null;
  annualRevenue: string | null;
  technologies: string[];
  source: string;
  campaign: string | null;
  segment: Segment;
  lane: Lane;
  createdAt: Date;
  score: string | null;
  scoreVendor: string | null;
  scoreModelVersion: string | null;
  assignedTo: string | null;
  boughtFrom: string | null;
}

/** One move or correction, as it was recorded. */
export interface EventLine {
  id: string;
  kind: "move" | "correction";
  from: Stage;
  to: Stage;
  at: string;
  /** Null: the source system or a job. */
  actor: string | null;
  agreementVersion: number;
  auditSeq: string;
  /** Out of force: a verdict that is dated earlier came in later, and this cannot follow it. */
  isSuperseded: boolean;
}

export interface DecisionLine {
  id: string;
  decidedAt: string;
  verdict: "accept" | "reject";
  reason: Reason | null;
  /** "lead:<id>" or "opportunity:<id>" where it is known here, else the id as the source system names it. */
  duplicateOf: string | null;
  decidedBy: string | null;
  touchedAt: string | null;
  touchKind: string | null;
  note: string | null;
  /** False once corrected or followed by a later verdict. */
  isLive: boolean;
  agreementVersion: number;
}

/** One pass through qualification, events and decisions oldest first. */
export interface CycleLine {
  id: string;
  number: number;
  source: string;
  segment: Segment;
  lane: Lane;
  stage: Stage;
  reason: Reason | null;
  handedOverAt: string;
  handedOverOn: IsoDate;
  firstTouchedAt: string | null;
  touchBy: string;
  decidedAt: string | null;
  /** The first verdict that no correction took back: the one that the decision SLA looks at. */
  firstDecidedAt: string | null;
  decideBy: string;
  assignedTo: string | null;
  sourcedBy: string | null;
  agreementVersion: number;
  /** Eight verdicts at hand-over; null when the hand-over came from a file. */
  trace: unknown;
  events: EventLine[];
  decisions: DecisionLine[];
}

export interface ScoreLine {
  score: string;
  vendor: string | null;
  modelVersion: string | null;
  recordedAt: string;
}

export interface LeadDetail {
  lead: LeadFacts;
  /** Latest first. */
  cycles: CycleLine[];
  scores: ScoreLine[];
  opportunities: { id: string; externalId: string; name: string | null; stage: string | null; outcome: string }[];
}

async function fetchLead(reader: Reader, id: string): Promise<LeadFacts | undefined> {
  const [lead] = await reader.$queryRaw<LeadFacts[]>`
    SELECT id::text AS id, source_system AS "sourceSystem", external_id AS "externalId", email, first_name AS "firstName",
      last_name AS "lastName", company, domain, title, country::text AS country, naics, employees,
      annual_revenue::text AS "annualRevenue", technologies, source_code AS source, campaign, segment_code::text AS segment,
      lane::text AS lane, created_at AS "createdAt", trim_scale(score)::text AS score, score_vendor AS "scoreVendor",
      score_model_version AS "scoreModelVersion", assigned_to AS "assignedTo", bought_from AS "boughtFrom"
    FROM leads WHERE id = ${id}::bigint`;
  return lead;
}

/** Looked up when it is read: the record that an import names may come in later. Reads `decisions d` and `leads own`. */
const DUPLICATE_OF = Prisma.sql`coalesce(
  (SELECT 'lead:' || l.id FROM leads l WHERE l.source_system = own.source_system AND l.external_id = d.duplicate_of),
  (SELECT 'opportunity:' || o.id FROM opportunities o WHERE o.source_system = own.source_system AND o.external_id = d.duplicate_of),
  d.duplicate_of)`;

async function fetchCycles(reader: Reader, leadId: string): Promise<CycleLine[]> {
  return reader.$queryRaw<CycleLine[]>`
    SELECT c.id::text AS id, c.number::int AS number, c.source_code AS source, c.segment_code::text AS segment, c.lane::text AS lane,
      c.stage::text AS stage, c.reason::text AS reason, to_json(c.handed_over_at) #>> '{}' AS "handedOverAt",
      c.handed_over_on::text AS "handedOverOn", to_json(c.first_touched_at) #>> '{}' AS "firstTouchedAt",
      to_json(c.touch_by) #>> '{}' AS "touchBy", to_json(c.decided_at) #>> '{}' AS "decidedAt", to_json(c.decide_by) #>> '{}' AS "decideBy",
      to_json(c.first_decided_at) #>> '{}' AS "firstDecidedAt",
      a.name AS "assignedTo", s.name AS "sourcedBy", c.agreement_version AS "agreementVersion", c.trace,
      (SELECT coalesce(json_agg(json_build_object('id', e.id::text, 'kind', e.kind, 'from', e.from_stage, 'to', e.to_stage, 'at', e.at,
          'actor', u.name, 'agreementVersion', e.agreement_version, 'auditSeq', e.audit_seq::text,
          'isSuperseded', EXISTS (SELECT FROM superseded_events x WHERE x.event_id = e.id)) ORDER BY e.at, e.id), '[]')
        FROM lifecycle_events e LEFT JOIN users u ON u.id = e.actor_id WHERE e.cycle_id = c.id) AS events,
      (SELECT coalesce(json_agg(json_build_object('id', d.id::text, 'decidedAt', d.decided_at, 'verdict', d.verdict, 'reason', d.reason,
          'duplicateOf', ${DUPLICATE_OF}, 'decidedBy', coalesce(u.name, d.decided_by_email), 'touchedAt', d.touched_at,
          'touchKind', d.touch_kind, 'note', d.note, 'isLive', d.is_live, 'agreementVersion', d.agreement_version)
          ORDER BY d.decided_at, d.id), '[]')
        FROM decisions d LEFT JOIN users u ON u.id = d.decided_by_id WHERE d.cycle_id = c.id) AS decisions
    FROM cycles c JOIN leads own ON own.id = c.lead_id LEFT JOIN users a ON a.id = c.assigned_id LEFT JOIN users s ON s.id = c.sourced_by_id
    WHERE c.lead_id = ${leadId}::bigint ORDER BY c.number DESC`;
}

/** One lead with its cycles, each with events and decisions, its scores and opportunities. Null when there is none. */
export async function readLead(id: string, reader: Reader = db()): Promise<LeadDetail | null> {
  if (!/^\d{1,18}$/.test(id)) return null;
  const lead = await fetchLead(reader, id);
  if (!lead) return null;
  const [cycles, scores, opportunities] = await Promise.all([
    fetchCycles(reader, id),
    reader.$queryRaw<ScoreLine[]>`
      SELECT trim_scale(score)::text AS score, vendor, model_version AS "modelVersion", to_json(recorded_at) #>> '{}' AS "recordedAt"
      FROM lead_scores WHERE lead_id = ${id}::bigint ORDER BY id DESC`,
    reader.$queryRaw<LeadDetail["opportunities"]>`
      SELECT id::text AS id, external_id AS "externalId", name, stage, outcome::text AS outcome
      FROM opportunities WHERE lead_id = ${id}::bigint ORDER BY created_at DESC, id DESC`,
  ]);
  return { lead, cycles, scores, opportunities };
}
