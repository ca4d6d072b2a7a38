import { setTimeout as wait } from "node:timers/promises";
import { closeDatabase, openDatabase } from "@/lib/db";
import { env } from "@/lib/env";
import { startJobs } from "@/lib/jobs/schedule";
import { ensureBuild } from "./build";
import { withClient } from "./client";
import { type Outcome, type ServerContext, withServer } from "./command";
import { type OpenServer, storedSecret } from "./postgres";
import { prepareDatabase } from "./prepare";
import { CliError, say, step } from "./progress";
import { prepareSample } from "./sample";
import { openSite, requireFreePort } from "./site";

/** Migrates, and fills an empty embedded database with the sample company. True if that is what it holds. */
async function prepareData({ url, embedded }: OpenServer): Promise<boolean> {
  if (embedded) return prepareSample(url);
  await step("Applying migrations", () => prepareDatabase(url));
  return false;
}

async function greet(url: string, address: string, demo: boolean): Promise<void> {
  say(`\nAccord is at ${address}`);
  if (!demo) {
    say('Sign in with your account. The first: npm run admin -- create-user --email E --name "N" --role admin');
  } else {
    const { rows } = await withClient(url, (client) =>
      client.query<{ role: string; name: string; email: string }>(
        "SELECT DISTINCT ON (role) role::text, name, email FROM users WHERE active ORDER BY role, id",
      ),
    );
    say("Sample company: sign in with one click as");
    for (const { role, name, email } of rows) say(`  ${role.padEnd(16)} ${name} <${email}>`);
  }
  say("Ctrl-C stops it.\n");
}

/** Brings the embedded server back if it is killed; the app reconnects by itself. */
async function guard(server: OpenServer, signal: AbortSignal): Promise<never> {
  for (;;) {
    await wait(1_000, undefined, { signal });
    if (server.isUp()) continue;
    say("The database has stopped unexpectedly; it is started again.");
    await server.revive();
  }
}

/** Takes part in the scheduled work. Returns what ends that. Throws CliError where the role may not keep its queue. */
async function joinJobs(url: string): Promise<() => Promise<void>> {
  try {
    return await startJobs(url);
  } catch (error) {
    if ((error as { code?: string }).code !== "42501") throw error;
    throw new CliError(
      "Scheduled work keeps its queue in a schema of its own, pgboss, which the role of DATABASE_URL may not create.",
      "Let it: GRANT CREATE ON DATABASE … TO …",
    );
  }
}

async function serve({ server, signal, defer }: ServerContext, mode: "start" | "dev"): Outcome {
  const { PORT: port, NEXTAUTH_URL, NEXTAUTH_SECRET } = env();
  await requireFreePort(port);
  const demo = await prepareData(server);
  if (mode === "start") await ensureBuild(signal);
  if (signal.aborted) return undefined;
  const address = NEXTAUTH_URL ?? `http://localhost:${port}`;
  const secret = NEXTAUTH_SECRET ?? storedSecret("secret");
  const site = openSite({ mode, port, databaseUrl: server.url, secret, address, demo });
  defer(() => site.stop());
  openDatabase(server.url, { max: 4 });
  // A job that was cut off holds its connection; the end of the process drops it.
  defer(async () => (signal.aborted ? undefined : closeDatabase()));
  const jobs = joinJobs(server.url);
  defer(async () => (await jobs.catch(() => undefined))?.());
  await step("Starting the app", () => Promise.all([site.ready, jobs]));
  await greet(server.url, address, demo);
  return Promise.race([site.ended, guard(server, signal)]);
}

/** npm start and npm run dev. */
export function runServer(mode: "start" | "dev"): Promise<never> {
  return withServer((context) => serve(context, mode));
}
