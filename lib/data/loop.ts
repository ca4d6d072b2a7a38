import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import type { OwnerDirectory } from "@/lib/domain/clock-owners";
import { addDays, dateIn, type IsoDate } from "@/lib/domain/dates";
import type { SegmentSetting, SourceSetting } from "@/lib/domain/metrics-facts";
import { latestMonday } from "@/lib/domain/weeks";
import { readClocks, readOwnerDirectory, type StoredClock } from "./clocks";
import type { FrozenFigures } from "./frozen-figures";
import { readLabels } from "./labels";
import { readOrganisation } from "./organisation";
import { fetchFrozen } from "./snapshots";

/** What the pages of clocks and fixes share. */
export interface Loop {
  /** Snapshots that judge, oldest first. */
  mondays: readonly FrozenFigures[];
  owners: OwnerDirectory;
  sources: readonly SourceSetting[];
  segments: readonly SegmentSetting[];
  /** The calendar date in the organisation's zone. */
  today: IsoDate;
}

async function fetchLoop(now: Date): Promise<Loop> {
  const { timeZone } = await readOrganisation();
  const today = dateIn(now, timeZone);
  const [{ mondays }, owners, labels] = await Promise.all([
    fetchFrozen(db(), addDays(latestMonday(today), 7)),
    readOwnerDirectory(),
    readLabels(),
  ]);
  return { mondays, owners, ...labels, today };
}

/** What stands beside the fixes. Throws AppError FORBIDDEN. */
export async function readLoop(actor: Actor, now: Date): Promise<Loop> {
  await authorize(actor, "metrics.read", "loop");
  return fetchLoop(now);
}

/** All clocks, or one, with what the frozen Mondays said of their units. Throws AppError FORBIDDEN. */
export async function readLoopClocks(
  actor: Actor,
  now: Date,
  only: { id?: bigint } = {},
): Promise<Loop & { clocks: StoredClock[] }> {
  await authorize(actor, "metrics.read", "loop");
  const [loop, clocks] = await Promise.all([fetchLoop(now), readClocks(only)]);
  return { ...loop, clocks };
}
