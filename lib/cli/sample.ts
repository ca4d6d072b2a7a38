import { systemActor } from "@/lib/auth/actor";
import { dateIn } from "@/lib/domain/dates";
import { latestMonday } from "@/lib/domain/weeks";
import { loadDemo } from "@/prisma/seed/demo";

/** Fills a database that has nothing but the default settings with the sample company, as seen today in `zone`. */
export async function loadSampleCompany(url: string, zone: string): Promise<void> {
  const today = dateIn(new Date(), zone);
  await loadDemo(url, latestMonday(today), { actor: systemActor("demo"), today });
}
