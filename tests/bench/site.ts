import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { NEXT } from "@/lib/cli/build";
import { withClient } from "@/lib/cli/client";
import { freePort } from "@/lib/cli/cluster";
import { CliError } from "@/lib/cli/progress";
import { childEnv } from "@/lib/env";
import { addPerson, sessionCookie, type TestPerson } from "@/tests/support/actors";

export interface BenchSite {
  url: string;
  /** The Cookie header of somebody who is signed in. */
  cookieOf(person: Pick<TestPerson, "id" | "sessionVersion">): Promise<string>;
  stop(): Promise<void>;
}

/** The app must not outlive a bench that was killed. */
const ORPHAN_GUARD = "data:text/javascript,process.on('disconnect',()=>process.exit(1))";

/** Serves the build in `dir` as `npm start` does, on a free port. Throws CliError if it ends before it answers. */
export async function serve(dir: string, databaseUrl: string): Promise<BenchSite> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const secret = randomBytes(32).toString("hex");
  const child = spawn(process.execPath, ["--import", ORPHAN_GUARD, NEXT, "start", "-p", String(port)], {
    cwd: dir,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: childEnv({
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      DATABASE_URL: databaseUrl,
      NEXTAUTH_SECRET: secret,
      NEXTAUTH_URL: url,
      ACCORD_DEMO: "0",
    }),
  });
  const ended = new Promise<void>((resolve) => child.on("exit", () => resolve()));
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
  };
  const answers = () =>
    fetch(`${url}/api/v1/health`).then(
      (response) => response.ok,
      () => false,
    );
  while (!(await answers())) {
    if (child.exitCode !== null) throw new CliError("The copy of the app ended before it answered.");
    await wait(100);
  }
  const cookieOf = async (person: Pick<TestPerson, "id" | "sessionVersion">) => {
    const { name, value } = await sessionCookie(person, { secret, url });
    return `${name}=${value}`;
  };
  return { url, cookieOf, stop };
}

/** An account of a database, made on the way. */
export async function signedUp(databaseUrl: string, role: TestPerson["role"]): Promise<TestPerson> {
  return withClient(databaseUrl, (client) => addPerson(client, role));
}
