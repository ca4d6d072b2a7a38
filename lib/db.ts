import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { sessionUrl } from "@/lib/database-url";
import { env } from "@/lib/env";
import { PrismaClient } from "@/prisma/generated/client";

/** The role that the app works as: it cannot change events, the audit log, signed agreements or snapshots. */
const APP_ROLE = "accord_app";

/** JIT compiles for seconds what runs for milliseconds: npm run verify on a small database took 6 s with it, 0.5 s without. */
const NO_JIT = "jit=off";

/** Writes wait for each other at the head of the audit chain; Prisma would cut a transaction off after 5 s. */
const PATIENCE = { maxWait: 5_000, timeout: 30_000 };

export interface Database {
  prisma: PrismaClient;
  /** Raw clients for COPY and set-based SQL; see `rawTypes` for what its rows hold. */
  pool: pg.Pool;
  close(): Promise<void>;
}

export interface ConnectOptions {
  /** Connections at most; 16 unless told. */
  max?: number;
  /** How long a caller waits for one, in milliseconds, before it gets an error; 5,000 unless told. */
  patience?: number;
}

const { builtins, getTypeParser } = pg.types;
const DATE_ARRAY = 1182;
const INT8_ARRAY = 1016;
const NUMERIC_ARRAY = 1231;
const TEXT_ARRAY = 1009;
const textArray = (getTypeParser as (oid: number) => (value: string) => (string | null)[])(TEXT_ARRAY);

/**
 * Rows of the raw pool hold exact values only: `int8` is a bigint (as in Prisma), `numeric` a decimal
 * string, `date` the string YYYY-MM-DD (pg itself would make it midnight in the zone of this machine),
 * `timestamptz` a Date; arrays likewise. Prisma hands its own parsers with every query and is not affected.
 */
function rawParser(oid: number): ((value: string) => unknown) | undefined {
  switch (oid) {
    case builtins.INT8:
      return BigInt;
    case builtins.DATE:
      return String;
    case INT8_ARRAY:
      return (value) => textArray(value).map((item) => (item === null ? null : BigInt(item)));
    case DATE_ARRAY:
    case NUMERIC_ARRAY:
      return textArray;
    default:
      return undefined;
  }
}

const rawTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => (format === "binary" ? undefined : rawParser(oid)) ?? getTypeParser(oid, format),
};

/** Statements that stay prepared on each connection; enough for all that the app says in the same words again and again. */
const PREPARED = 500;

const names = new Map<string, string>();

/**
 * Postgres parses a statement with a name once for each connection, and soon plans it no more: the Monday page took a
 * sixth less. Texts beyond the first 500 (lists of changing length) have no name and are planned anew each time.
 */
function statementName(sql: string): string {
  const known = names.get(sql);
  if (known !== undefined) return known;
  const name = names.size < PREPARED ? `accord_${names.size}` : "";
  if (name !== "") names.set(sql, name);
  return name;
}

/**
 * Opens a pool and a Prisma client over it, as the app's role. An exhausted pool answers with an error
 * after `patience` instead of hanging. The migrations must have run: they create the role.
 */
export function connect(url: string, { max = 16, patience = 5_000 }: ConnectOptions = {}): Database {
  const pool = new pg.Pool({
    connectionString: sessionUrl(url, [`role=${APP_ROLE}`, NO_JIT]),
    application_name: "accord",
    max,
    connectionTimeoutMillis: patience,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    allowExitOnIdle: true,
    types: rawTypes,
  });
  // A restart of Postgres breaks idle connections; the pool drops them and the next query opens its own.
  pool.on("error", () => {});
  // One that breaks while in use fails its query; the event beside it has nobody else to hear it and would end the process.
  pool.on("connect", (client) => client.on("error", () => {}));
  const adapter = new PrismaPg(pool, { statementNameGenerator: ({ sql }) => statementName(sql) });
  const prisma = new PrismaClient({ adapter, transactionOptions: PATIENCE });
  const close = async () => {
    await prisma.$disconnect();
    await pool.end();
  };
  return { prisma, pool, close };
}

// On globalThis, so that Next's separately bundled entry points and dev reloads share one pool.
const shared = globalThis as typeof globalThis & { accordDatabase?: Database };

/** Makes `url` the database of this process; for the command line, which learns the address at run time. */
export function openDatabase(url: string, options?: ConnectOptions): Database {
  if (shared.accordDatabase) throw new Error("The database of this process is open already.");
  shared.accordDatabase = connect(url, options);
  return shared.accordDatabase;
}

/** Makes `url` the database of this process while `work` runs, whatever it was before. */
export async function withDatabase<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const before = shared.accordDatabase;
  const database = connect(url);
  shared.accordDatabase = database;
  try {
    return await work(database);
  } finally {
    shared.accordDatabase = before;
    await database.close();
  }
}

/** Closes the database of this process, if it is open. */
export async function closeDatabase(): Promise<void> {
  const open = shared.accordDatabase;
  shared.accordDatabase = undefined;
  await open?.close();
}

function current(): Database {
  if (shared.accordDatabase) return shared.accordDatabase;
  const url = env().DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is not set: start the app with npm start.");
  return openDatabase(url);
}

/** The Prisma client of this process, opened on first use at DATABASE_URL. */
export function db(): PrismaClient {
  return current().prisma;
}

/** A connection beside the pool, not yet open, for the one that listens (lib/data/room-events.ts); also as the app's role. */
export function listeningClient(): pg.Client {
  return new pg.Client({
    connectionString: current().pool.options.connectionString,
    application_name: "accord-listen",
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    // Without it the operating system asks after two hours whether the other end is still there.
    keepAliveInitialDelayMillis: 10_000,
  });
}

/** The pool behind `db()`, for raw SQL. */
export function pool(): pg.Pool {
  return current().pool;
}
