import { spawn } from "node:child_process";
import type { Pool } from "pg";
import { afterAll, beforeAll, beforeEach, vi } from "vitest";
import { withClient } from "@/lib/cli/client";
import { childEnv } from "@/lib/env";
import { type MailServer, startMailServer } from "./mail-server";

/** A mail server to which the app of this test file sends; kinder before each test. */
export function sendingTo(): () => MailServer {
  let server: MailServer;
  beforeAll(async () => {
    server = await startMailServer();
    vi.stubEnv("SMTP_URL", `smtp://127.0.0.1:${server.port}`);
    vi.stubEnv("MAIL_FROM", "Accord <accord@example.com>");
    vi.stubEnv("NEXTAUTH_URL", "https://accord.example.com");
  });
  beforeEach(() => {
    server.misbehave = {};
    server.accepted.length = 0;
  });
  afterAll(() => server.close());
  return () => server;
}

/** A run of `what` at `now` in a process of its own. */
export function sendProcess(url: string, what: "digests" | "reminders", now: Date) {
  const child = spawn(
    process.execPath,
    ["--conditions=react-server", "--import", "tsx", "tests/support/send-process.ts", url, what, now.toISOString()],
    { env: childEnv({}), stdio: ["ignore", "pipe", "inherit"] },
  );
  let stdout = "";
  child.stdout.on("data", (chunk) => (stdout += chunk));
  const ended = new Promise<string>((resolve) => child.on("close", () => resolve(stdout)));
  return { kill: () => child.kill("SIGKILL"), ended };
}

/**
 * Holds the claimed rows from the moment the server asks for the sender, so that a process stands before its final dot for
 * certain; kills it there, with the statement that it waits in: a killed client's statement would still be done later.
 */
export async function killedBeforeTheDot(
  { pool, url }: { pool: Pool; url: string },
  server: MailServer,
  child: ReturnType<typeof sendProcess>,
): Promise<void> {
  const holder = await pool.connect();
  server.misbehave.onMailFrom = async () => {
    await holder.query("BEGIN");
    await holder.query("SELECT FROM deliveries WHERE state = 'claimed' FOR UPDATE");
  };
  server.misbehave.onFirstBytes = () => void child.kill();
  await child.ended;
  await withClient(url, async (owner) => {
    const waiting = "FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let left = -1;
    while (left !== 0) {
      await owner.query(`SELECT pg_terminate_backend(pid) ${waiting}`);
      left = (await owner.query(`SELECT ${waiting}`)).rows.length;
    }
  });
  await holder.query("ROLLBACK");
  holder.release();
  server.misbehave = {};
}

export interface LedgerRow {
  key: string;
  to: string;
  state: string;
  attempts: number;
  error: string | null;
}

/** The ledger, by recipient. */
export async function ledger(pool: Pool): Promise<LedgerRow[]> {
  const { rows } = await pool.query<LedgerRow>(`
    SELECT d.key, coalesce(u.email, 'slack') AS to, d.state::text, d.attempts, d.error
    FROM deliveries d LEFT JOIN users u ON u.id = d.user_id ORDER BY d.id`);
  return rows;
}
