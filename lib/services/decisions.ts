import "server-only";
import { authorize, loggingRefusals, type Person } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { needsDuplicate, needsTouch, type Reason } from "@/lib/domain/reasons";
import { AppError } from "@/lib/errors";
import { type AuditRecord, auditLink } from "@/lib/services/audit";
import { type OpenCycle, ownCycle, whoDecided } from "@/lib/services/cycles";
import { factsRules, refreshOpportunities } from "@/lib/services/facts/refresh";
import { applyVerdict, OPPORTUNITY_CAME } from "@/lib/services/records/decisions";
import type { StagedRow } from "@/lib/services/records/staging";
import { rowRelation } from "@/lib/services/records/write";
import { prismaTx, sqlState, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";

/** How the person reached the lead before deciding. */
export type LoggedTouch = "call" | "reply" | "meeting";

export type DecisionInput = {
  cycleId: bigint;
  /** Null: no touch yet. An acceptance and "no buying intent" need one. */
  touch: LoggedTouch | null;
  note?: string | undefined;
} & ({ verdict: "accept" } | { verdict: "reject"; reason: Reason; duplicateOf?: string | undefined });

export interface DecisionMade {
  cycleId: string;
  decidedAt: Date;
}

export const NOTE_LIMIT = 280;

/** Each further try means that somebody else changed the same lead in between. */
const MOST_TRIES = 5;

/**
 * Accepts or rejects an open cycle for the person who works it (product.md A3, A4). The touch is logged
 * in the same step. Of two people who decide at once exactly one wins.
 * @throws AppError FORBIDDEN (someone else's lead, or one's own sourced lead), ALREADY_DECIDED with who and
 *   when, TOUCH_REQUIRED, DUPLICATE_OF_REQUIRED, DUPLICATE_OF_UNKNOWN, NOTE_TOO_LONG; nothing is written then
 */
export async function decide(actor: Person, input: DecisionInput, now: Date): Promise<DecisionMade> {
  await authorize(actor, "leads.decide", `cycle:${input.cycleId}`);
  checkInput(input);
  return loggingRefusals(actor, "leads.decide", `cycle:${input.cycleId}`, async () => {
    const tx = prismaTx(db());
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const cycle = await ownCycle(tx, actor, input.cycleId);
      if (input.verdict === "reject" && input.duplicateOf) await checkDuplicate(tx, input.duplicateOf, cycle);
      if (await write(actor, cycle, input, now)) return { cycleId: cycle.id, decidedAt: now };
    }
    throw new Error(`cycle ${input.cycleId} changed ${MOST_TRIES} times while it was decided`);
  });
}

function checkInput(input: DecisionInput): void {
  const reason = input.verdict === "reject" ? input.reason : null;
  if (input.touch === null && (reason === null || needsTouch(reason))) {
    throw new AppError("TOUCH_REQUIRED", {
      field: "touch",
      message:
        reason === null
          ? "Choose how you reached the lead: a lead is accepted after a touch."
          : "Choose how you reached the lead: without a touch nobody knows that there is no intent.",
    });
  }
  if (reason && needsDuplicate(reason) && input.verdict === "reject" && !input.duplicateOf) {
    throw new AppError("DUPLICATE_OF_REQUIRED", {
      field: "duplicate_of",
      message: "Name the open opportunity or lead that this one duplicates: search for it below.",
    });
  }
  if (input.note && [...input.note].length > NOTE_LIMIT) {
    throw new AppError("NOTE_TOO_LONG", { field: "note", message: `Shorten the note to ${NOTE_LIMIT} characters.` });
  }
}

/** "lead:12" or "opportunity:7" must exist and be another record than the one rejected. */
async function checkDuplicate(tx: Tx, reference: string, cycle: OpenCycle): Promise<void> {
  const match = /^(lead|opportunity):(\d{1,18})$/.exec(reference);
  const found =
    match && (match[1] === "lead" ? await leadExists(tx, match[2], cycle) : await opportunityIsOpen(tx, match[2]));
  if (!found) {
    throw new AppError("DUPLICATE_OF_UNKNOWN", {
      field: "duplicate_of",
      message: "Choose another open opportunity or another lead from the list; this one cannot be a duplicate of it.",
    });
  }
}

