import "server-only";
import { authorize, forbidden, loggingRefusals, type Person } from "@/lib/auth/actor";
import { leadFacts } from "@/lib/data/evaluations";
import { db } from "@/lib/db";
import { decideBy, touchBy } from "@/lib/domain/calendar";
import { dateIn, type IsoDate } from "@/lib/domain/dates";
import type { Definition } from "@/lib/domain/definition";
import { type Evaluation, evaluate, isMql } from "@/lib/domain/definition-evaluation";
import type { Lane } from "@/lib/domain/lifecycle";
import { AppError } from "@/lib/errors";
import { audit } from "@/lib/services/audit";
import { factsRules, refreshOpportunities } from "@/lib/services/facts/refresh";
import { loadParseContext } from "@/lib/services/parse/context";
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

/**
 * Hands a lead over to sales. In the standard lane it becomes an MQL, and only if the third-party score
 * is above the line and all eight fields of the definition pass; the trace is stored with the cycle
 * (product.md A2). A partner referral enters without scoring (A9).
 * @throws AppError SCORE_MISSING, ICP_FAILED with the failed fields, TOO_SOON (it has had its cycle), NOT_FOUND, FORBIDDEN
 */
export async function handOver(actor: Person, leadId: bigint, now: Date): Promise<HandedOver> {
  await authorize(actor, "leads.hand_over", `lead:${leadId}`);
  return loggingRefusals(actor, "leads.hand_over", `lead:${leadId}`, () => handOverLocked(actor, leadId, now));
}

function handOverLocked(actor: Person, leadId: bigint, now: Date): Promise<HandedOver> {
  return db().$transaction(async (prisma) => {
    const tx = prismaTx(prisma);
    const lead = await lockLead(tx, actor, leadId);
    const rules = await loadParseContext((text) => tx.rows(Prisma.raw(text)), { sourceSystem: "accord", now });
    const evaluation = lead.lane === "partner" ? null : await evaluateNow(prisma, leadId, dateIn(now, rules.zone));
    if (evaluation) checkMql(evaluation);
    const stage = evaluation ? "mql" : "referred";
    const auditSeq = await audit(tx, {
      actor,
      action: "lead.hand_over",
      object: `lead:${leadId}`,
      after: { stage },
      agreementVersion: rules.agreementVersion,
    });
    const due = {
      touchBy: touchBy(now, rules.calendar, rules.followUpHours),
      decideBy: decideBy(now, rules.calendar, rules.decisionDays),
    };
    const cycle = await openCycle(tx, leadId, {
      now,
      stage,
      zone: rules.zone,
      version: rules.agreementVersion,
      evaluation,
      ...due,
    });
    await recordMove(tx, actor, cycle.id, { stage, now, version: rules.agreementVersion, auditSeq });
    await addCounts(tx, [
      { day: cycle.day, source: cycle.source, segment: cycle.segment, lane: lead.lane, handed_over: 1 },
    ]);
    const opportunities = await affectedOpportunities(
      tx,
      Prisma.sql`SELECT id FROM opportunities WHERE lead_id = ${leadId}`,
    );
    await refreshOpportunities(tx, opportunities, await factsRules(tx), auditSeq);
    return { leadId: String(leadId), cycleId: cycle.id, stage, evaluation };
  });
}

/**
 * The lead, locked, if this person may hand it over and it was not handed over before. The cycles are looked for in a
 * statement of their own: one that waited for the lock still sees the time before it waited.
 */
async function lockLead(tx: Tx, actor: Person, id: bigint): Promise<{ lane: Lane }> {
  const [lead] = await tx.rows<{ lane: Lane }>(Prisma.sql`SELECT lane::text FROM leads WHERE id = ${id} FOR UPDATE`);
  if (!lead) throw new AppError("NOT_FOUND", { message: "This lead does not exist. Go back to the list of leads." });
  if (actor.onlyLane && lead.lane !== actor.onlyLane) {
    throw forbidden("This lead is outside the partner lane. Nothing has changed.");
  }
  const { isHandedOver } = await onlyRow<{ isHandedOver: boolean }>(
    tx,
    Prisma.sql`SELECT EXISTS (SELECT FROM cycles WHERE lead_id = ${id}) AS "isHandedOver"`,
  );
  if (isHandedOver) throw new AppError("TOO_SOON", { message: "This lead was handed over before; its verdict stays." });
  return lead;
}

/** The eight verdicts of the definition in force, today. */
async function evaluateNow(prisma: Prisma.TransactionClient, leadId: bigint, on: IsoDate): Promise<Evaluation> {
  const facts = (await leadFacts(prisma, [String(leadId)])).get(String(leadId));
  const { definition } = await onlyRow<{ definition: Definition }>(
    prismaTx(prisma),
    Prisma.sql`SELECT definition FROM agreements WHERE status IN ('provisional', 'in_force')`,
  );
  if (!facts) throw new Error(`lead ${leadId} is locked and yet has no facts`);
  return evaluate(definition, facts, on);
}

function checkMql(evaluation: Evaluation): void {
  const check = isMql(evaluation);
  if (check.ok) return;
  if (check.code === "SCORE_MISSING") {
    throw new AppError("SCORE_MISSING", {
      field: "score",
      message: "The lead has no third-party score. Import the score first; nobody can type one in.",
    });
  }
  const labels = new Map<string, string>(evaluation.fields.map(({ field, label }) => [field, label]));
  const failed = check.failed.map((field) => labels.get(field) ?? "Score above the line");
  throw new AppError("ICP_FAILED", {
    message: `The lead does not meet the definition: ${failed.join(", ")}. Correct its data in the CRM, or leave it with marketing.`,
    details: { failed },
  });
}

interface CycleOpening {
  now: Date;
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
  const { now, stage, zone, version, evaluation } = opening;
  await tx.rows(Prisma.sql`UPDATE leads SET handed_over_at = ${now} WHERE id = ${leadId}`);
  return onlyRow(
    tx,
    Prisma.sql`
      INSERT INTO cycles (lead_id, source_code, segment_code, lane, stage, handed_over_at, handed_over_on, agreement_version, assigned_id,
        sourced_by_id, touch_by, decide_by, last_activity_on, trace)
      SELECT l.id, CASE l.lane WHEN 'partner' THEN 'partner_referral' ELSE l.source_code END, l.segment_code, l.lane, ${stage}::stage, ${now},
        (${now}::timestamptz AT TIME ZONE ${zone})::date, ${version}, a.id, s.id, ${opening.touchBy}, ${opening.decideBy},
        (${now}::timestamptz AT TIME ZONE ${zone})::date, ${evaluation ? JSON.stringify(evaluation) : null}::jsonb
      FROM leads l LEFT JOIN users a ON a.email = l.assigned_to LEFT JOIN users s ON s.email = l.sourced_by WHERE l.id = ${leadId}
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
