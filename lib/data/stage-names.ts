import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import type { Stage } from "@/lib/domain/lifecycle";
import { lastSeen } from "./changes";

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

export interface StagesPage {
  names: StageNameRow[];
  unmapped: UnmappedStageRow[];
  seen: bigint;
}

/** The translation table and what it lacks. Throws AppError FORBIDDEN. */
export async function readStageNames(actor: Actor): Promise<StagesPage> {
  await authorize(actor, "settings.edit", STAGES_OBJECT);
  const [names, unmapped, seen] = await Promise.all([
    db().stageName.findMany({ orderBy: [{ stage: "asc" }, { ordinal: "asc" }, { key: "asc" }] }),
    db().unmappedStage.findMany({
      orderBy: [{ seen: "desc" }, { key: "asc" }],
      select: { key: true, name: true, seen: true, lastSeenAt: true },
    }),
    lastSeen(STAGES_OBJECT),
  ]);
  return { names, unmapped, seen };
}
