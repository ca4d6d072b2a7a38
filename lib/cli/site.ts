import { type ChildProcess, spawn } from "node:child_process";
import { connect, createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { PEER_HEADER } from "@/lib/auth/peer-header";
import { childEnv } from "@/lib/env";
import { NEXT } from "./build";
import { CliError } from "./progress";

export interface SiteOptions {
  mode: "start" | "dev";
  port: number;
  databaseUrl: string;
  /** Signs the sessions. */
  secret: string;
  /** The address people open. */
  address: string;
  /** Opens one-click sign-in; the organisation must be the sample company as well. */
  demo: boolean;
  /** More settings of lib/env.ts, on top of those of this process. */
  settings?: Readonly<Record<string, string>>;
}

export interface Site {
  /** Settles when the app answers. Throws CliError if it ends before. */
  ready: Promise<void>;
  /** Settles with the exit code when the app has ended. */
  ended: Promise<number>;
  /** Ends it and waits. */
  stop(): Promise<void>;
}

/**
 * Runs in the server process before Next. The app must not outlive us, even if we are killed without a chance to stop it.
 * And before a request reaches Next, it learns who is at the other end of its connection (lib/auth/client-address.ts).
 */
const PRELOAD = `
  import { subscribe } from "node:diagnostics_channel";
  process.on("disconnect", () => process.exit(1));
  subscribe("http.server.request.start", ({ request }) => {
    request.headers["${PEER_HEADER}"] = request.socket.remoteAddress ?? "";
  });`;

/** Throws CliError if something listens on the port already. */
export async function requireFreePort(port: number): Promise<void> {
  const taken = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    const probe = createServer();
    probe.once("error", resolve);
    probe.listen(port, () => probe.close(() => resolve(undefined)));
  });
  if (taken?.code === "EACCES") {
    throw new CliError(`Port ${port} may not be opened by this user.`, "Choose one above 1023: PORT=3000 npm start");
  }
  if (taken)
    throw new CliError(
      `Port ${port} is in use.`,
      `Stop what runs there, or choose another: PORT=${port + 1} npm start`,
    );
}

/** In development a page is compiled when it is asked for, which can take long: there an open port is enough. */
async function answers(mode: SiteOptions["mode"], port: number): Promise<boolean> {
  if (mode === "dev") {
    return new Promise((resolve) => {
      const socket = connect(port, "127.0.0.1", () => {
        socket.destroy();
        resolve(true);
      });
      socket.on("error", () => resolve(false));
    });
  }
  try {
    await fetch(`http://127.0.0.1:${port}/`, { redirect: "manual", signal: AbortSignal.timeout(60_000) });
    return true;
  } catch {
    return false;
  }
}

async function untilReady(child: ChildProcess, mode: SiteOptions["mode"], port: number): Promise<void> {
  while (child.exitCode === null && child.signalCode === null) {
    if (await answers(mode, port)) return;
    await wait(100);
  }
  throw new CliError("The app ended before it answered (the lines above say why).", "Correct that and start again.");
}

/** Starts Next as a process of its own. */
export function openSite({ mode, port, databaseUrl, secret, address, demo, settings }: SiteOptions): Site {
  const child = spawn(
    process.execPath,
    ["--import", `data:text/javascript,${encodeURIComponent(PRELOAD)}`, NEXT, mode, "-p", String(port)],
    {
      stdio: ["ignore", "inherit", "inherit", "ipc"],
      detached: true, // Ctrl-C comes to us alone: the app closes before its database does
      env: childEnv({
        NODE_ENV: mode === "dev" ? "development" : "production",
        NEXT_TELEMETRY_DISABLED: "1",
        DATABASE_URL: databaseUrl,
        NEXTAUTH_SECRET: secret,
        NEXTAUTH_URL: address,
        ACCORD_DEMO: demo ? "1" : "0",
        ...settings,
      }),
    },
  );
  const ended = new Promise<number>((resolve) => child.on("exit", (code) => resolve(code ?? 128)));
  const stop = async () => {
    child.kill("SIGTERM");
    const forced = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await ended;
    clearTimeout(forced);
  };
  return { ready: untilReady(child, mode, port), ended, stop };
}
