import pg from "pg";
import { sessionUrl } from "@/lib/database-url";
import { CliError } from "./progress";

const CURES: Record<string, string> = {
  ECONNREFUSED: "Start that server, or correct host and port in DATABASE_URL.",
  ENOTFOUND: "Correct the host name in DATABASE_URL.",
  "28P01": "Correct user and password in DATABASE_URL (embedded: the file pg-password of the data directory).",
  "28000": "Let this user connect (pg_hba.conf), or correct DATABASE_URL.",
  "3D000": "Create that database first (createdb), or correct its name in DATABASE_URL.",
  "53300": "Raise max_connections of the server, or stop what holds the connections.",
};

/** The address without its password. */
function shown(url: string): string {
  const address = new URL(url);
  return `${address.host}${address.pathname}`;
}

/** Runs `work` with one connection as the owner of the database. Throws CliError if it cannot be reached. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: sessionUrl(url),
    application_name: "accord-cli",
    connectionTimeoutMillis: 10_000,
  });
  // A server that dies meanwhile fails the query under way; without a listener it would end this process.
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    const cure = CURES[code ?? ""] ?? "Check DATABASE_URL.";
    throw new CliError(`The database at ${shown(url)} cannot be reached: ${message || code}`, cure);
  }
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
