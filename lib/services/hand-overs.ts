import "server-only";
import { forbidden, type Person } from "@/lib/auth/actor";
import { leadFacts } from "@/lib/data/evaluations";
import { REQUIRED_RECORD } from "@/lib/data/required-data";
import { decideBy, touchBy } from "@/lib/domain/calendar";
import { dateIn, type IsoDate } from "@/lib/domain/dates";
import type { Definition } from "@/lib/domain/definition";
import { type Evaluation, evaluate } from "@/lib/domain/definition-evaluation";
import { type HandOverProblems, handOverProblems } from "@/lib/domain/hand-over";
import type { Lane } from "@/lib/domain/lifecycle";
import { missingData, type RequiredField, type RequiredRecord } from "@/lib/domain/required-data";
import { AppError } from "@/lib/errors";
import { audit } from "@/lib/services/audit";
import { factsRules, refreshOpportunities } from "@/lib/services/facts/refresh";
import { loadParseContext, type ParseContext } from "@/lib/services/parse/context";
import { affectedOpportunities } from "@/lib/services/records/affected";
import { addCounts } from "@/lib/services/records/counts";
import { onlyRow, prismaTx, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";

export interface HandedOver {
  leadId: string;
  cycleId: string;
  stage: "mql" | "referred";
  evaluation: Evaluation | null;
}

export interface LockedLead {
  lane: Lane;
  sourceSystem: string;
  record: RequiredRecord;
}

/**
 * The lead, locked, if this person may hand it over. What its cycles are is for the caller to ask, in a statement of its own:
 * one that waited for the lock still sees the time before it waited. Throws AppError NOT_FOUND, FORBIDDEN.
 */
export async function lockLead(tx: Tx, actor: Person, id: bigint): Promise<LockedLead> {
  const [lead] = await tx.rows<LockedLead>(Prisma.sql`
    SELECT l.lane::text, l.source_system AS "sourceSystem", ${REQUIRED_RECORD} AS record FROM leads l WHERE l.id = ${id} FOR UPDATE`);
  if (!lead) throw new AppError("NOT_FOUND", { message: "This lead does not exist. Go back to the list of leads." });
  if (actor.onlyLane && lead.lane !== actor.onlyLane) {
    throw forbidden("This lead is outside the partner lane. Nothing has changed.");
  }
  return lead;
}

/** What of the organisation and of the agreement that judges a hand-over takes. */
export const handOverRules = (tx: Tx, now: Date): Promise<ParseContext> =>
  loadParseContext((text) => tx.rows(Prisma.raw(text)), { sourceSystem: "accord", now });

export interface HandOverOf {
  action: "lead.hand_over" | "lead.recycle";
  /** Number of the cycle that opens. */
  number: number;
  before?: object;
  now: Date;
  rules: ParseContext;
}

/**
 * Opens the cycle of a locked lead, evaluated by the version that judges: cycle, event, counters, the facts that follow and the
 * audit entry. The partner lane is not evaluated.
 * Throws AppError DATA_INCOMPLETE, SCORE_MISSING or ICP_FAILED.
 */
export async function writeHandOver(
  prisma: Prisma.TransactionClient,
  actor: Person,
  leadId: bigint,
  lead: LockedLead,
  { action, number, before, now, rules }: HandOverOf,
): Promise<HandedOver> {
  const tx = prismaTx(prisma);
  const { agreementVersion: version, zone } = rules;
  const evaluation =
    lead.lane === "partner" ? null : await mqlNow(prisma, leadId, lead, { version, on: dateIn(now, zone) });
  const stage = evaluation ? "mql" : "referred";
  const after = { stage, ...(number > 1 && { cycle: number }) };
  const auditSeq = await audit(tx, {
    actor,
    action,
    object: `lead:${leadId}`,
    before,
    after,
    agreementVersion: version,
  });
  const due = {
    touchBy: touchBy(now, rules.calendar, rules.followUpHours),
    decideBy: decideBy(now, rules.calendar, rules.decisionDays),
  };
  const cycle = await openCycle(tx, leadId, { now, number, stage, zone, version, evaluation, ...due });
  await recordMove(tx, actor, cycle.id, { stage, now, version, auditSeq });
  await addCounts(tx, [
    {
      day: cycle.day,
      source: cycle.source,
      segment: cycle.segment,
      lane: lead.lane,
      handed_over: 1,
      recycled: number > 1 ? 1 : 0,
    },
  ]);
  const opportunities = await affectedOpportunities(
    tx,
    Prisma.sql`SELECT id FROM opportunities WHERE lead_id = ${leadId}`,
  );
  await refreshOpportunities(tx, opportunities, await factsRules(tx), auditSeq);
  return { leadId: String(leadId), cycleId: cycle.id, stage, evaluation };
}

/**
 * The eight verdicts by the version whose SLAs the hand-over takes: the next one may come into force between two statements.
 * Throws AppError as `writeHandOver`.
 */
async function mqlNow(
  prisma: Prisma.TransactionClient,
  leadId: bigint,
  lead: LockedLead,
  { version, on }: { version: number; on: IsoDate },
): Promise<Evaluation> {
  const facts = (await leadFacts(prisma, [String(leadId)], on)).get(String(leadId));
  const { definition, required } = await onlyRow<{ definition: Definition; required: RequiredField[] }>(
    prismaTx(prisma),
    Prisma.sql`SELECT definition, required_data AS required FROM agreements WHERE version = ${version}`,
  );
  if (!facts) throw new Error(`lead ${leadId} is locked and yet has no facts`);
  const evaluation = evaluate(definition, facts, on);
  const problems = handOverProblems(evaluation, missingData(required, lead.record));
  if (problems) throw notMql(problems, lead.sourceSystem);
  return evaluation;
}

function notMql({ code, missing, score, failed }: HandOverProblems, sourceSystem: string): AppError {
  const words = [
    ...(missing.length > 0
      ? [
          `The lead lacks what the agreement asks for: ${missing.join(", ")}. Complete it in the source system, ${sourceSystem}, and import the lead again.`,
        ]
      : []),
    ...(score === "missing"
      ? ["The lead has no third-party score. Import the score first; nobody can type one in."]
      : []),
    ...(failed.length > 0
      ? [
          `The lead does not meet the definition: ${failed.join(", ")}. Correct its data in the source system, ${sourceSystem}, or leave it with marketing.`,
        ]
      : []),
  ];
  const field = code === "SCORE_MISSING" ? "score" : undefined;
  return new AppError(code, { message: words.join(" "), field, details: { missing, score, failed } });
}

interface CycleOpening {
  now: Date;
  number: number;
  stage: "mql" | "referred";
  zone: string;
  version: number;
  evaluation: Evaluation | null;
  touchBy: Date;
  decideBy: Date;
}

async function openCycle(
  tx: Tx,
  leadId: bigint,
  opening: CycleOpening,
): Promise<{ id: string; day: string; source: string; segment: string }> {
  const { now, number, stage, zone, version, evaluation } = opening;
  await tx.rows(Prisma.sql`UPDATE leads SET handed_over_at = ${now} WHERE id = ${leadId}`);
  return onlyRow(
    tx,
    Prisma.sql`
      INSERT INTO cycles (lead_id, number, source_code, segment_code, lane, stage, handed_over_at, handed_over_on, agreement_version, assigned_id,
        sourced_by_id, touch_by, decide_by, last_activity_on, trace)
      SELECT l.id, ${number}::smallint, CASE l.lane WHEN 'partner' THEN 'partner_referral' ELSE l.source_code END, l.segment_code, l.lane, ${stage}::stage, ${now},
        (${now}::timestamptz AT TIME ZONE ${zone})::date, ${version}, a.id, s.id, ${opening.touchBy}, ${opening.decideBy},
        (${now}::timestamptz AT TIME ZONE ${zone})::date, ${evaluation ? JSON.stringify(evaluation) : null}::jsonb
      FROM leads l LEFT JOIN users a ON a.email = l.assigned_to AND NOT never_owns(a.role) LEFT JOIN users s ON s.email = l.sourced_by WHERE l.id = ${leadId}
      RETURNING id::text, handed_over_on::text AS day, source_code AS source, segment_code::text AS segment`,
  );
}

async function recordMove(
  tx: Tx,
  actor: Person,
  cycleId: string,
  move: { stage: "mql" | "referred"; now: Date; version: number; auditSeq: bigint },
): Promise<void> {
  await tx.rows(Prisma.sql`
    INSERT INTO lifecycle_events (cycle_id, from_stage, to_stage, at, actor_id, agreement_version, audit_seq)
    VALUES (${cycleId}::bigint, 'lead', ${move.stage}::stage, ${move.now}, ${actor.id}, ${move.version}, ${move.auditSeq})`);
}
