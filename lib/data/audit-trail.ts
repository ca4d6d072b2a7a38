import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import type { HashedEntry, TrailCursor, TrailFilter } from "@/lib/domain/audit-trail";
import { addDays, startOfDay } from "@/lib/domain/dates";
import { Prisma } from "@/prisma/generated/client";
import { readOrganisation } from "./organisation";

export const AUDIT_OBJECT = "audit";

/** Entries of one page. */
export const TRAIL_SIZE = 50;
const BATCH = 2_000;

/** One entry as the screen shows it. */
export interface TrailEntry {
  seq: bigint;
  at: Date;
  /** Name of the person, else the label of the log. */
  who: string;
  actor: string;
  action: string;
  object: string;
  before: unknown;
  after: unknown;
  agreementVersion: number | null;
  prevHash: string;
  hash: string;
  /** The lead of a cycle that the object is. */
  leadId: bigint | null;
}

export interface TrailPage {
  /** Latest first. */
  entries: TrailEntry[];
  hasOlder: boolean;
  hasNewer: boolean;
  /** The last link of the chain, whatever the filter. */
  head: { seq: bigint; hash: string };
}

/** Everything a filter asks but the action. By code unit: a kind is what stands before ":", and ";" comes after it. */
function conditions({ actor, object, from, to }: TrailFilter, zone: string): Prisma.Sql[] {
  return [
    ...(actor === null ? [] : [Prisma.sql`a.actor = ${actor}`]),
    ...(object === null
      ? []
      : object.includes(":")
        ? [Prisma.sql`a.object = ${object}`]
        : [Prisma.sql`(a.object = ${object} OR (a.object ~>=~ ${`${object}:`} AND a.object ~<~ ${`${object};`}))`]),
    ...(from === null ? [] : [Prisma.sql`a.at >= ${startOfDay(from, zone)}`]),
    ...(to === null ? [] : [Prisma.sql`a.at < ${startOfDay(addDays(to, 1), zone)}`]),
  ];
}

interface Slice {
  where: Prisma.Sql[];
  order: Prisma.Sql;
  limit: number;
}

/**
 * Links under a filter, by their number. Of several actions each gives its own few, so that an index has them in order: a page
 * reads some hundred links however long the log is.
 */
async function linksOf(filter: TrailFilter, { where, order, limit }: Slice): Promise<Prisma.Sql> {
  const all = Prisma.join([Prisma.sql`TRUE`, ...where], " AND ");
  if (filter.action === null) {
    return Prisma.sql`SELECT a.* FROM audit_log a WHERE ${all} ORDER BY a.seq ${order} LIMIT ${limit}`;
  }
  const { action } = filter;
  const actions = action.includes(".")
    ? [action]
    : (await distinct("action")).filter((known) => known.startsWith(`${action}.`));
  return Prisma.sql`
    SELECT a.* FROM unnest(${actions}::text[]) AS wanted(action) CROSS JOIN LATERAL (
      SELECT a.* FROM audit_log a WHERE a.action = wanted.action AND ${all} ORDER BY a.seq ${order} LIMIT ${limit}) a
    ORDER BY a.seq ${order} LIMIT ${limit}`;
}

/** The values of a column, one look into its index for each. */
async function distinct(column: "actor" | "action"): Promise<string[]> {
  const name = Prisma.raw(column);
  const rows = await db().$queryRaw<{ value: string }[]>`
    WITH RECURSIVE found AS (
      (SELECT ${name} AS value FROM audit_log ORDER BY ${name} LIMIT 1)
      UNION ALL
      SELECT (SELECT ${name} FROM audit_log WHERE ${name} > found.value ORDER BY ${name} LIMIT 1) FROM found WHERE found.value IS NOT NULL)
    SELECT value FROM found WHERE value IS NOT NULL`;
  return rows.map(({ value }) => value);
}

export interface TrailChoices {
  /** Who has written, with their names. */
  actors: { actor: string; name: string | null }[];
  actions: string[];
}

/** What the filters offer. The caller has checked who may read. */
export async function readTrailChoices(): Promise<TrailChoices> {
  const [labels, actions, people] = await Promise.all([
    distinct("actor"),
    distinct("action"),
    db().user.findMany({ select: { email: true, name: true } }),
  ]);
  const names = new Map(people.map(({ email, name }) => [email, name]));
  return { actors: labels.map((actor) => ({ actor, name: names.get(actor) ?? null })), actions };
}

const ASC = Prisma.sql`ASC`;
const DESC = Prisma.sql`DESC`;

