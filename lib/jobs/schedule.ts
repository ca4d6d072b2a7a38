import "server-only";
import { logError } from "@/lib/log";
import { activateDue } from "@/lib/services/agreement/in-force";
import type { PrismaClient } from "@/prisma/generated/client";
import { expireCycles } from "./expiry";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Runs a job now and at every interval. Returns what ends it. */
function every(interval: number, job: string, work: () => Promise<unknown>): () => void {
  const run = () => work().catch((error: unknown) => logError("job failed", { job }, error));
  void run();
  const timer = setInterval(run, interval);
  return () => clearInterval(timer);
}

/**
 * Expires idle MQLs every hour and puts a signed agreement in force on its day, within a minute, until the function that it
 * returns is called. Each process may run them: the work is idempotent and shared.
 */
export function startJobs(prisma: PrismaClient): () => void {
  const stops = [
    every(HOUR_MS, "expiry", () => expireCycles(prisma, new Date())),
    every(MINUTE_MS, "agreement", () => activateDue(new Date())),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
