import "server-only";
import { createHash } from "node:crypto";
import type { SystemActor } from "@/lib/auth/actor";
import { atOneMoment, fetchLiveDocument } from "@/lib/data/metrics-document";
import { fetchMetricsSettings } from "@/lib/data/metrics-settings";
import type { Reader } from "@/lib/data/reader";
import { fetchRestated } from "@/lib/data/restatements";
import { latestDueMonday, missedMondays, snapshotDueAt } from "@/lib/domain/as-of";
import { canonicalJson } from "@/lib/domain/canonical";
import type { IsoDate } from "@/lib/domain/dates";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { frozenDocument } from "@/lib/domain/metrics-json";
import type { Restatement } from "@/lib/domain/restatement";
import { AppError } from "@/lib/errors";
import { activateDue } from "@/lib/services/agreement/in-force";
import { audit } from "@/lib/services/audit";
import { judgedClocks, storeJudged } from "@/lib/services/clocks";
import { auditRequiredFixes, openRequiredFixes } from "@/lib/services/required-fixes";
import { onlyRow, prismaTx, type Tx } from "@/lib/services/sql";
import { Prisma, type PrismaClient } from "@/prisma/generated/client";

export interface SnapshotTaken {
  asOf: IsoDate;
  /** False: it was there already, and stays as it is. */
  isNew: boolean;
  /** Hexadecimal SHA-256 of the stored payload. */
  hash: string;
}

/** The frozen Mondays around one: the latest before it, the latest after it. */
interface Neighbours {
  earlier: IsoDate | null;
  later: IsoDate | null;
}

/** What is written when a Monday is frozen, read at one moment. */
interface Drawn {
  document: MetricsDocument;
  neighbours: Neighbours;
  /** Of the snapshot before it; null for the first one, and for one that is frozen after a later one. */
  restatement: Restatement | null;
  /** The last link of the audit chain at that moment: what was known. */
  known: bigint;
}

/** Something else was written between the reading and the freezing. */
class Overtaken extends Error {}

/** How often a Monday is read again because something was written meanwhile; then it is frozen as it was read. */
const READINGS = 4;

/**
 * Freezes a Monday as it is known now (product.md B7): reads at one moment, computes, and writes once. Terms, floors and
 * version are of the agreement that judged at 06:00 of that Monday, also where it is frozen later (product.md C6). The stored payload
 * is the canonical JSON with `hash` null; its SHA-256 is the hash. Beside it stands what the snapshot before it comes to by
 * now: late data shows as a restatement (metrics.md §0). A Monday that is frozen already stays as it is. What was written
 * between the reading and the freezing, say by an import that ended, is read in as well; the audit entry names the last link
 * of the chain that was `known`.
 * @param asOf a Monday
 * @throws AppError SNAPSHOT_TOO_EARLY before 06:00 of that Monday in the organisation's zone, SETTINGS_MISSING
 */
export async function takeSnapshot(
  prisma: PrismaClient,
  actor: SystemActor,
  asOf: IsoDate,
  now: Date,
): Promise<SnapshotTaken> {
  const since = performance.now();
  for (let reading = 1; ; reading++) {
    const existing = await storedHash(prismaTx(prisma), asOf);
    if (existing) return { asOf, isNew: false, hash: existing };
    const at = reading === 1 ? now : later(now, since);
    const due = await requireDue(prisma, asOf, at);
    const drawn = await atOneMoment(prisma, (reader) => draw(reader, asOf, due));
    try {
      const taken = await freeze(prisma, actor, drawn, { now: at, isLast: reading >= READINGS });
      // Where another Monday was frozen meanwhile, its clocks and its figures belong into this one.
      if (taken) return taken;
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
    }
  }
}

/** `now` moved on by what has passed since. */
const later = (now: Date, since: number): Date => new Date(now.getTime() + Math.round(performance.now() - since));

async function draw(reader: Reader, asOf: IsoDate, due: Date): Promise<Drawn> {
  const tx = prismaTx(reader);
  const { known } = await onlyRow<{ known: bigint }>(tx, Prisma.sql`SELECT seq AS known FROM audit_head`);
  const document = frozenDocument(await fetchLiveDocument(reader, asOf, due));
  const neighbours = await neighboursOf(tx, asOf);
  const { earlier, later: next } = neighbours;
  const figures = earlier && !next ? await fetchRestated(reader, earlier) : null;
  return { document, neighbours, restatement: earlier && figures ? { as_of: asOf, earlier, figures } : null, known };
}

/**
 * Freezes the Mondays whose 06:00 has come since the latest frozen one, oldest first, so that clocks run on and each records
 * what changed in the one before it: the 13 latest of them, a quarter. What lies further back stays a gap, which only somebody
 * fills by hand: one early Monday, frozen by a slip, must not judge years. A version of the agreement whose day has come
 * meanwhile comes into force first. Idempotent; of several processes one takes each Monday. Before the first snapshot it
 * takes the current Monday, and only when records came in before its 06:00: a company that is just being set up is not judged.
 * @returns those that were taken here
 */
export async function takeMissedSnapshots(prisma: PrismaClient, actor: SystemActor, now: Date): Promise<IsoDate[]> {
  const taken: IsoDate[] = [];
  const missed = await missedBy(prisma, now);
  if (missed.length > 0) await activateDue(now);
  const since = performance.now();
  let at = now;
  for (const monday of missed) {
    if ((await takeSnapshot(prisma, actor, monday, at)).isNew) taken.push(monday);
    at = later(now, since);
  }
  return taken;
}

