import "server-only";
import PgBoss from "pg-boss";
import { logError } from "@/lib/log";
import { JOBS, type Job } from "./kinds";
import { patientPool } from "./patient-pool";

export interface ScheduleOptions {
  /** All of `JOBS` unless told. */
  jobs?: readonly Job[];
  /** How often the jobs of killed processes are looked for, in seconds; 30 unless told. */
  maintenanceSeconds?: number;
}

const POLL_SECONDS = 5;
/** What has not ended after this is taken for dead, and its job is given to another process. */
const DEAD_AFTER_SECONDS = 120;
/** Ctrl-C waits this long for a job that runs. What it cuts off is rolled back and taken up again. */
const LAST_WORD_MS = 3_000;

/**
 * In each state (waiting, running, waiting for another try) there is at most one job of a kind, so that two processes never run
 * the same sweep at once and none pile up.
 */
const QUEUE = { policy: "stately", retryLimit: 8, retryDelay: 15, retryBackoff: true } as const;

async function install(boss: PgBoss, jobs: readonly Job[]): Promise<void> {
  await boss.start();
  for (const { name, cron } of jobs) {
    const queue = { name, ...QUEUE, expireInSeconds: DEAD_AFTER_SECONDS };
    await boss.createQueue(name, queue);
    await boss.updateQueue(name, queue);
    await boss.schedule(name, cron);
  }
}

/** A failure is logged and left to pg-boss, which tries again later and later; its tables keep no words of the error. */
async function runLogged({ name, run }: Job): Promise<void> {
  try {
    await run(new Date());
  } catch (error) {
    logError("job failed", { job: name }, error);
    throw new Error("The log of the process says why.");
  }
}

/**
 * Takes part in the scheduled work of all processes beside one database: creates or migrates pg-boss's schema `pgboss` as the
 * owner, runs each kind once now and then on its schedule. Handlers work through the database of this process (lib/db.ts),
 * which is open already.
 * @param url the address of the schema's owner
 * @returns what ends it, within a few seconds
 */
export async function startJobs(
  url: string,
  { jobs = JOBS, maintenanceSeconds = 30 }: ScheduleOptions = {},
): Promise<() => Promise<void>> {
  const pool = patientPool(url);
  const boss = new PgBoss({
    db: pool,
    maintenanceIntervalSeconds: maintenanceSeconds,
    archiveCompletedAfterSeconds: 3_600,
    deleteAfterDays: 2,
  });
  boss.on("error", (error) => logError("scheduled work", {}, error));
  const stop = async () => {
    pool.giveUp();
    await boss.stop({ timeout: LAST_WORD_MS });
    await pool.close();
  };
  try {
    // Two first starts at once would wait for each other's locks.
    await pool.alone("accord.jobs", () => install(boss, jobs));
    for (const job of jobs) {
      await boss.send(job.name, {});
      await boss.work(job.name, { pollingIntervalSeconds: POLL_SECONDS }, () => runLogged(job));
    }
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}
