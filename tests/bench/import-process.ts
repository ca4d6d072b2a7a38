import { systemActor } from "@/lib/auth/actor";
import { closeDatabase, openDatabase } from "@/lib/db";
import { importFile } from "@/lib/services/imports";

// One import in a process of its own; prints its seconds and how many bytes the process grew by.
const [url = "", file = ""] = process.argv.slice(2);
const { pool } = openDatabase(url);
await pool.query("SELECT 1");
const before = process.memoryUsage.rss();
let most = before;
const watch = setInterval(() => {
  most = Math.max(most, process.memoryUsage.rss());
}, 50);
const start = performance.now();
const { inserted } = await importFile(pool, {
  kind: "leads",
  file,
  sourceSystem: "bench",
  via: "cli",
  actor: systemActor("bench"),
  now: new Date(),
});
const seconds = (performance.now() - start) / 1_000;
clearInterval(watch);
await closeDatabase();
process.stdout.write(JSON.stringify({ seconds, growth: most - before, inserted }));
