import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, describe, expect, test, vi } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { withClient } from "@/lib/cli/client";
import { prepareDatabase } from "@/lib/cli/prepare";
import { prepareSample } from "@/lib/cli/sample";
import { connect } from "@/lib/db";
import { audit } from "@/lib/services/audit";
import { prismaTx } from "@/lib/services/sql";
import { applyDemoSettings } from "@/prisma/seed/settings";
import { emptyDatabase } from "@/tests/support/database";

const databases: { drop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const database of databases.splice(0)) await database.drop();
});

async function newDatabase(): Promise<string> {
  const database = await emptyDatabase();
  databases.push(database);
  return database.url;
}

interface Found {
  demo: boolean;
  users: number;
  leads: number;
  spend: number;
  audit: number;
}

async function look(url: string): Promise<Found> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<Found>(`
      SELECT is_demo AS demo, (SELECT count(*)::int FROM users) AS users, (SELECT count(*)::int FROM leads) AS leads,
        (SELECT count(*)::int FROM spend) AS spend, (SELECT count(*)::int FROM audit_log) AS audit
      FROM organisation`);
    return rows[0] as Found;
  });
}

/** The settings of the sample company and nothing after them, as a load that was cut off leaves them. */
async function cutOff(url: string): Promise<void> {
  await prepareDatabase(url);
  const { prisma, close } = connect(url);
  await applyDemoSettings(prisma, "2026-11-16", systemActor("demo"));
  await close();
}

describe("the sample company of an embedded database", () => {
  test("is loaded anew after a start that was killed while it loaded, and only then is it one", async () => {
    const url = await newDatabase();
    const script = ["--conditions=react-server", "--import", "tsx", "tests/support/prepare-sample.ts", url];
    const first = spawn(process.execPath, script, { stdio: "ignore" });
    const ended = once(first, "exit");
    // Nothing can be asked before the tables are there.
    const hasLeads = async () => (await look(url).catch(() => undefined))?.leads ?? 0;
    await vi.waitUntil(hasLeads, { timeout: 60_000, interval: 20 });
    first.kill("SIGKILL");
    expect(await ended).toEqual([null, "SIGKILL"]);
    const half = await look(url);
    expect(half).toMatchObject({ demo: false, spend: 0 });
    expect(half.users).toBeGreaterThan(0);

    expect(await prepareSample(url)).toBe(true);
    const whole = await look(url);
    expect(whole).toMatchObject({ demo: true, users: half.users });
    expect(whole.leads).toBeGreaterThan(5_000);
    expect(whole.spend).toBeGreaterThan(0);

    expect(await prepareSample(url)).toBe(true);
    expect(await look(url)).toEqual(whole);
  }, 180_000);

  test("that was cut off stays when somebody has worked in it since", async () => {
    const url = await newDatabase();
    await cutOff(url);
    const { prisma, close } = connect(url);
    const record = { actor: systemActor("import"), action: "import.leads", object: "import:1" };
    await prisma.$transaction((tx) => audit(prismaTx(tx), record));
    await close();
    const before = await look(url);
    expect(await prepareSample(url)).toBe(false);
    expect(await look(url)).toEqual(before);
  });

  test("is not loaded where a person was added first", async () => {
    const url = await newDatabase();
    await prepareDatabase(url);
    await withClient(url, (client) =>
      client.query("INSERT INTO users (email, name, role) VALUES ('a@b.example', 'A', 'admin')"),
    );
    expect(await prepareSample(url)).toBe(false);
    expect(await look(url)).toMatchObject({ demo: false, users: 1, leads: 0 });
  });
});
