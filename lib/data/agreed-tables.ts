import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import type { AgreedTime, TranslationLine } from "@/lib/domain/agreement-document";
import { dateIn } from "@/lib/domain/dates";
import type { Editing } from "@/lib/domain/editing";
import type { SegmentBounds } from "@/lib/domain/segments";
import type { Translation } from "@/lib/domain/translation";
import { Prisma } from "@/prisma/generated/client";
import {
  boundsOf,
  fetchDocument,
  fetchStanding,
  LIVE_SEGMENTS,
  LIVE_TIME,
  LIVE_TRANSLATION,
  type Rows,
  rowsOf,
  type SegmentRow,
  type VersionFacts,
} from "./agreement-versions";
import { lastSeen } from "./changes";

/** The audit log's name of a table as a draft holds it: "segments:3". */
export const draftObject = (object: string, version: number): string => `${object}:${version}`;

/** As the table stands today, and as an edit would find it: in the version that is being written, else the same. */
export interface Agreed<T> {
  live: T;
  edited: T;
}

export interface AgreedTables {
  judging: VersionFacts;
  open: VersionFacts | null;
  translation: Translation;
  segments: Agreed<readonly SegmentBounds[]>;
  time: Agreed<AgreedTime>;
}

interface LiveRow {
  translation: TranslationLine[];
  segments: SegmentRow[];
  time: AgreedTime;
}

/** The tables that are part of the agreement, live and as they are edited (no gate). Throws AppError SETTINGS_MISSING. */
export async function fetchTables(rows: Rows): Promise<AgreedTables> {
  const { judging, open } = await fetchStanding(rows);
  const [live] = await rows<LiveRow>(
    Prisma.sql`SELECT ${LIVE_TRANSLATION} AS translation, ${LIVE_SEGMENTS} AS segments, ${LIVE_TIME} AS time`,
  );
  if (!live) throw new Error("a statement that always returns one row returned none");
  const agreed = await fetchDocument(rows, judging.version);
  const draft = open && (await fetchDocument(rows, open.version));
  const segments = live.segments.map(boundsOf);
  return {
    judging,
    open,
    translation: { live: live.translation, agreed: agreed.translation, open: draft?.translation ?? null },
    segments: { live: segments, edited: draft?.segments ?? segments },
    time: { live: live.time, edited: draft?.workingTime ?? live.time },
  };
}

/** What a page of such a table has seen: the last entry about it, live or in the version that is being written. */
export function seenOfTable(object: string, { open }: Pick<AgreedTables, "open">): Promise<bigint> {
  return lastSeen(open ? [object, draftObject(object, open.version)] : [object]);
}

/** Objects of the audit log that the feed of such a page shows. */
export function feedOfTable(object: string, { judging, open }: Pick<AgreedTables, "judging" | "open">): string[] {
  return [object, ...[judging, open].flatMap((version) => (version ? draftObject(object, version.version) : []))];
}

/** Where a change of what is agreed goes, for the line that every screen of it carries. Throws AppError FORBIDDEN, SETTINGS_MISSING. */
export async function readEditing(actor: Actor, now: Date): Promise<Editing> {
  await authorize(actor, "agreement.read", "agreements");
  const rows = rowsOf(db());
  const [{ judging, open }, [more]] = await Promise.all([
    fetchStanding(rows),
    rows<{ zone: string; latest: number }>(Prisma.sql`
      SELECT time_zone AS zone, (SELECT max(version) FROM agreements) AS latest FROM organisation WHERE id = 1`),
  ]);
  if (!more) throw new Error("the organisation is missing");
  const { version, status, frozenUntil } = judging;
  const isFrozen = frozenUntil !== null && frozenUntil > dateIn(now, more.zone);
  return {
    judging: version,
    frozenUntil,
    isFrozen,
    target: targetOf(open, status === "provisional", more.latest, version),
  };
}

function targetOf(
  open: VersionFacts | null,
  isProvisional: boolean,
  latest: number,
  judging: number,
): Editing["target"] {
  if (!open) {
    const [version, status] = isProvisional ? [judging, "provisional" as const] : [latest + 1, "new" as const];
    return { version, status, signatures: 0, effectiveFrom: null };
  }
  const { version, status, signatures, effectiveFrom } = open;
  const known = status === "proposed" || status === "signed" ? status : "draft";
  return { version, status: known, signatures: signatures.length, effectiveFrom };
}
