import { afterAll, beforeAll } from "vitest";
import { ensureBuild } from "@/lib/cli/build";
import { freePort } from "@/lib/cli/cluster";
import { openSite, type Site } from "@/lib/cli/site";
import { sessionCookie, type TestPerson } from "./actors";
import { type FreshDatabase, freshDatabase } from "./database";

export interface ServedSite {
  /** Without a slash at the end. */
  url: string;
  database: FreshDatabase;
  /** The Cookie header of somebody's session; `age` sessions before the one that counts now. */
  cookieOf(person: TestPerson, age?: number): Promise<string>;
  /** A request as a browser would send it, without following where it leads. */
  ask(path: string, headers?: Record<string, string>, init?: RequestInit): Promise<Response>;
}

const SECRET = "a secret of this test, thirty-two letters";

interface Options {
  /** Tells the app that people reach it by https. */
  https?: boolean;
  /** More of its environment. */
  settings?: Record<string, string>;
}

/** The app as `npm start` serves it, on an empty database of the file's own. The first file of a run may have to build it. */
export function servedSite({ https = false, settings = {} }: Options = {}): () => ServedSite {
  let site: Site;
  let served: ServedSite;
  beforeAll(async () => {
    await ensureBuild();
    const [database, port] = [await freshDatabase(), await freePort()];
    const url = `http://localhost:${port}`;
    const address = https ? `https://localhost:${port}` : url;
    site = openSite({ mode: "start", port, databaseUrl: database.url, secret: SECRET, address, demo: false, settings });
    await site.ready;
    const cookieOf: ServedSite["cookieOf"] = async (person, age = 0) => {
      const { rows } = await database.pool.query("SELECT session_version AS v FROM users WHERE id = $1", [person.id]);
      const session = { id: person.id, sessionVersion: Number(rows[0]?.v) - age };
      const { name, value } = await sessionCookie(session, { secret: SECRET, url });
      return `${https ? "__Host-" : ""}${name}=${value}`;
    };
    const ask: ServedSite["ask"] = (path, headers = {}, init = {}) =>
      fetch(`${url}${path}`, { redirect: "manual", ...init, headers });
    served = { url, database, cookieOf, ask };
  }, 600_000);
  afterAll(async () => {
    await site?.stop();
    await served?.database.drop();
  });
  return () => served;
}
