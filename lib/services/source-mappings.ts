import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { SOURCES_OBJECT } from "@/lib/data/sources";
import { PARTNER_REFERRAL } from "@/lib/domain/source-rows";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/prisma/generated/client";
import { factsRules, refreshOpportunities } from "./facts/refresh";
import { normaliseCode } from "./parse/sources";
import { withoutSpend } from "./records/spend-policy";
import { editSettings, lock } from "./settings";
import { onlyRow, type Tx } from "./sql";

const UNMAPPED = "Unmapped: ";

export interface Mapping {
  /** `Unmapped: <value>` */
  from: string;
  /** Code of a configured source in use. */
  to: string;
  seen: bigint;
}

/** What moved with the value. */
interface Moved {
  leads: number;
  cycles: number;
  touches: number;
  spend: number;
}

/**
 * Maps an outside value to a configured source: later records are read with it, and everything that came in under the value
 * moves, its counters and the figures of its opportunities with it, in one transaction. Frozen Mondays stay as they are.
 * @throws AppError FORBIDDEN, CONFLICT, NOT_FOUND, SOURCE_UNKNOWN, PARTNER_NOT_MQL, SPEND_NOT_AGREED, SPEND_OVERLAP
 */
export async function mapSource(actor: Actor, { from, to, seen }: Mapping): Promise<void> {
  await editSettings(actor, "settings.edit", { object: SOURCES_OBJECT, seen }, async (tx) => {
    // No import is under way that reads or writes the value; the order is that of the imports themselves.
    await lock(tx, "ingest");
    await lock(tx, "spend");
    const { label, since } = await checkEnds(tx, from, to);
    await checkLane(tx, from, to);
    await checkPolicy(tx, from, to);
    await checkSpend(tx, from, to);
    const value = from.slice(UNMAPPED.length);
    const opportunities = await opportunitiesWith(tx, from);
    const moved = await moveRows(tx, from, to);
    await tx.rows(Prisma.sql`
      INSERT INTO source_mappings (value, source_code) VALUES (${normaliseCode(value)}, ${to})
      ON CONFLICT (value) DO UPDATE SET source_code = EXCLUDED.source_code`);
    await tx.rows(Prisma.sql`DELETE FROM sources WHERE code = ${from}`);
    return {
      action: "source.map",
      before: { value, source: null },
      after: { value, source: label, ...moved, ...(since && { came_in: since }) },
      // As in a decision: the audit entry before the counters, so that the two never wait for each other in a circle.
      follow: async (auditSeq) => {
        await rekeyCounters(tx, from, to);
        await refreshOpportunities(tx, opportunities, await factsRules(tx), auditSeq);
      },
    };
  });
}

interface End {
  code: string;
  label: string;
  unmapped: boolean;
  active: boolean;
  since: Date | null;
}

/** Both ends, locked; returns the name of the target, and since when the value waits where that is known. */
async function checkEnds(tx: Tx, from: string, to: string): Promise<Pick<End, "label" | "since">> {
  const rows = await tx.rows<End>(Prisma.sql`
    SELECT code, label, is_unmapped AS unmapped, is_active AS active, first_seen_at AS since FROM sources WHERE code IN (${from}, ${to})
    ORDER BY code COLLATE "C" FOR UPDATE`);
  const value = rows.find(({ code, unmapped }) => code === from && unmapped);
  if (!value) {
    throw new AppError("NOT_FOUND", { message: "This value is mapped by now, or never came in. Reload the page." });
  }
  const target = rows.find(({ code, unmapped }) => code === to && !unmapped);
  if (target?.active) return { label: target.label, since: value.since };
  throw new AppError("SOURCE_UNKNOWN", { field: "to", message: "Choose one of the sources in use." });
}

/** A cycle never changes its lane, and the partner lane is a matter of the hand-over (metrics.md §1). */
async function checkLane(tx: Tx, from: string, to: string): Promise<void> {
  if (to !== PARTNER_REFERRAL) return;
  const { cycles } = await onlyRow<{ cycles: number }>(
    tx,
    Prisma.sql`SELECT count(*)::int AS cycles FROM cycles WHERE source_code = ${from}`,
  );
  if (cycles === 0) return;
  const many = cycles === 1 ? "1 lead was" : `${cycles} leads were`;
  throw new AppError("PARTNER_NOT_MQL", {
    field: "to",
    message: `${many} handed over as MQL under this value, and a cycle never changes its lane. Choose another source; partner referrals must come in as such.`,
  });
}

