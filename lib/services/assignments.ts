import "server-only";
import { authorize, type Person } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { LANES, type Lane, type Stage } from "@/lib/domain/lifecycle";
import type { Role } from "@/lib/domain/roles";
import { AppError } from "@/lib/errors";
import { isOpen, whoDecided } from "@/lib/services/cycles";
import { onlyRow, prismaTx, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";

export interface Reassigned {
  /** Name of the person who has the lead now. */
  assignedTo: string;
  /** How many leads changed hands. */
  moved: number;
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

/** At most so many move at once, the oldest due first. */
const MOST_MOVED = 1_000;

/**
 * Gives an open cycle to another person (product.md A5), or with `all` every open cycle of whoever has this one, as far as
 * the other person may decide them. Only cycles change; the CRM's own assignment stays in the lead's record, and the next
 * import that changes it wins.
 * @throws AppError FORBIDDEN, NOT_FOUND, ALREADY_DECIDED, ASSIGNEE_UNFIT (not active, cannot decide in this lane, or sourced it)
 */
export async function reassign(
  actor: Person,
  input: { cycleId: bigint; personId: bigint; all: boolean },
): Promise<Reassigned> {
  await authorize(actor, "queue.reassign", `cycle:${input.cycleId}`);
  return db().$transaction(async (prisma) => {
    const tx = prismaTx(prisma);
    const cycle = await lockCycle(tx, input.cycleId);
    if (!isOpen(cycle.stage)) throw await whoDecided(tx, cycle.id);
    const person = await fitPerson(tx, input.personId, cycle);
    if (cycle.assignedId === person.id) return { assignedTo: person.name, moved: 0 };
    const which = input.all
      ? Prisma.sql`c.assigned_id IS NOT DISTINCT FROM ${cycle.assignedId}::bigint`
      : Prisma.sql`c.id = ${cycle.id}::bigint`;
    return { assignedTo: person.name, moved: await moveTo(tx, actor, person, which) };
  });
}

/** Moves the open cycles that fit; one audit entry for each. Returns how many. */
async function moveTo(tx: Tx, actor: Person, person: Assignee, which: Prisma.Sql): Promise<number> {
  const lanes = LANES.filter((lane) => DECIDERS[lane].includes(person.role));
  const { moved } = await onlyRow<{ moved: number }>(
    tx,
    Prisma.sql`
      WITH due AS (
        SELECT c.id, c.assigned_id FROM cycles c
        WHERE c.stage IN ('mql', 'referred') AND ${which} AND c.sourced_by_id IS DISTINCT FROM ${person.id}::bigint AND c.lane = ANY(${lanes}::lane[])
        ORDER BY c.decide_by, c.id LIMIT ${MOST_MOVED} FOR UPDATE
      ),
      moved AS (UPDATE cycles c SET assigned_id = ${person.id} FROM due WHERE c.id = due.id RETURNING c.id, due.assigned_id AS before),
      written AS (
        SELECT audit_append(${actor.id}::bigint, ${actor.label}::text, 'lead.reassign', 'cycle:' || id,
          jsonb_build_object('assigned_id', before::text), jsonb_build_object('assigned_id', ${String(person.id)}::text), NULL) AS seq
        FROM moved ORDER BY id
      )
      SELECT count(*)::int AS moved FROM written`,
  );
  return moved;
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
