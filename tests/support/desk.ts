import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hash } from "@node-rs/argon2";
import type { Browser, BrowserContext, BrowserContextOptions } from "@playwright/test";
import pg from "pg";
import { run } from "@/lib/cli/run";
import { childEnv, env } from "@/lib/env";
import { csvText } from "@/lib/view/csv";
import { addPerson, type TestPerson } from "./actors";

const DAY_MS = 86_400_000;
const PASSWORD = "a sentence for this test alone";

/** Asks the database of the app under test, as its owner. */
export async function sql<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client(env().ACCORD_TEST_DATABASE);
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** A BDR of the test's own, so that tests do not take leads from each other. */
export async function newBdr(): Promise<TestPerson> {
  const client = new pg.Client(env().ACCORD_TEST_DATABASE);
  await client.connect();
  try {
    return await addPerson(client, "bdr", { tag: randomUUID().slice(0, 8), passwordHash: await hash(PASSWORD) });
  } finally {
    await client.end();
  }
}

export interface DeskLead {
  company: string;
  [field: string]: string;
}

const FIELDS = ["external_id", "first_name", "last_name", "company", "title", "source", "employees", "assigned_to"];

/**
 * Brings leads in by the import command, handed over a moment ago: too late for any figure of the Monday page. They were
 * created a month before, so that they are none of the latest arrivals that a definition is tried on. Returns their ids in
 * the source system. `owner` is null for leads that are nobody's.
 */
export async function bringLeads(owner: TestPerson | null, leads: DeskLead[]): Promise<string[]> {
  const tag = randomUUID().slice(0, 8);
  const ids = leads.map((_, index) => `E2E-${tag}-${String(index).padStart(2, "0")}`);
  const handedOverAt = new Date(Date.now() - 120_000).toISOString();
  const createdAt = new Date(Date.now() - 30 * DAY_MS).toISOString();
  const rows = leads.map((lead, index): (string | null)[] => {
    const record: Record<string, string> = {
      external_id: ids[index] ?? "",
      first_name: "Kim",
      last_name: `Brand ${index + 1}`,
      title: "VP Sales",
      source: "webinar",
      employees: "640",
      ...(owner && { assigned_to: owner.email }),
      ...lead,
    };
    return [...FIELDS.map((field) => record[field] ?? null), createdAt, handedOverAt];
  });
  await importCsv("leads", csvText([...FIELDS, "created_at", "handed_over_at"], rows));
  return ids;
}

/** Brings one canonical record of a kind in by the import command. */
export async function bringRecord(kind: string, record: Readonly<Record<string, string>>): Promise<void> {
  await importCsv(kind, csvText(Object.keys(record), [Object.values(record)]));
}

async function importCsv(kind: string, csv: string): Promise<void> {
  const { code, output } = await importOf(kind, csv);
  if (code !== 0) throw new Error(`the import ended with ${code}: ${output}`);
}

/** Runs the import command on a file of this text: its exit code, and all that it said. */
export async function importOf(kind: string, csv: string): Promise<{ code: number | null; output: string }> {
  const folder = mkdtempSync(join(tmpdir(), "accord-desk-"));
  const file = join(folder, `${kind}.csv`);
  writeFileSync(file, csv);
  const args = [
    "--conditions=react-server",
    "--import",
    "tsx",
    "lib/cli/import.ts",
    kind,
    file,
    "--source-system",
    "crm",
  ];
  const outcome = await run(process.execPath, args, {
    env: childEnv({ DATABASE_URL: env().ACCORD_TEST_DATABASE, INIT_CWD: process.cwd() }),
  });
  rmSync(folder, { recursive: true });
  return outcome;
}

/** A browser in which this person is signed in, by password. */
export async function deskOf(
  browser: Browser,
  person: TestPerson,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL("**/queue");
  await page.close();
  return context;
}

export interface Verdict {
  externalId: string;
  stage: string;
  reason: string | null;
  by: string | null;
  touch: string | null;
  note: string | null;
  duplicateOf: string | null;
}

/** What the database says of these leads, in their order. */
export async function verdictsOf(ids: readonly string[]): Promise<Verdict[]> {
  return sql<Verdict>(
    `SELECT l.external_id AS "externalId", c.stage::text, c.reason::text, u.email AS by, d.touch_kind AS touch, d.note, d.duplicate_of AS "duplicateOf"
     FROM leads l JOIN cycles c ON c.lead_id = l.id LEFT JOIN decisions d ON d.cycle_id = c.id AND d.is_live
     LEFT JOIN users u ON u.id = c.decided_by_id WHERE l.external_id = ANY($1) ORDER BY l.external_id`,
    [ids],
  );
}
