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
/** No entry has this number. */
const LAST = 9_223_372_036_854_775_807n;

const ASC = Prisma.sql`ASC`;
const DESC = Prisma.sql`DESC`;

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
  /** Whose account the object is. */
  person: string | null;
}

export interface TrailPage {
  /** Latest first. */
  entries: TrailEntry[];
  hasOlder: boolean;
  hasNewer: boolean;
  /** The last link of the chain, whatever the filter. */
  head: { seq: bigint; hash: string };
}

/**
 * Numbers between which the entries of some days stand. An entry has its number when the head of the chain is free, its time some
 * moments before: a day more at either end holds all, and the days themselves decide. That takes the clock of the database for
 * right within a day: an entry written while it was further off can hide others of a span of days, never of the whole trail.
 */
function between({ from, to }: TrailFilter, zone: string): Prisma.Sql[] {
  const start = from === null ? null : startOfDay(from, zone);
  const end = to === null ? null : startOfDay(addDays(to, 1), zone);
  return [
    ...(start === null
      ? []
      : [
          Prisma.sql`a.at >= ${start}`,
          Prisma.sql`a.seq > coalesce((SELECT seq FROM audit_log WHERE at < ${start}::timestamptz - interval '1 day' ORDER BY at DESC LIMIT 1), 0)`,
        ]),
    ...(end === null
      ? []
      : [
          Prisma.sql`a.at < ${end}`,
          Prisma.sql`a.seq < coalesce((SELECT seq FROM audit_log WHERE at > ${end}::timestamptz + interval '1 day' ORDER BY at LIMIT 1), ${LAST})`,
        ]),
  ];
}

const KIND = Prisma.sql`split_part(a.object, ':', 1)`;

/** One object, or all of a kind: what stands before the colon. A lead is meant with its cycles, which verdicts are about. */
function about(object: string | null): Prisma.Sql[] {
  if (object === null) return [];
  const [, lead] = /^lead:(\d{1,18})$/.exec(object) ?? [];
  if (lead !== undefined) {
    const cycles = Prisma.sql`SELECT 'cycle:' || id FROM cycles WHERE lead_id = ${lead}::bigint`;
    return [Prisma.sql`a.object = ANY (ARRAY(SELECT ${object}::text UNION ALL ${cycles}))`];
  }
  return [object.includes(":") ? Prisma.sql`a.object = ${object}` : Prisma.sql`${KIND} = ${object}`];
}

/** Numbers between two, neither of them included, from one end. */
interface Slice {
  above: bigint;
  below: bigint;
  isForward: boolean;
  limit: number;
}

/** A column or expression and the value it has. */
type Fixed = readonly [name: Prisma.Sql, value: Prisma.Sql];

/** The links with some values, in the order of an index of them and the number: by rows, so that the planner takes no other one. */
function linksWith(fixed: readonly Fixed[], where: Prisma.Sql, slice: Slice): Prisma.Sql {
  const order = slice.isForward ? ASC : DESC;
  const [names, values] = [Prisma.join(fixed.map(([name]) => name)), Prisma.join(fixed.map(([, value]) => value))];
  return Prisma.sql`
    SELECT a.* FROM audit_log a
    WHERE (${names}, a.seq) > (${values}, ${slice.above}) AND (${names}, a.seq) < (${values}, ${slice.below}) AND ${where}
    ORDER BY ${Prisma.join(fixed.map(([name]) => Prisma.sql`${name} ${order}`))}, a.seq ${order} LIMIT ${slice.limit}`;
}

/** An action, or all that are done to a noun. */
async function actionsOf(action: string): Promise<string[]> {
  if (action.includes(".")) return [action];
  return (await distinct("action")).filter((known) => known.startsWith(`${action}.`));
}

/** The links under some conditions, by whatever index the planner takes for the rarest of them. */
function linksWhere(where: Prisma.Sql, { above, below, isForward, limit }: Slice): Prisma.Sql {
  return Prisma.sql`
    SELECT a.* FROM audit_log a WHERE a.seq > ${above} AND a.seq < ${below} AND ${where}
    ORDER BY a.seq ${isForward ? ASC : DESC} LIMIT ${limit}`;
}

