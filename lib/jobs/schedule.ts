import "server-only";
import { logError } from "@/lib/log";
import type { PrismaClient } from "@/prisma/generated/client";
import { expireCycles } from "./expiry";

const HOUR_MS = 3_600_000;

/**
 * Expires idle MQLs now and every hour, until the function that it returns is called. Each process may run it: the work is
 * idempotent and shared (lib/jobs/expiry.ts).
 */
export function startJobs(prisma: PrismaClient): () => void {
  const run = () =>
    expireCycles(prisma, new Date()).catch((error: unknown) => logError("job failed", { job: "expiry" }, error));
  void run();
  const timer = setInterval(run, HOUR_MS);
  return () => clearInterval(timer);
}
