import type { SystemActor } from "@/lib/auth/actor";
import { snapshotDueAt } from "@/lib/domain/as-of";
import { expireCycles } from "@/lib/jobs/expiry";
import { takeSnapshot } from "@/lib/services/snapshots";
import type { PrismaClient } from "@/prisma/generated/client";
import type { DemoBatch, LateRecords } from "./late";
import { workOnFixes } from "./loop-fixes";
import { type LoopPeople, loopPeople } from "./loop-people";
import { handOverAgain } from "./loop-recycling";
import { holdReview } from "./loop-reviews";
import { type LoopWeek, loopWeek } from "./loop-week";
import { answerPulses, comments, readFeedback, watchNumber } from "./loop-words";
import type { Scene } from "./scene";

/** Weeks before `asOf` of the first Monday that was frozen, and of the first Tuesday that was held. */
const FIRST_MONDAY = 13;
const FIRST_TUESDAY = 12;
/** The week in which marketing handed some rejected leads over again. */
const RECYCLING = 7;

export interface LoopOptions {
  readonly prisma: PrismaClient;
  /** Who freezes Mondays. */
  readonly actor: SystemActor;
  /** What came in late, and how it is written at an instant. */
  readonly late: LateRecords;
  readonly ingest: (batches: readonly DemoBatch[], now: Date) => Promise<void>;
  /** When the company is looked at: the Monday of `asOf` is frozen if that is past its 06:00. */
  readonly now: Date;
}

/**
 * The twelve weeks of the loop that the sample company has lived through (product.md D), in their order and by the services
 * that people use, each at its own past instant: the Monday is frozen, the feedback read, the review held, the fixes worked
 * on, and in some weeks records come in that belong to a Monday before. This week's review is still to be held.
 */
export async function liveThroughWeeks(scene: Scene, options: LoopOptions): Promise<void> {
  const { prisma, actor, late, ingest, now } = options;
  const people = await loopPeople(prisma);
  await answerPulses(people, scene);
  for (let weeksAgo = FIRST_MONDAY; weeksAgo >= 0; weeksAgo -= 1) {
    const week = loopWeek(scene, weeksAgo);
    const due = snapshotDueAt(week.asOf, scene.calendar.zone);
    if (weeksAgo === 0 && now < due) return;
    const frozenAt = new Date(due.getTime() + 2_000 + weeksAgo * 137);
    await expireCycles(prisma, due);
    await takeSnapshot(prisma, actor, week.asOf, frozenAt);
    if (weeksAgo === 0) return;
    await liveThrough(prisma, people, week, loopWeek(scene, FIRST_MONDAY).asOf);
    if (weeksAgo === RECYCLING) await handOverAgain(people, week, options);
    const batches = late.get(weeksAgo);
    if (batches) await ingest(batches, week.at(loopWeek(scene, weeksAgo - 1).asOf, 200));
  }
}

async function liveThrough(
  prisma: PrismaClient,
  people: LoopPeople,
  week: LoopWeek,
  firstMonday: string,
): Promise<void> {
  await readFeedback(people, week);
  if (week.weeksAgo <= FIRST_TUESDAY) await holdReview(prisma, people, week);
  await workOnFixes(prisma, people, week);
  await comments(people, week, firstMonday);
  await watchNumber(people, week);
}