/** Spend does not come to a source by its name for which the agreement of its day books none. */
async function checkPolicy(tx: Tx, from: string, to: string): Promise<void> {
  const under = withoutSpend(await factsRules(tx), { day: Prisma.sql`s.start_date`, source: Prisma.sql`${to}::text` });
  const [agreed] = await tx.rows<{ version: number; day: string }>(Prisma.sql`
    SELECT version, day FROM (
      SELECT ${under} AS version, s.start_date::text AS day FROM spend s WHERE s.source_code = ${from}) AS u
    WHERE version IS NOT NULL ORDER BY day LIMIT 1`);
  if (!agreed) return;
  throw new AppError("SPEND_NOT_AGREED", {
    field: "to",
    message: `Spend of ${agreed.day} came in under this value, and version ${agreed.version} of the agreement, the one for that day, says that no spend is booked for that source. Choose another source.`,
  });
}

/** Two spend entries of one source may not cover the same day of the same campaign (product.md B4). */
async function checkSpend(tx: Tx, from: string, to: string): Promise<void> {
  const [clash] = await tx.rows<{ days: string; campaign: string }>(Prisma.sql`
    SELECT f.start_date || ' to ' || f.end_date AS days, f.campaign
    FROM spend f JOIN spend t ON t.source_code = ${to} AND (t.campaign = f.campaign OR t.campaign = '' OR f.campaign = '')
      AND daterange(t.start_date, t.end_date, '[]') && daterange(f.start_date, f.end_date, '[]')
    WHERE f.source_code = ${from} ORDER BY f.start_date, f.id LIMIT 1`);
  if (!clash) return;
  const what = clash.campaign === "" ? "" : ` for the campaign ${clash.campaign}`;
  throw new AppError("SPEND_OVERLAP", {
    field: "to",
    status: 409,
    message: `The spend of ${clash.days}${what} would count twice: that source has spend on the same days. Name a campaign on the spend of one of them and import it again, then map.`,
  });
}

/** Whose owner, credits or assists name the value; nothing else of an opportunity depends on it. */
async function opportunitiesWith(tx: Tx, from: string): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(Prisma.sql`
    SELECT id::text FROM opportunities WHERE owner_source = ${from}
    UNION SELECT opportunity_id::text FROM deal_credits WHERE source = ${from}
    UNION SELECT opportunity_id::text FROM deal_assists WHERE source = ${from}`);
  return rows.map(({ id }) => id);
}

/** Leads before cycles, cycles before counters: whoever decides or hands over one of them meanwhile is waited for. */
async function moveRows(tx: Tx, from: string, to: string): Promise<Moved> {
  const lane = to === PARTNER_REFERRAL ? Prisma.sql`, lane = 'partner'` : Prisma.empty;
  const move = async (table: keyof Moved, also = Prisma.empty): Promise<number> => {
    const { moved } = await onlyRow<{ moved: number }>(
      tx,
      Prisma.sql`
        WITH moved AS (UPDATE ${Prisma.raw(table)} SET source_code = ${to} ${also} WHERE source_code = ${from} RETURNING 1)
        SELECT count(*)::int AS moved FROM moved`,
    );
    return moved;
  };
  const leads = await move("leads", lane);
  const cycles = await move("cycles");
  const touches = await move("touches");
  return { leads, cycles, touches, spend: await move("spend") };
}

const COUNTS = [
  "handed_over",
  "accepted",
  "out_of_icp",
  "wrong_persona",
  "no_intent",
  "bad_data",
  "already_in_pipeline",
  "expired",
  "touched_in_time",
  "decided_in_time",
  "recycled",
];

/** Adds the counters of the value to those of the source, and removes them. */
async function rekeyCounters(tx: Tx, from: string, to: string): Promise<void> {
  const columns = Prisma.raw(COUNTS.join(", "));
  const sums = Prisma.raw(COUNTS.map((name) => `${name} = c.${name} + EXCLUDED.${name}`).join(", "));
  await tx.rows(Prisma.sql`
    INSERT INTO acceptance_days AS c (day, source, segment, lane, ${columns})
    SELECT day, ${to}, segment, lane, ${columns} FROM acceptance_days WHERE source = ${from}
    ORDER BY day, segment, lane
    ON CONFLICT (day, source, segment, lane) DO UPDATE SET ${sums}`);
  await tx.rows(Prisma.sql`DELETE FROM acceptance_days WHERE source = ${from}`);
}
