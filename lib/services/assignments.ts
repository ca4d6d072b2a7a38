import "server-only";
import { authorize, type Person } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import type { Lane, Stage } from "@/lib/domain/lifecycle";
import type { Role } from "@/lib/domain/roles";
import { AppError } from "@/lib/errors";
import { audit } from "@/lib/services/audit";
import { isOpen, whoDecided } from "@/lib/services/cycles";
import { prismaTx, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";

export interface Reassigned {
  cycleId: string;
  /** Name of the person who has it now. */
  assignedTo: string;
}

interface LockedCycle {
  id: string;
  stage: Stage;
  lane: Lane;
  assignedId: bigint | null;
  sourcedById: bigint | null;
}

interface Assignee {
  id: bigint;
  name: string;
  role: Role;
  active: boolean;
}

/**
 * Gives an open cycle to another person (product.md A5). Only the cycle changes; the CRM's own assignment stays in the
 * lead's record, and the next import of it wins.
 * @throws AppError FORBIDDEN, NOT_FOUND, ALREADY_DECIDED, ASSIGNEE_UNFIT (not active, cannot decide in this lane, or sourced it)
 */
export async function reassign(actor: Person, input: { cycleId: bigint; personId: bigint }): Promise<Reassigned> {
  const object = `cycle:${input.cycleId}`;
  await authorize(actor, "queue.reassign", object);
  return db().$transaction(async (prisma) => {
    const tx = prismaTx(prisma);
    const cycle = await lockCycle(tx, input.cycleId);
    if (!isOpen(cycle.stage)) throw await whoDecided(tx, cycle.id);
    const person = await fitPerson(tx, input.personId, cycle);
    if (cycle.assignedId === person.id) return { cycleId: cycle.id, assignedTo: person.name };
    await tx.rows(Prisma.sql`UPDATE cycles SET assigned_id = ${person.id} WHERE id = ${cycle.id}::bigint`);
    await audit(tx, {
      actor,
      action: "lead.reassign",
      object,
      before: { assigned_id: cycle.assignedId },
      after: { assigned_id: person.id },
    });
    return { cycleId: cycle.id, assignedTo: person.name };
  });
}

async function lockCycle(tx: Tx, id: bigint): Promise<LockedCycle> {
  const [cycle] = await tx.rows<LockedCycle>(Prisma.sql`
    SELECT id::text, stage::text, lane::text, assigned_id AS "assignedId", sourced_by_id AS "sourcedById"
    FROM cycles WHERE id = ${id} FOR UPDATE`);
  if (!cycle) throw new AppError("NOT_FOUND", { message: "This lead is not in the queue any more. Reload the queue." });
  return cycle;
}

const DECIDERS: Readonly<Record<Lane, readonly Role[]>> = { standard: ["bdr"], partner: ["bdr", "partner_manager"] };

/** The chosen person, if they could decide this cycle: active, of a role that works its lane, and not its sourcer. */
async function fitPerson(tx: Tx, id: bigint, cycle: LockedCycle): Promise<Assignee> {
  const [person] = await tx.rows<Assignee>(Prisma.sql`
    SELECT id, name, role::text, active FROM users WHERE id = ${id} FOR SHARE`);
  const unfit = person ? unfitness(person, cycle) : "Choose somebody from the list.";
  if (!person || unfit) throw new AppError("ASSIGNEE_UNFIT", { field: "person", message: unfit ?? "" });
  return person;
}

function unfitness(person: Assignee, cycle: LockedCycle): string | null {
  if (!person.active) return `The account of ${person.name} is closed. Choose somebody else.`;
  if (!DECIDERS[cycle.lane].includes(person.role)) return `${person.name} does not work this lane. Choose a BDR.`;
  if (cycle.sourcedById === person.id)
    return `${person.name} sourced this lead and may not decide it. Choose another BDR.`;
  return null;
}
