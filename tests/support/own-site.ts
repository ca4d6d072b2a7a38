import { randomBytes, randomUUID } from "node:crypto";
import type { Browser, BrowserContext } from "@playwright/test";
import pg from "pg";
import { hashPassword } from "@/lib/auth/passwords";
import { withClient } from "@/lib/cli/client";
import { freePort } from "@/lib/cli/cluster";
import { prepareDatabase } from "@/lib/cli/prepare";
import { openSite } from "@/lib/cli/site";
import { withDatabaseName } from "@/lib/database-url";
import { ROLES, type Role } from "@/lib/domain/roles";
import { env } from "@/lib/env";
import { addPerson, sessionCookie, type TestPerson } from "./actors";

/** What everybody on such a site types. */
export const PASSWORD = "three people sign one page";

export interface OwnSite {
  url: string;
  databaseUrl: string;
  people: Record<Role, TestPerson>;
  /** A browser in which somebody is signed in. */
  contextOf(browser: Browser, role: Role): Promise<BrowserContext>;
  /** Rows of its database, as its owner. */
  rows<T>(sql: string, values?: unknown[]): Promise<T[]>;
  stop(): Promise<void>;
}

interface Options {
  /** What its clock shows when it starts; it goes on from there. In the past: sessions of tests begin now. */
  now?: Date;
}

/** Node options under which a process lives at another time. */
function clockAt(now: Date): Record<string, string> {
  const shifted = `
    const Real = Date, offset = ${now.getTime() - Date.now()};
    globalThis.Date = class Date extends Real {
      constructor(...given) { if (given.length === 0) super(Real.now() + offset); else super(...given); }
      static now() { return Real.now() + offset; }
      static UTC = Real.UTC;
      static parse = Real.parse;
    };`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(shifted)}` };
}

/**
 * A second site beside that of the browser tests, on a database of its own with the default settings and one person of each
 * role: for journeys that change what all other tests stand on. The app is built already.
 */
export async function openOwnSite({ now }: Options = {}): Promise<OwnSite> {
  const server = env().ACCORD_TEST_DATABASE;
  if (!server) throw new Error("the test server has not said where its database is");
  const name = `own_${randomUUID().replaceAll("-", "")}`;
  await withClient(server, (client) => client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`));
  const databaseUrl = withDatabaseName(server, name);
  await prepareDatabase(databaseUrl);
  const passwordHash = await hashPassword(PASSWORD);
  const people = await withClient(databaseUrl, async (client) => {
    const made: [Role, TestPerson][] = [];
    for (const role of ROLES) made.push([role, await addPerson(client, role, { passwordHash })]);
    return Object.fromEntries(made) as Record<Role, TestPerson>;
  });
  const [port, secret] = [await freePort(), randomBytes(32).toString("hex")];
  const url = `http://localhost:${port}`;
  const settings = now && clockAt(now);
  const site = openSite({ mode: "start", port, databaseUrl, secret, address: url, demo: false, settings });
  await site.ready;
  const opened: BrowserContext[] = [];
  return {
    url,
    databaseUrl,
    people,
    async contextOf(browser, role) {
      const context = await browser.newContext({ baseURL: url });
      opened.push(context);
      await context.addCookies([await sessionCookie(people[role], { secret, url })]);
      return context;
    },
    rows: (sql, values = []) => withClient(databaseUrl, async (client) => (await client.query(sql, values)).rows),
    async stop() {
      await site.stop();
      // A page that is left open would ask in vain under the next test, whose guard hears it.
      for (const context of opened) await context.close();
      await withClient(server, (client) => client.query(`DROP DATABASE ${pg.escapeIdentifier(name)} WITH (FORCE)`));
    },
  };
}
