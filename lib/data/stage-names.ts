import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import type { TranslationLine } from "@/lib/domain/agreement-document";
import { STAGES, type Stage } from "@/lib/domain/lifecycle";
import { keysOf, linePairs, sameLine } from "@/lib/domain/translation";
import { type AgreedTables, feedOfTable, fetchTables, seenOfTable } from "./agreed-tables";
import { rowsOf } from "./agreement-versions";

export const STAGES_OBJECT = "stages";

/** One line of the translation table (product.md A11). */
export interface StageNameRow {
  /** The name as it is compared: case and spaces do not matter. */
  key: string;
  name: string;
  stage: Stage;
  /** Place among the opportunity stages; null for names of the lifecycle alone. */
  ordinal: number | null;
  isWon: boolean;
  crmValue: string | null;
}

/** A name that came in with a record and is in no line. */
export interface UnmappedStageRow {
  key: string;
  name: string;
  /** Records that were refused for it. */
  seen: number;
  lastSeenAt: Date;
}

/** A line as it is edited, and what records are read with today where that differs. */
export interface EditedStageName extends StageNameRow {
  /** Null where the name is not in use yet; the line itself where nothing differs. */
  live: StageNameRow | null;
  /** Nothing stands in the way: the version that lists it is not signed yet. */
  isOpen: boolean;
}

export interface StagesPage {
  names: EditedStageName[];
  /** In use today, no longer in the version that is being written. */
  removed: StageNameRow[];
  unmapped: UnmappedStageRow[];
  seen: bigint;
  /** Objects of the audit log for the feed. */
  feed: string[];
}

function rowOf({ key, name, stage, ordinal, is_won: isWon, crm_value: crmValue }: TranslationLine): StageNameRow {
  return { key, name, stage: STAGES.find((known) => known === stage) ?? "lead", ordinal, isWon, crmValue };
}

const place = ({ stage, ordinal, key }: StageNameRow): [number, number, string] => [
  STAGES.indexOf(stage),
  ordinal ?? Number.MAX_SAFE_INTEGER,
  key,
];

function inOrder(a: StageNameRow, b: StageNameRow): number {
  const [left, right] = [place(a), place(b)];
  return left[0] - right[0] || left[1] - right[1] || (left[2] < right[2] ? -1 : 1);
}

function namesOf({ translation, open }: AgreedTables): Pick<StagesPage, "names" | "removed"> {
  const listed = new Set([...keysOf(translation.agreed), ...keysOf(translation.open ?? [])]);
  const pairs = linePairs(translation);
  const names = pairs.flatMap(({ key, edited, live }) => {
    if (!edited) return [];
    const row = rowOf(edited);
    const isOpen = open?.status !== "signed" || !listed.has(key);
    return [{ ...row, live: sameLine(edited, live ?? undefined) ? row : live && rowOf(live), isOpen }];
  });
  const removed = pairs.flatMap(({ edited, live }) => (edited === null && live ? [rowOf(live)] : []));
  return { names: names.sort(inOrder), removed: removed.sort(inOrder) };
}

/** The translation table as it is edited, and what it lacks. Throws AppError FORBIDDEN. */
export async function readStageNames(actor: Actor): Promise<StagesPage> {
  await authorize(actor, "settings.edit", STAGES_OBJECT);
  const [tables, unmapped] = await Promise.all([
    fetchTables(rowsOf(db())),
    db().unmappedStage.findMany({
      orderBy: [{ seen: "desc" }, { key: "asc" }],
      select: { key: true, name: true, seen: true, lastSeenAt: true },
    }),
  ]);
  const seen = await seenOfTable(STAGES_OBJECT, tables);
  return { ...namesOf(tables), unmapped, seen, feed: feedOfTable(STAGES_OBJECT, tables) };
}
