import "server-only";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { sessionUrl } from "@/lib/database-url";
import { logError } from "@/lib/log";

const AGAIN_AFTER_MS = 1_000;

/** SQLSTATE of connection exceptions and of a server that is stopping or starting; what a socket says of a lost one. */
const AWAY = /^(08...|57P..|ECONN[A-Z]+|ETIMEDOUT|EPIPE)$/;
/** What the driver says without a code, of a connection that ended under a statement. */
const ENDED = /^(Connection terminated|Client has encountered a connection error|Client was closed)/;

/** Whether the server was out of reach, so that the statement may run again; anything else is a mistake and is thrown. */
function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : null;
  return code === null ? ENDED.test(error.message) : AWAY.test(code);
}

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
 * again, and the log says so once. Each of pg-boss's can: it claims, ends or cleans up jobs. Without that it would end this process with a rejection
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
  let isLost = false;
  const sayLost = (error: unknown) => {
    if (!isLost) logError("the database is away; scheduled work waits for it", {}, error);
    isLost = true;
  };
  const executeSql = async (text: string, values?: unknown[]): Promise<{ rows: unknown[] }> => {
    for (;;) {
      try {
        const result = await pool.query(text, values);
        isLost = false;
        return result;
      } catch (error) {
        if (!isAway(error)) throw error;
        if (!isPatient) return { rows: [] };
        sayLost(error);
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
