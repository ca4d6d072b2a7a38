import { closeDatabase, openDatabase } from "@/lib/db";
import { sendDigests } from "@/lib/services/digest";
import { sendReminders } from "@/lib/services/reminders";

// One run of what a job runs, in a process of its own; prints its report.
const [url = "", what = "", now = ""] = process.argv.slice(2);
openDatabase(url);
const report = await (what === "reminders" ? sendReminders : sendDigests)(new Date(now));
await closeDatabase();
process.stdout.write(JSON.stringify(report));