/** The links of several actions: each gives its own few, so that an index has them in order. */
function linksOfActions(actions: readonly string[], more: readonly Fixed[], where: Prisma.Sql, slice: Slice) {
  const each = linksWith([...more, [Prisma.sql`a.action`, Prisma.sql`wanted.action`]], where, slice);
  return Prisma.sql`
    SELECT a.* FROM unnest(${[...actions]}::text[]) AS wanted(action) CROSS JOIN LATERAL (${each}) a
    ORDER BY a.seq ${slice.isForward ? ASC : DESC} LIMIT ${slice.limit}`;
}

/**
 * Links under a filter, by their number: a page reads some hundred links however long the log is. Two of actor, action and kind
 * of object have an index where both may be common and still seldom meet. Of an action the kind follows, and of one object there
 * are few links.
 */
async function linksOf(
  { actor, action, object, ...span }: TrailFilter,
  zone: string,
  slice: Slice,
): Promise<Prisma.Sql> {
  const days = between({ actor, action, object, ...span }, zone);
  const actions = action === null ? null : await actionsOf(action);
  const kind = object === null || object.includes(":") ? null : object;
  const by: Fixed[] = actor === null ? [] : [[Prisma.sql`a.actor`, Prisma.sql`${actor}::text`]];
  if (object !== null && (kind === null || actions !== null)) {
    const equal = by.map(([name, value]) => Prisma.sql`${name} = ${value}`);
    const done = actions === null ? [] : [Prisma.sql`a.action = ANY (${actions}::text[])`];
    return linksWhere(joined([...about(object), ...equal, ...done, ...days]), slice);
  }
  if (actions !== null) return linksOfActions(actions, by, joined(days), slice);
  const fixed: Fixed[] = kind === null ? by : [...by, [KIND, Prisma.sql`${kind}::text`]];
  return fixed.length > 0 ? linksWith(fixed, joined(days), slice) : linksWhere(joined(days), slice);
}

const joined = (conditions: readonly Prisma.Sql[]) => Prisma.join([Prisma.sql`TRUE`, ...conditions], " AND ");

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

const isForwards = (cursor: TrailCursor): boolean => cursor !== null && "after" in cursor;

/** The statement of the links of one page and one more; its cost is looked at in tests. */
export function trailLinks(filter: TrailFilter, cursor: TrailCursor, zone: string): Promise<Prisma.Sql> {
  return linksOf(filter, zone, {
    above: cursor !== null && "after" in cursor ? cursor.after : 0n,
    below: cursor !== null && "before" in cursor ? cursor.before : LAST,
    isForward: isForwards(cursor),
    limit: TRAIL_SIZE + 1,
  });
}

/** One page of the trail. Throws AppError FORBIDDEN. */
export async function readTrail(actor: Actor, filter: TrailFilter, cursor: TrailCursor): Promise<TrailPage> {
  await authorize(actor, "audit.read", AUDIT_OBJECT);
  const { timeZone } = await readOrganisation();
  const isForward = isForwards(cursor);
  const links = await trailLinks(filter, cursor, timeZone);
  const [rows, [head]] = await Promise.all([
    db().$queryRaw<TrailEntry[]>`
      SELECT a.seq, a.at, coalesce(u.name, a.actor) AS who, a.actor, a.action, a.object, a.before, a.after,
        a.agreement_version AS "agreementVersion", encode(a.prev_hash, 'hex') AS "prevHash", encode(a.hash, 'hex') AS hash, c.lead_id AS "leadId",
        account.name AS person
      FROM (${links}) a LEFT JOIN users u ON u.id = a.actor_id
        LEFT JOIN cycles c ON c.id = substring(a.object FROM '^cycle:([0-9]{1,18})$')::bigint
        LEFT JOIN users account ON account.id = substring(a.object FROM '^user:([0-9]{1,18})$')::bigint
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
  const below = (head?.seq ?? 0n) + 1n;
  for (let above = 0n; ; ) {
    const links = await linksOf(filter, timeZone, { above, below, isForward: true, limit: BATCH });
    const rows = await db().$queryRaw<HashedEntry[]>`SELECT ${LINE} FROM (${links}) a ORDER BY a.seq`;
    if (rows.length > 0) yield rows;
    if (rows.length < BATCH) return;
    above = BigInt(rows.at(-1)?.seq ?? "0");
  }
}