/** One page of the trail. Throws AppError FORBIDDEN. */
export async function readTrail(actor: Actor, filter: TrailFilter, cursor: TrailCursor): Promise<TrailPage> {
  await authorize(actor, "audit.read", AUDIT_OBJECT);
  const { timeZone } = await readOrganisation();
  const isForward = cursor !== null && "after" in cursor;
  const bound =
    cursor === null ? [] : [isForward ? Prisma.sql`a.seq > ${cursor.after}` : Prisma.sql`a.seq < ${cursor.before}`];
  const links = await linksOf(filter, {
    where: [...bound, ...conditions(filter, timeZone)],
    order: isForward ? ASC : DESC,
    limit: TRAIL_SIZE + 1,
  });
  const [rows, [head]] = await Promise.all([
    db().$queryRaw<TrailEntry[]>`
      SELECT a.seq, a.at, coalesce(u.name, a.actor) AS who, a.actor, a.action, a.object, a.before, a.after,
        a.agreement_version AS "agreementVersion", encode(a.prev_hash, 'hex') AS "prevHash", encode(a.hash, 'hex') AS hash, c.lead_id AS "leadId"
      FROM (${links}) a LEFT JOIN users u ON u.id = a.actor_id
        LEFT JOIN cycles c ON c.id = substring(a.object FROM '^cycle:([0-9]{1,18})$')::bigint
      ORDER BY a.seq DESC`,
    db().$queryRaw<TrailPage["head"][]>`SELECT seq, encode(hash, 'hex') AS hash FROM audit_head`,
  ]);
  const isMore = rows.length > TRAIL_SIZE;
  return {
    entries: isForward ? rows.slice(-TRAIL_SIZE) : rows.slice(0, TRAIL_SIZE),
    hasOlder: isForward ? true : isMore,
    hasNewer: isForward ? isMore : cursor !== null,
    head: head ?? { seq: 0n, hash: "" },
  };
}

const LINE = Prisma.sql`
  a.seq::text, to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, coalesce(a.actor_id::text, '') AS "actorId",
  a.actor, a.action, a.object, coalesce(a.before::text, '') AS before, coalesce(a.after::text, '') AS after,
  coalesce(a.agreement_version::text, '') AS "agreementVersion", encode(a.prev_hash, 'hex') AS "prevHash", encode(a.hash, 'hex') AS hash`;

/** The whole filtered trail, oldest first, up to the entry that was the last one when it began. Throws AppError FORBIDDEN. */
export async function* trailBatches(actor: Actor, filter: TrailFilter): AsyncGenerator<HashedEntry[]> {
  await authorize(actor, "audit.read", AUDIT_OBJECT);
  const { timeZone } = await readOrganisation();
  const [head] = await db().$queryRaw<{ seq: bigint }[]>`SELECT seq FROM audit_head`;
  const asked = conditions(filter, timeZone);
  for (let after = 0n; ; ) {
    const where = [Prisma.sql`a.seq > ${after} AND a.seq <= ${head?.seq ?? 0n}`, ...asked];
    const links = await linksOf(filter, { where, order: ASC, limit: BATCH });
    const rows = await db().$queryRaw<HashedEntry[]>`SELECT ${LINE} FROM (${links}) a ORDER BY a.seq`;
    if (rows.length > 0) yield rows;
    if (rows.length < BATCH) return;
    after = BigInt(rows.at(-1)?.seq ?? "0");
  }
}

/** A refused attempt: nothing was written. */
export interface RefusedAttempt {
  id: bigint;
  at: Date;
  who: string;
  actor: string;
  action: string;
  object: string;
  code: string;
}

export interface RefusedPage {
  rows: RefusedAttempt[];
  hasOlder: boolean;
}

/** Refused attempts, latest first, those before `before`. Throws AppError FORBIDDEN. */
export async function readRefused(actor: Actor, before: bigint | null): Promise<RefusedPage> {
  await authorize(actor, "audit.read", "denials");
  const bound = before === null ? Prisma.sql`TRUE` : Prisma.sql`d.id < ${before}`;
  const rows = await db().$queryRaw<RefusedAttempt[]>`
    SELECT d.id, d.at, coalesce(u.name, d.actor) AS who, d.actor, d.action, d.object, d.code
    FROM denials d LEFT JOIN users u ON u.email = d.actor WHERE ${bound} ORDER BY d.id DESC LIMIT ${TRAIL_SIZE + 1}`;
  return { rows: rows.slice(0, TRAIL_SIZE), hasOlder: rows.length > TRAIL_SIZE };
}
