import { closeDatabase, openDatabase } from "@/lib/db";
import { env } from "@/lib/env";
import { startJobs } from "@/lib/jobs/schedule";

// One process of many beside a database: its part of the scheduled work, as npm start has it, until it is asked to end.
const url = env().DATABASE_URL ?? "";
openDatabase(url, { max: 4 });
const stop = await startJobs(url, { maintenanceSeconds: 1 });
process.on("SIGTERM", async () => {
  await stop();
  await closeDatabase();
  process.exit(0);
});
process.stdout.write("started\n");
