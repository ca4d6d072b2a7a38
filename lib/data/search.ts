import "server-only";
import { type Actor, authorize, may, type Person } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { accountKey } from "@/lib/domain/accounts";
import type { DuplicateHit } from "@/lib/domain/queue";
import { Prisma } from "@/prisma/generated/client";

/** Hits of one kind at most. */
const MOST = 8;
const SHORTEST = 2;
const LONGEST = 100;

/** A prefix for LIKE on an indexed column: what is typed means itself. */
const prefix = (text: string) => `${text.replaceAll(/[\\%_]/g, "\\$&")}%`;

/** What to look for, or null when it is too short to mean anything. Text that Postgres cannot hold finds nothing. */
function wanted(query: string): { id: string; account: string } | null {
  const text = query.trim();
  const isUsable = text.length >= SHORTEST && text.length <= LONGEST && !/[\0\p{Surrogate}]/u.test(text);
  return isUsable ? { id: text, account: accountKey(text) } : null;
}

/**
 * The systems that ids come from, each found by one step along the unique index: an id alone cannot use that index, an id
 * of a system can.
 */
function systemsOf(table: "leads" | "opportunities"): Prisma.Sql {
  const from = Prisma.raw(table);
  return Prisma.sql`WITH RECURSIVE systems AS (
    (SELECT source_system AS name FROM ${from} ORDER BY source_system LIMIT 1)
    UNION ALL
    SELECT (SELECT t.source_system FROM ${from} t WHERE t.source_system > s.name ORDER BY t.source_system LIMIT 1)
    FROM systems s WHERE s.name IS NOT NULL)`;
}

/** Ids of rows whose company or own id begins like the query, at most `most` of each. */
function matches(
  table: "leads" | "opportunities",
  { id, account }: { id: string; account: string },
  more: Prisma.Sql,
  most = MOST,
): Prisma.Sql {
  const from = Prisma.raw(table);
  return Prisma.sql`(${systemsOf(table)},
    by_id AS (
      SELECT x.id FROM systems s CROSS JOIN LATERAL (
        SELECT t.id FROM ${from} t WHERE t.source_system = s.name AND t.external_id LIKE ${prefix(id)} AND ${more}
        ORDER BY t.external_id LIMIT ${most}) AS x LIMIT ${most}),
    by_account AS (
      SELECT t.id FROM ${from} t WHERE t.account_key LIKE ${prefix(account)} AND ${more} ORDER BY t.account_key, t.id DESC LIMIT ${most})
    SELECT id FROM by_id UNION SELECT id FROM by_account)`;
}

/**
 * Ids of the leads that a search of the list finds, at most `most`: company or id begin like the query; with an @ in it, the
 * e-mail address does. Null when the query is too short to mean anything.
 */
export function leadMatches(query: string, most: number): Prisma.Sql | null {
  const text = wanted(query);
  if (!text) return null;
  const email = prefix(text.id.toLowerCase());
  return text.id.includes("@")
    ? Prisma.sql`(SELECT id FROM leads WHERE lower(email) LIKE ${email} LIMIT ${most})`
    : matches("leads", text, Prisma.sql`true`, most);
}

async function opportunityHits(query: { id: string; account: string }, onlyOpen: boolean): Promise<DuplicateHit[]> {
  const open = onlyOpen ? Prisma.sql`t.outcome = 'open'` : Prisma.sql`true`;
  return db().$queryRaw<DuplicateHit[]>(Prisma.sql`
    SELECT 'opportunity:' || o.id AS key, 'opportunity' AS kind, o.name, o.account AS company, o.external_id AS "externalId", o.stage AS what
    FROM opportunities o WHERE o.id IN ${matches("opportunities", query, open)} ORDER BY o.account_key, o.id DESC LIMIT ${MOST}`);
}

async function leadHits(query: { id: string; account: string }): Promise<DuplicateHit[]> {
  return db().$queryRaw<DuplicateHit[]>(Prisma.sql`
    SELECT 'lead:' || l.id AS key, 'lead' AS kind, nullif(concat_ws(' ', l.first_name, l.last_name), '') AS name, l.company,
      l.external_id AS "externalId", l.title AS what
    FROM leads l WHERE l.id IN ${matches("leads", query, Prisma.sql`true`)} ORDER BY l.account_key, l.id DESC LIMIT ${MOST}`);
}

/**
 * Open opportunities and leads whose company or id begins like `query`, for naming what a lead duplicates. Opportunities
 * first; at most 8 of each. Throws AppError FORBIDDEN.
 */
export async function searchDuplicates(actor: Person, query: string): Promise<DuplicateHit[]> {
  await authorize(actor, "leads.decide");
  const text = wanted(query);
  if (!text) return [];
  return (await Promise.all([opportunityHits(text, true), leadHits(text)])).flat();
}

/** What the palette can lead to; deals are opportunities in any state. */
export interface Places {
  leads: DuplicateHit[];
  deals: DuplicateHit[];
  /** `isMore`: counting stopped before the last of its leads. */
  companies: { name: string; leads: number; isMore: boolean }[];
  sources: { code: string; label: string }[];
}

/** Counting ends after so many leads; the company that it ended in may have more. */
const MOST_COUNTED = 200;

async function companyHits(account: string): Promise<Places["companies"]> {
  return db().$queryRaw<Places["companies"]>(Prisma.sql`
    WITH found AS (
      SELECT account_key, company FROM leads WHERE account_key LIKE ${prefix(account)} ORDER BY account_key LIMIT ${MOST_COUNTED})
    SELECT min(company) AS name, count(*)::int AS leads,
      (SELECT count(*) FROM found) = ${MOST_COUNTED} AND account_key = (SELECT max(account_key) FROM found) AS "isMore"
    FROM found GROUP BY account_key ORDER BY account_key LIMIT ${MOST}`);
}

async function sourceHits(query: string): Promise<Places["sources"]> {
  return db().$queryRaw<Places["sources"]>(Prisma.sql`
    SELECT code, label FROM sources WHERE lower(label) LIKE ${prefix(query.toLowerCase())} OR code LIKE ${prefix(query.toLowerCase())}
    ORDER BY position, code LIMIT ${MOST}`);
}

/** Places for the command palette, as far as this person may open them: what they may not read is not found. */
export async function searchPlaces(actor: Actor, query: string): Promise<Places> {
  const text = wanted(query);
  const [readLeads, readDeals] = [may(actor, "leads.read"), may(actor, "deals.read")];
  const [leads, deals, companies, sources] = await Promise.all([
    text && readLeads ? leadHits(text) : [],
    text && readDeals ? opportunityHits(text, false) : [],
    text && readLeads ? companyHits(text.account) : [],
    text && readLeads ? sourceHits(text.id) : [],
  ]);
  return { leads, deals, companies, sources };
}
