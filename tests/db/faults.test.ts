import { randomUUID } from "node:crypto";
import type { PoolClient } from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { decide as decideAction } from "@/lib/actions/decisions";
import { type Person, personOfSession } from "@/lib/auth/actor";
import { authCookie, sealSession } from "@/lib/auth/session";
import { withClient } from "@/lib/cli/client";
import { closeDatabase, openDatabase } from "@/lib/db";
import { asAppError } from "@/lib/errors";
import { decide } from "@/lib/services/decisions";
import { addPerson } from "@/tests/support/actors";
import { type FreshDatabase, freshDatabase } from "@/tests/support/database";
import { ingest } from "@/tests/support/ingest";
import { request } from "@/tests/support/request";
import { differences } from "@/tests/support/verify";

vi.mock("next/headers", async () => (await import("@/tests/support/request")).requestModule);
vi.mock("next/cache", () => ({ revalidatePath: () => {} }));
vi.hoisted(() => vi.stubEnv("NEXTAUTH_SECRET", "a secret of this test, thirty-two letters"));

/** After every hand-over here, like the real clock that the action reads. */
const NOW = new Date("2025-07-03T12:00:00Z");
/** The app's own pool is small and impatient here; `database` looks at it from outside. */
const SMALL = { max: 2, patience: 2_000 };
let database: FreshDatabase;
let app: ReturnType<typeof openDatabase>;
let bdr: Person;

beforeAll(async () => {
  database = await freshDatabase();
  app = openDatabase(database.url, SMALL);
  const person = await personOfSession((await addPerson(database.pool, "bdr")).id, 1);
  if (!person) throw new Error("the test's BDR is not there");
  bdr = person;
  const leads = ["killed", "answered", "waiting", "raced"].map((external_id) => ({
    external_id,
    source: "webinar",
    company: external_id,
    created_at: "2025-06-01",
    handed_over_at: "2025-07-01T14:00:00Z",
  }));
  // An open deal of the account makes the decision long: the deal's owner follows from it.
  const opportunities = leads.map(({ company }) => ({
    external_id: company,
    account: company,
    created_at: "2025-07-02",
    stage: "Discovery",
  }));
  expect(await ingest(database.pool, { leads, opportunities })).toEqual([]);
});
afterAll(async () => {
  await closeDatabase();
  await database.drop();
});

const cycleOf = async (externalId: string) =>
  (await database.prisma.cycle.findFirstOrThrow({ where: { lead: { externalId } } })).id;
const accept = async (externalId: string) =>
  decide(bdr, { cycleId: await cycleOf(externalId), touch: "call", verdict: "accept" }, NOW);
const decisionsOf = async (externalId: string) =>
  database.prisma.decision.count({ where: { cycle: { lead: { externalId } } } });

/** The code of what a person would be told. */
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => asAppError(error, randomUUID()).code,
  );

/** Kills the app's connections that wait for a lock, as soon as one does. */
async function killWaiting(): Promise<number> {
  return withClient(database.url, async (client) => {
    for (;;) {
      const { rowCount } = await client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = 'accord' AND wait_event_type = 'Lock'`,
      );
      if (rowCount) return rowCount;
    }
  });
}

describe("a connection that breaks in the middle of a decision", () => {
  test("leaves nothing; the retry makes exactly one decision", async () => {
    const blocker: PoolClient = await database.pool.connect();
    await blocker.query("BEGIN");
    // Held back at one of its last steps: cycle, event, decision and audit entry are written by then.
    await blocker.query("SELECT pg_advisory_xact_lock(hashtext('accord.facts'))");
    const [code, killed] = await Promise.all([codeOf(accept("killed")), killWaiting()]);
    await blocker.query("ROLLBACK");
    blocker.release();
    expect(killed).toBe(1);
    expect(code).toBe("UNAVAILABLE");
    expect(await decisionsOf("killed")).toBe(0);
    expect(await differences(database)).toEqual([]);

    expect(await codeOf(accept("killed"))).toBe(null);
    expect(await decisionsOf("killed")).toBe(1);
    expect(await differences(database)).toEqual([]);
  });

  test("an answer that was lost: the retry is told who decided, and adds nothing", async () => {
    await accept("answered");
    expect(await codeOf(accept("answered"))).toBe("ALREADY_DECIDED");
    await expect(accept("answered")).rejects.toMatchObject({ details: { by: bdr.name } });
    expect(await decisionsOf("answered")).toBe(1);
    expect(await differences(database)).toEqual([]);
  });
});

describe("a pool that is used up", () => {
  test("answers with a refusal that says when to come again, and works once there is room", async () => {
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    request.cookies.set(authCookie("session").name, await sealSession({ uid: String(bdr.id), sv: 1 }));
    const form = new FormData();
    for (const [name, value] of [
      ["cycle", String(await cycleOf("waiting"))],
      ["verdict", "accept"],
      ["touch", "call"],
    ] as const) {
      form.set(name, value);
    }
    const held = await Promise.all([app.pool.connect(), app.pool.connect()]);
    const answers = await Promise.all([decideAction(null, form), decideAction(null, form)]);
    for (const client of held) client.release();
    for (const answer of answers) {
      expect(answer).toMatchObject({ ok: false, code: "UNAVAILABLE", details: { retry_after: expect.any(Number) } });
    }
    expect(await decisionsOf("waiting")).toBe(0);
    expect(await decideAction(null, form)).toMatchObject({ ok: true });
    vi.restoreAllMocks();
  });

  test("more people than connections: all get an answer, one decision stands", async () => {
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const codes = await Promise.all(Array.from({ length: 12 }, () => codeOf(accept("raced"))));
    vi.restoreAllMocks();
    expect(codes.filter((code) => code !== "ALREADY_DECIDED" && code !== "UNAVAILABLE")).toEqual([null]);
    expect(await decisionsOf("raced")).toBe(1);
    expect(await differences(database)).toEqual([]);
  });
});
