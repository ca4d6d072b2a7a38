import "server-only";
import type { ClientBase, Pool } from "pg";
import { acceptanceDays } from "./acceptance-days";
import { agreedTables, signedAgreements } from "./agreements";
import { auditChain } from "./audit-chain";
import type { Check, CheckResult } from "./check";
import { cureClocks } from "./clocks";
import { creditsAddUp, dealAssists, dealCredits, dealFlags, prepareCredits } from "./credits";
import { cyclesFoldEvents, eventsAreLegal, verdictsAreLive } from "./cycles";
import { influenceDays, pipelineDays, reachedDays, wonDays } from "./day-counters";
import { opportunityFacts, prepareDeals } from "./deals";
import { correctionsAreAudited, decisionsAreAudited, decisionsHaveEvents, importsAddUp } from "./decisions";
import { briefsAreSigned, picksAreAudited, receiptsAreAudited } from "./kept-words";
import {
  commentsAreAudited,
  feedbackIsAudited,
  fixesAreAudited,
  reviewsAreAudited,
  snapshotsAreAudited,
  thanksAreAudited,
} from "./loop";
import { judgesFollowOrder, restatementsHold } from "./restatements";
import { snapshotHashes } from "./snapshots";
import { unpricedDeals } from "./unpriced";

const OF_CYCLES: readonly Check[] = [
  eventsAreLegal,
  cyclesFoldEvents,
  verdictsAreLive,
  decisionsHaveEvents,
  decisionsAreAudited,
  correctionsAreAudited,
  acceptanceDays,
];

const OF_DEALS: readonly Check[] = [
  opportunityFacts,
  unpricedDeals,
  dealCredits,
  creditsAddUp,
  dealAssists,
  dealFlags,
  pipelineDays,
  reachedDays,
  influenceDays,
  wonDays,
];

const OF_RECORDS: readonly Check[] = [
  importsAddUp,
  auditChain,
  snapshotHashes,
  snapshotsAreAudited,
  judgesFollowOrder,
  restatementsHold,
  cureClocks,
  signedAgreements,
  agreedTables,
  receiptsAreAudited,
  picksAreAudited,
  briefsAreSigned,
];

const OF_LOOP: readonly Check[] = [
  fixesAreAudited,
  reviewsAreAudited,
  feedbackIsAudited,
  thanksAreAudited,
  commentsAreAudited,
];

/** Every check on a connection that is inside a transaction, each result as it ends. */
export async function* runChecks(client: ClientBase): AsyncGenerator<CheckResult> {
  for (const check of OF_CYCLES) yield await check(client);
  await prepareDeals(client);
  await prepareCredits(client);
  for (const check of [...OF_DEALS, ...OF_RECORDS, ...OF_LOOP]) yield await check(client);
}

/**
 * Recomputes everything that is derived from the events and records themselves, with SQL that shares nothing with the
 * writes (quality.md, I1 to I6), and gives each check as it ends. Reads one moment and leaves nothing behind.
 */
export async function* verifyAll(pool: Pool): AsyncGenerator<CheckResult> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
    // Compiling these long statements takes longer than running them.
    await client.query("SET LOCAL jit = off");
    await client.query("SET LOCAL work_mem = '64MB'");
    yield* runChecks(client);
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
}
