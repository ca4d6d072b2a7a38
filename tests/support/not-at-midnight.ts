import { setTimeout } from "node:timers/promises";
import { addDays, dateIn, startOfDay } from "@/lib/domain/dates";

const ZONE = "America/New_York";
/** What a file takes that compares its own day with that of the running app. */
const FILE_MS = 60_000;

// Before a file is read: what it takes for today must still be today when the app, the database or a child is asked.
const now = new Date();
const left = startOfDay(addDays(dateIn(now, ZONE), 1), ZONE).getTime() - now.getTime();
if (left < FILE_MS) await setTimeout(left + 1);
