import "server-only";
import { createHash } from "node:crypto";
import type { SystemActor } from "@/lib/auth/actor";
import { atOneMoment, fetchLiveDocument } from "@/lib/data/metrics-document";
import { fetchMetricsSettings } from "@/lib/data/metrics-settings";
import { snapshotDueAt } from "@/lib/domain/as-of";
import { canonicalJson } from "@/lib/domain/canonical";
import type { IsoDate } from "@/lib/domain/dates";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { frozenDocument } from "@/lib/domain/metrics-json";
import { AppError } from "@/lib/errors";
import { audit } from "@/lib/services/audit";
import { judgeClocks } from "@/lib/services/clocks";
import { auditRequiredFixes, openRequiredFixes } from "@/lib/services/required-fixes";
import { prismaTx, type Tx } from "@/lib/services/sql";
import { Prisma, type PrismaClient } from "@/prisma/generated/client";

export interface SnapshotTaken {
  asOf: IsoDate;
  /** False: it was there already, and stays as it is. */
  isNew: boolean;
  /** Hexadecimal SHA-256 of the stored payload. */
  hash: string;
}

/**
 * Freezes a Monday as it is known now (product.md B7): reads at one moment, computes, and writes once. Terms, floors and
 * version are of the agreement that judged at 06:00 of that Monday, also where it is frozen later (product.md C6). The stored payload
 * is the canonical JSON with `hash` null; its SHA-256 is the hash. A Monday that is frozen already stays as it is.
 * @param asOf a Monday
 * @throws AppError SNAPSHOT_TOO_EARLY before 06:00 of that Monday in the organisation's zone, SETTINGS_MISSING
 */
export async function takeSnapshot(
  prisma: PrismaClient,
  actor: SystemActor,
  asOf: IsoDate,
  now: Date,
): Promise<SnapshotTaken> {
  const existing = await storedHash(prismaTx(prisma), asOf);
  if (existing) return { asOf, isNew: false, hash: existing };
  const due = await requireDue(prisma, asOf, now);
  const document = frozenDocument(await atOneMoment(prisma, (reader) => fetchLiveDocument(reader, asOf, due)));
  return freeze(prisma, actor, document, now);
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

/** It waits for whoever holds the head of the audit chain: an import does so for its last steps. */
const PATIENCE = { timeout: 60_000 };

/** Writes the payload and its audit entry. Of two processes one writes; the other finds what the first one wrote. */
function freeze(
  prisma: PrismaClient,
  actor: SystemActor,
  document: MetricsDocument,
  now: Date,
): Promise<SnapshotTaken> {
  const { as_of: asOf, agreement_version: agreementVersion } = document;
  const payload = canonicalJson(document);
  const hash = createHash("sha256").update(payload, "utf8").digest("hex");
  return prisma.$transaction(async (client) => {
    const tx = prismaTx(client);
    const inserted = await tx.rows(Prisma.sql`
      INSERT INTO snapshots (as_of, taken_at, agreement_version, payload, hash)
      VALUES (${asOf}::date, ${now}, ${agreementVersion}, ${payload}, decode(${hash}, 'hex')) ON CONFLICT (as_of) DO NOTHING RETURNING 1`);
    if (inserted.length === 0) return { asOf, isNew: false, hash: (await storedHash(tx, asOf)) ?? hash };
    const fixes = await openRequiredFixes(tx, asOf);
    const entry = { actor, action: "snapshot.take", object: `snapshot:${asOf}`, after: { hash }, agreementVersion };
    await judgeClocks(tx, { asOf, auditSeq: await audit(tx, entry) });
    await auditRequiredFixes(tx, actor, fixes);
    return { asOf, isNew: true, hash };
  }, PATIENCE);
}
