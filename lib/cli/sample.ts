import pg from "pg";
import { systemActor } from "@/lib/auth/actor";
import { withDatabaseName } from "@/lib/database-url";
import { dateIn } from "@/lib/domain/dates";
import { latestMonday } from "@/lib/domain/weeks";
import { loadDemo } from "@/prisma/seed/demo";
import { withClient } from "./client";
import { prepareDatabase } from "./prepare";
import { say, step } from "./progress";

/** Fills a database that has nothing but the default settings with the sample company, as seen today in `zone`. */
export async function loadSampleCompany(url: string, zone: string): Promise<void> {
  const now = new Date();
  const today = dateIn(now, zone);
  await loadDemo(url, latestMonday(today), { actor: systemActor("demo"), today, now });
}

interface Contents {
  isDemo: boolean;
  isEmpty: boolean;
  /** The load of the sample company began and did not reach its end. */
  isCutOff: boolean;
  /** Somebody has written here beside that load, whose people have no passwords and cannot sign in before its end. */
  isUsed: boolean;
  zone: string;
}

async function readContents(url: string): Promise<Contents> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<Contents>(`
      SELECT is_demo AS "isDemo", time_zone AS zone,
        NOT EXISTS (SELECT FROM users) AND NOT EXISTS (SELECT FROM leads) AS "isEmpty",
        NOT is_demo AND EXISTS (SELECT FROM audit_log WHERE action = 'demo.settings')
          AND NOT EXISTS (SELECT FROM audit_log WHERE action = 'demo.loaded') AS "isCutOff",
        EXISTS (SELECT FROM audit_log a WHERE actor NOT IN (
            'system', 'system:demo', 'system:expiry', 'system:agreement', 'system:snapshot')
          AND NOT EXISTS (SELECT FROM users u WHERE u.id = a.actor_id AND u.password_hash IS NULL)) AS "isUsed"
      FROM organisation`);
    const [row] = rows;
    if (!row) throw new Error("The organisation is missing.");
    return row;
  });
}

/** So that two commands that start at once do not both load, and neither takes the other's half for a load cut off. */
const LOAD_LOCK = 7_204_531;

async function recreate(server: pg.Client, url: string): Promise<void> {
  const name = pg.escapeIdentifier(new URL(url).pathname.slice(1));
  await server.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await server.query(`CREATE DATABASE ${name}`);
  await prepareDatabase(url);
}

/**
 * Migrates the embedded database and fills it with the sample company if it is empty. A load that was cut off is begun
 * anew in a new database, unless somebody has written into it since. Only for a database that is ours to drop: never for
 * one of DATABASE_URL. True if the sample company is what it holds. Throws CliError.
 */
export async function prepareSample(url: string): Promise<boolean> {
  return withClient(withDatabaseName(url, "postgres"), async (server) => {
    await server.query("SELECT pg_advisory_lock($1)", [LOAD_LOCK]);
    await step("Applying migrations", () => prepareDatabase(url));
    let contents = await readContents(url);
    if (contents.isCutOff && contents.isUsed) {
      say("The sample company was not loaded to its end, and the database was used since: it stays as it is.");
    } else if (contents.isCutOff) {
      say("The sample company was not loaded to its end last time: it is loaded anew.");
      await recreate(server, url);
      contents = await readContents(url);
    }
    const { isEmpty, isDemo, zone } = contents;
    if (isEmpty) await step("Loading the sample company", () => loadSampleCompany(url, zone));
    return isEmpty || isDemo;
  });
}