async function missedBy(prisma: PrismaClient, now: Date): Promise<IsoDate[]> {
  const [known] = await prisma.$queryRaw<{ zone: string; latest: IsoDate | null }[]>`
    SELECT time_zone AS zone, (SELECT max(as_of)::text FROM snapshots) AS latest FROM organisation WHERE id = 1`;
  if (!known) return [];
  if (known.latest) return missedMondays(known.latest, now, known.zone);
  const current = latestDueMonday(now, known.zone);
  const [record] = await prisma.$queryRaw<unknown[]>`
    SELECT 1 FROM imports WHERE kind <> 'fx_rates' AND inserted + updated > 0
      AND finished_at <= ${snapshotDueAt(current, known.zone)} LIMIT 1`;
  return record ? [current] : [];
}

/** 06:00 of the Monday in the organisation's zone, which has come. */
async function requireDue(prisma: PrismaClient, asOf: IsoDate, now: Date): Promise<Date> {
  const { calendar } = await fetchMetricsSettings(prisma);
  const due = snapshotDueAt(asOf, calendar.zone);
  if (now.getTime() >= due.getTime()) return due;
  throw new AppError("SNAPSHOT_TOO_EARLY", {
    field: "as_of",
    message: `The snapshot of ${asOf} is taken from 06:00 of that Monday on (${calendar.zone}). Ask again then, or give an earlier Monday.`,
  });
}

async function storedHash(tx: Tx, asOf: IsoDate): Promise<string | undefined> {
  const [row] = await tx.rows<{ hash: string }>(
    Prisma.sql`SELECT encode(hash, 'hex') AS hash FROM snapshots WHERE as_of = ${asOf}::date`,
  );
  return row?.hash;
}

const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

function neighboursOf(tx: Tx, asOf: IsoDate): Promise<Neighbours> {
  return onlyRow<Neighbours>(
    tx,
    Prisma.sql`
      SELECT max(as_of) FILTER (WHERE as_of < ${asOf}::date)::text AS earlier,
        max(as_of) FILTER (WHERE as_of > ${asOf}::date)::text AS later FROM snapshots`,
  );
}

/** One at a time, in the order of their links in the audit chain: the lock is that of the trigger `snapshots_order`. */
async function isStillBetween(tx: Tx, asOf: IsoDate, { earlier, later }: Neighbours): Promise<boolean> {
  await tx.rows(Prisma.sql`SELECT 1 FROM pg_advisory_xact_lock(hashtext('accord.snapshots'))`);
  const now = await neighboursOf(tx, asOf);
  return now.earlier === earlier && now.later === later;
}

/** Stores it, if there is one, and returns its hash. */
async function storeRestatement(tx: Tx, restatement: Restatement | null): Promise<string | null> {
  if (!restatement) return null;
  const payload = canonicalJson(restatement);
  const hash = sha256(payload);
  await tx.rows(Prisma.sql`
    INSERT INTO restatements (as_of, earlier, payload, hash)
    VALUES (${restatement.as_of}::date, ${restatement.earlier}::date, ${payload}, decode(${hash}, 'hex'))`);
  return hash;
}

/** It waits for whoever holds the head of the audit chain: an import does so for its last steps. */
const PATIENCE = { timeout: 60_000 };

/**
 * Writes the payload, the restatement and their audit entry. Of two processes one writes; the other finds what the first one
 * wrote. Null, and nothing written, when another Monday was frozen since it was read; throws Overtaken, and nothing written,
 * when anything else was, except at the last try.
 */
function freeze(
  prisma: PrismaClient,
  actor: SystemActor,
  { document, neighbours, restatement, known }: Drawn,
  { now, isLast }: { now: Date; isLast: boolean },
): Promise<SnapshotTaken | null> {
  const { as_of: asOf, agreement_version: agreementVersion } = document;
  const payload = canonicalJson(document);
  const hash = sha256(payload);
  return prisma.$transaction(async (client) => {
    const tx = prismaTx(client);
    if (!(await isStillBetween(tx, asOf, neighbours))) return null;
    const existing = await storedHash(tx, asOf);
    if (existing) return { asOf, isNew: false, hash: existing };
    await tx.rows(Prisma.sql`
      INSERT INTO snapshots (as_of, taken_at, agreement_version, payload, hash)
      VALUES (${asOf}::date, ${now}, ${agreementVersion}, ${payload}, decode(${hash}, 'hex'))`);
    const restated = await storeRestatement(tx, restatement);
    const fixes = await openRequiredFixes(tx, asOf, now);
    const judged = await judgedClocks(tx, asOf);
    const after = { hash, known, ...(restated !== null && { restated }), clocks: judged.moved };
    const entry = { actor, action: "snapshot.take", object: `snapshot:${asOf}`, after, agreementVersion };
    const auditSeq = await audit(tx, entry);
    // The head is locked from here on: the next number is that of nobody else.
    if (auditSeq !== known + 1n && !isLast) throw new Overtaken();
    await storeJudged(tx, judged, auditSeq);
    await auditRequiredFixes(tx, actor, fixes);
    return { asOf, isNew: true, hash };
  }, PATIENCE);
}
