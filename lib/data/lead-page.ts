import "server-only";
import { authorize, may, type Person } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import type { IsoDate } from "@/lib/domain/dates";
import { type Evaluation, evaluate } from "@/lib/domain/definition-evaluation";
import { type LastCycle, type RecyclingProblem, recyclingProblem } from "@/lib/domain/recycling";
import { inOrder, type RequiredField } from "@/lib/domain/required-data";
import { Prisma } from "@/prisma/generated/client";
import { leadFacts } from "./evaluations";
import { lastCycles } from "./last-cycles";
import { type LeadDetail, readLead } from "./leads";
import { listActivePeople, type PersonOption } from "./people";
import { queueOf } from "./queue";
import { rulesInForce } from "./queue-leads";

/** An opportunity that could make an accepted lead an SQL. */
export interface OpenOpportunity {
  id: string;
  externalId: string;
  name: string | null;
  stage: string | null;
}

/** How the reader stands to the latest cycle of a lead. */
export interface OwnStanding {
  /** The verdict that stands is theirs. */
  isDecider: boolean;
  /** It waits in their queue. */
  isInQueue: boolean;
}

export interface LeadPageReading extends LeadDetail {
  /** The eight verdicts today, by the definition in force. */
  evaluation: Evaluation;
  agreementVersion: number;
  scoreAbove: number;
  /** What the version that judges asks a lead of the standard lane to carry. */
  required: RequiredField[];
  standing: OwnStanding;
  /** Where its last cycle was rejected or expired: what keeps it from a new one today, apart from the evaluation. Else undefined. */
  recycling: RecyclingProblem | null | undefined;
  /** Open ones of the company that belong to no other lead; read for those who qualify leads. */
  openOpportunities: OpenOpportunity[];
  /** Read for those who reassign leads. */
  assignees: PersonOption[];
}

/** One lead with all that its page shows this person; null when there is none. Throws AppError FORBIDDEN. */
export async function readLeadPage(actor: Person, id: string, now: Date): Promise<LeadPageReading | null> {
  await authorize(actor, "leads.read", `lead:${id}`);
  const detail = await readLead(id);
  if (!detail) return null;
  const [cycle] = detail.cycles;
  const rules = await rulesInForce(db(), now);
  const [facts, standing, openOpportunities, assignees] = await Promise.all([
    leadFacts(db(), [id], rules.today),
    standingOf(actor, cycle?.id ?? null),
    may(actor, "leads.qualify") && cycle?.stage === "sal" ? fetchOpenOpportunities(id) : [],
    may(actor, "queue.reassign") ? listActivePeople(["bdr", "partner_manager"]) : [],
  ]);
  const known = facts.get(id);
  if (!known) return null;
  const evaluation = evaluate(rules.definition, known, rules.today);
  const isOver = cycle?.stage === "rejected" || cycle?.stage === "expired";
  const recycling = isOver && may(actor, "leads.hand_over") ? await recyclingOf(id, rules.today) : undefined;
  const judged = { evaluation, agreementVersion: rules.version, scoreAbove: rules.definition.score_above };
  const required = detail.lead.lane === "partner" ? [] : inOrder(rules.required);
  return { ...detail, ...judged, required, standing, recycling, openOpportunities, assignees };
}

async function recyclingOf(id: string, today: IsoDate): Promise<RecyclingProblem | null> {
  const [last] = await db().$queryRaw<LastCycle[]>(
    lastCycles(Prisma.sql`SELECT ${id}::bigint AS lead_id, ${today}::date AS on_day`),
  );
  return last ? recyclingProblem(last, today) : { code: "ILLEGAL_TRANSITION" };
}

async function standingOf(actor: Person, cycleId: string | null): Promise<OwnStanding> {
  if (cycleId === null) return { isDecider: false, isInQueue: false };
  const [row] = await db().$queryRaw<OwnStanding[]>(Prisma.sql`
    SELECT coalesce(c.decided_by_id = ${actor.id}, false) AS "isDecider", coalesce((${queueOf(actor)}), false) AS "isInQueue"
    FROM cycles c WHERE c.id = ${cycleId}::bigint`);
  return row ?? { isDecider: false, isInQueue: false };
}

/** What lib/services/qualification.ts accepts: open, of the lead's company or already its own, of no other lead. */
async function fetchOpenOpportunities(leadId: string): Promise<OpenOpportunity[]> {
  return db().$queryRaw<OpenOpportunity[]>(Prisma.sql`
    SELECT o.id::text, o.external_id AS "externalId", o.name, o.stage
    FROM opportunities o JOIN leads l ON l.id = ${leadId}::bigint
    WHERE o.outcome = 'open' AND (o.lead_id = l.id OR (o.lead_id IS NULL AND o.account_key = l.account_key))
    ORDER BY o.created_at DESC, o.id DESC LIMIT 50`);
}
