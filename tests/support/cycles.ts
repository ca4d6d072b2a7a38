import type { Pool } from "pg";
import { type Person, personOfSession } from "@/lib/auth/actor";
import type { Role } from "@/lib/domain/roles";
import type { JsonRecord } from "@/lib/services/parse/records";
import { addPerson } from "./actors";
import { ingest } from "./ingest";

/** A Tuesday in New York, and the Thursday after it, before the decision is due. */
export const HANDED_OVER = "2027-06-29T14:00:00Z";
export const THURSDAY = new Date("2027-07-01T15:00:00Z");
/** The Monday snapshot that counts a decision of that Thursday: 06:00 in New York. */
export const SNAPSHOT = new Date("2027-07-05T10:00:00Z");

export const minutesAfter = (at: Date, minutes: number): Date => new Date(at.getTime() + minutes * 60_000);

/** Somebody of a role who is signed in; `tag` tells a second one apart. */
export async function signedIn(pool: Pool, role: Role, tag = ""): Promise<Person> {
  const { id } = await addPerson(pool, role, { tag });
  const person = await personOfSession(id, 1);
  if (!person) throw new Error(`${role} ${tag} must be signed in`);
  return person;
}

let made = 0;

/** Brings leads in as an import would, handed over on the Tuesday unless said otherwise, and returns their cycles. */
export async function handedOver(pool: Pool, ...leads: JsonRecord[]): Promise<bigint[]> {
  const records = leads.map((lead) => {
    made += 1;
    const basics = { external_id: `cycle-${made}`, company: `Company ${made}`, source: "webinar", employees: 640 };
    return { ...basics, created_at: "2027-06-01", handed_over_at: HANDED_OVER, ...lead };
  });
  const refused = await ingest(pool, { leads: records });
  if (refused.length > 0) throw new Error(`refused: ${JSON.stringify(refused)}`);
  return Promise.all(records.map(({ external_id }) => cycleOf(pool, String(external_id))));
}

/** The cycle of a lead by its outside id. */
export async function cycleOf(pool: Pool, externalId: string): Promise<bigint> {
  const { rows } = await pool.query<{ id: bigint }>(
    "SELECT c.id FROM cycles c JOIN leads l ON l.id = c.lead_id WHERE l.external_id = $1",
    [externalId],
  );
  const [cycle] = rows;
  if (!cycle) throw new Error(`${externalId} has no cycle`);
  return cycle.id;
}

/** Id of a lead by its outside id. */
export async function leadOf(pool: Pool, externalId: string): Promise<bigint> {
  const { rows } = await pool.query<{ id: bigint }>("SELECT id FROM leads WHERE external_id = $1", [externalId]);
  const [lead] = rows;
  if (!lead) throw new Error(`there is no lead ${externalId}`);
  return lead.id;
}

/** What the tables say of one cycle. */
export async function cycleState(pool: Pool, id: bigint) {
  const { rows } = await pool.query<{
    stage: string;
    reason: string | null;
    decidedAt: Date | null;
    decidedById: bigint | null;
    firstTouchedAt: Date | null;
    assignedId: bigint | null;
    trace: unknown;
  }>(
    `SELECT stage::text, reason::text, decided_at AS "decidedAt", decided_by_id AS "decidedById", first_touched_at AS "firstTouchedAt",
       assigned_id AS "assignedId", trace FROM cycles WHERE id = $1`,
    [id],
  );
  const [cycle] = rows;
  if (!cycle) throw new Error(`there is no cycle ${id}`);
  return cycle;
}

/** "mql>sal move by 12", oldest first. */
export async function eventsOf(pool: Pool, cycleId: bigint): Promise<string[]> {
  const { rows } = await pool.query<{ line: string }>(
    `SELECT from_stage || '>' || to_stage || ' ' || kind || ' by ' || coalesce(actor_id::text, 'nobody') AS line
     FROM lifecycle_events WHERE cycle_id = $1 ORDER BY at, id`,
    [cycleId],
  );
  return rows.map(({ line }) => line);
}