async function leadExists(tx: Tx, id: string | undefined, cycle: OpenCycle): Promise<boolean> {
  const rows = await tx.rows(
    Prisma.sql`SELECT 1 FROM leads WHERE id = ${id}::bigint AND id <> ${cycle.leadId}::bigint`,
  );
  return rows.length === 1;
}

async function opportunityIsOpen(tx: Tx, id: string | undefined): Promise<boolean> {
  const rows = await tx.rows(Prisma.sql`SELECT 1 FROM opportunities WHERE id = ${id}::bigint AND outcome = 'open'`);
  return rows.length === 1;
}

/** Imported events may lie ahead of our clock; a verdict never comes before the event that it follows. */
const datedAhead = () =>
  new AppError("ILLEGAL_TRANSITION", {
    message: "The CRM dates the last event of this lead in the future. Decide it after that time, or correct the CRM.",
  });

/**
 * One statement where no opportunity follows from the lead, which most have none of; else a transaction. False when the
 * cycle is not any more as it was read: then nothing is written.
 */
async function write(actor: Person, cycle: OpenCycle, input: DecisionInput, now: Date): Promise<boolean> {
  if (!cycle.hasOpportunity) {
    try {
      return await writeDecision(prismaTx(db()), actor, cycle, input, { now, isAlone: true });
    } catch (error) {
      if (sqlState(error) !== OPPORTUNITY_CAME) throw error;
    }
  }
  return db().$transaction((prisma) => writeDecision(prismaTx(prisma), actor, cycle, input, { now, isAlone: false }));
}

/** The same write as an import's, for one row. */
async function writeDecision(
  tx: Tx,
  actor: Person,
  cycle: OpenCycle,
  input: DecisionInput,
  { now, isAlone }: { now: Date; isAlone: boolean },
): Promise<boolean> {
  const { agreementVersion, assignedId, source } = cycle;
  const relation = rowRelation("decisions", staged(actor, cycle, input, now));
  const link = auditLink({ ...entryOf(cycle, input), actor, agreementVersion });
  const given = { agreementVersion, assignedId, source, link, isAlone };
  const { errors, opportunities, auditSeq } = await applyVerdict(tx, relation, given);
  if (auditSeq === null) {
    const [error] = errors;
    if (error?.code === "NOT_HANDED_OVER" || error?.code === "TAKEN_BACK_LATER") throw datedAhead();
    if (error) throw await whoDecided(tx, cycle.id);
    return false;
  }
  if (opportunities.length > 0) await refreshOpportunities(tx, opportunities, await factsRules(tx), auditSeq);
  return true;
}

const reasonOf = (input: DecisionInput): Reason | null => (input.verdict === "reject" ? input.reason : null);
const duplicateOf = (input: DecisionInput): string | null =>
  input.verdict === "reject" ? (input.duplicateOf ?? null) : null;

function entryOf(cycle: OpenCycle, input: DecisionInput): Omit<AuditRecord, "actor"> {
  const { verdict, touch } = input;
  return {
    action: `decision.${verdict}`,
    object: `cycle:${cycle.id}`,
    before: { stage: cycle.stage },
    after: { verdict, reason: reasonOf(input), touch, duplicate_of: duplicateOf(input) },
  };
}

function staged(actor: Person, { sourceSystem, externalId }: OpenCycle, input: DecisionInput, now: Date): StagedRow {
  const at = now.toISOString();
  const { verdict, touch, note } = input;
  const touchedAt = touch ? at : null;
  const verdictCells = [verdict, reasonOf(input), duplicateOf(input)];
  return ["0", sourceSystem, externalId, at, ...verdictCells, actor.email, touchedAt, touch, note || null];
}
