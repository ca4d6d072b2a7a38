import "server-only";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { sessionUrl } from "@/lib/database-url";

const AGAIN_AFTER_MS = 1_000;

/** Classes of SQLSTATE: connection exceptions, and a server that is stopping or starting. */
const AWAY = /^(08|57P)/;

const isAway = (error: unknown): boolean => !(error instanceof pg.DatabaseError) || AWAY.test(error.code ?? "");

/** What pg-boss runs its statements on. */
export interface PatientPool {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  /** Runs `work` while no other process runs its own under the same name. */
  alone(name: string, work: () => Promise<void>): Promise<void>;
  /** From now on a lost server is not waited for. */
  giveUp(): void;
  close(): Promise<void>;
}

/**
 * A few connections of the schema's owner that outlive a restart of Postgres: a statement whose server is away waits and runs
 * again. Each of pg-boss's can: it claims, ends or cleans up jobs. Without that it would end this process with a rejection
 * that it leaves to nobody.
 */
export function patientPool(url: string): PatientPool {
  const pool = new pg.Pool({
    connectionString: sessionUrl(url),
    application_name: "accord-jobs",
    max: 3,
    keepAlive: true,
  });
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  let isPatient = true;
  const executeSql = async (text: string, values?: unknown[]): Promise<{ rows: unknown[] }> => {
    for (;;) {
      try {
        return await pool.query(text, values);
      } catch (error) {
        if (!isAway(error)) throw error;
        if (!isPatient) return { rows: [] };
        await wait(AGAIN_AFTER_MS);
      }
    }
  };
  const alone = async (name: string, work: () => Promise<void>) => {
    const client = await pool.connect();
    try {
      await client.query("SELECT pg_advisory_lock(hashtext($1))", [name]);
      await work();
    } finally {
      // Closing the session gives the lock back, whatever happened.
      client.release(true);
    }
  };
  const giveUp = () => {
    isPatient = false;
  };
  return { executeSql, alone, giveUp, close: () => pool.end() };
}
