import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { personOfSession } from "@/lib/auth/actor";
import { withClient } from "@/lib/cli/client";
import { withDatabase } from "@/lib/db";
import { addDays, mondayOf } from "@/lib/domain/dates";
import { weekCode } from "@/lib/domain/reviews";
import { seenInRoom } from "@/lib/services/reviews/attend";
import { addPeople, type TestPerson } from "@/tests/support/actors";
import { freezeMonday, frozenDocumentOf } from "@/tests/support/frozen-mondays";
import { servedSite } from "@/tests/support/served-site";

/** This week's Monday by the clock of the served app, in the organisation's zone as a fresh database has it. */
const MONDAY = mondayOf(new Intl.DateTimeFormat("en-CA", { timeZone: "America/New_York" }).format(new Date()));
const PATH = `/api/reviews/${weekCode(MONDAY)}/events`;

const site = servedSite();
let people: Awaited<ReturnType<typeof addPeople>>;
const open: AbortController[] = [];

beforeAll(async () => {
  const { pool } = site().database;
  people = await addPeople(pool);
  await freezeMonday(pool, frozenDocumentOf(MONDAY, {}));
  await pool.query(
    `INSERT INTO reviews (as_of, held_on, opened_at, opened_by_id, cro_id, cmo_id, vp_revops_id, head_demand_gen_id, head_sdr_id)
     VALUES ($1::date, $1::date + 1, now(), $2, $2, $3, $4, $5, $6)`,
    [MONDAY, people.cro.id, people.cmo.id, people.vp_revops.id, people.head_demand_gen.id, people.head_sdr.id],
  );
});

afterEach(() => {
  for (const controller of open.splice(0)) controller.abort();
});

/** The events of an open page, as they come. `next` waits for one by name; `ended` for the end of the stream. */
async function follow(person: TestPerson) {
  const controller = new AbortController();
  open.push(controller);
  const cookie = await site().cookieOf(person);
  const response = await site().ask(PATH, { cookie, "accept-encoding": "gzip" }, { signal: controller.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let [text, isOver] = ["", false];
  const more = async () => {
    const chunk = await reader?.read();
    if (!chunk || chunk.done) isOver = true;
    else text += chunk.value;
  };
  // It hears from here on: who listens is noted before the answer begins.
  while (!isOver && !text.includes("retry: ")) await more();
  return {
    response,
    /** What came until now is no answer to what comes next. */
    forget() {
      text = "";
    },
    next(name: string): Promise<void> {
      return this.text(`event: ${name}\ndata: 1\n\n`);
    },
    async text(block: string): Promise<void> {
      while (!isOver && !text.includes(block)) await more();
      expect(text).toContain(block);
      text = text.slice(text.indexOf(block) + block.length);
    },
    async ended(): Promise<string> {
      while (!isOver) await more();
      return text;
    },
  };
}

const presence = async () => (await site().database.pool.query("SELECT user_id FROM review_presence")).rows;
/** Somebody's page is heard of, as its action has it. */
const comeIn = ({ id, sessionVersion }: TestPerson) =>
  withDatabase(site().database.url, async () => {
    const person = await personOfSession(id, sessionVersion);
    if (person) await seenInRoom(person, MONDAY, new Date());
  });
/** As the owner of the database, past its guards. */
const force = (sql: string) =>
  withClient(site().database.url, (client) => client.query(`SET session_replication_role = replica; ${sql}`));
/** The one connection of the app that listens, once it does. */
async function listening(): Promise<number[]> {
  const sql = `SELECT pid FROM pg_stat_activity WHERE application_name = 'accord-listen' AND datname = current_database()
    AND state = 'idle' AND query LIKE 'LISTEN%'`;
  const ask = async () =>
    withClient(site().database.url, async (client) =>
      (await client.query<{ pid: number }>(sql)).rows.map(({ pid }) => pid),
    );
  await expect.poll(ask).toHaveLength(1);
  return ask();
}
const tell = () => site().database.pool.query("SELECT pg_notify('accord_review', $1)", [MONDAY]);

describe("the events of a review room", { timeout: 60_000 }, () => {
  test("reach everybody at once, uncompressed and uncached; who comes in is told to the others", async () => {
    const first = await follow(people.cro);
    expect(first.response.status).toBe(200);
    expect(first.response.headers.get("content-type")).toContain("text/event-stream");
    expect(first.response.headers.get("content-encoding")).toBeNull();
    expect(first.response.headers.get("cache-control")).toContain("no-transform");
    expect(first.response.headers.get("connection")).toBe("close");
    const second = await follow(people.bdr);
    await listening();
    for (const page of [first, second]) page.forget();
    await comeIn(people.cmo);
    await Promise.all([first.next("change"), second.next("change")]);
    for (const page of [first, second]) page.forget();
    await tell();
    await Promise.all([first.next("change"), second.next("change")]);
  });

  test("ping at every heartbeat, and say nothing about who is there: a socket that stays is nobody", async () => {
    await force("DELETE FROM review_presence");
    const page = await follow(people.cro);
    await page.text(": ping");
    await page.text(": ping");
    expect(await presence()).toEqual([]);
  });

  test("end within a heartbeat for one who is signed out, and for one who is disabled", async () => {
    const [cro, sdr] = [await follow(people.vp_revops), await follow(people.head_sdr)];
    const { pool } = site().database;
    await pool.query("UPDATE users SET session_version = session_version + 1 WHERE id = $1", [people.vp_revops.id]);
    await pool.query("UPDATE users SET active = false WHERE id = $1", [people.head_sdr.id]);
    const began = Date.now();
    for (const rest of await Promise.all([cro.ended(), sdr.ended()])) expect(rest).toContain("event: signed-out");
    expect(Date.now() - began).toBeLessThan(28_000);
  });

  test("come again after the connection to the database was cut; one connection serves all pages", async () => {
    const pages = [await follow(people.cro), await follow(people.cmo), await follow(people.bdr)];
    const [pid] = await listening();
    for (const page of pages) page.forget();
    await withClient(site().database.url, (client) => client.query("SELECT pg_terminate_backend($1)", [pid]));
    // Connected again, every page looks for itself at what it may have missed.
    await Promise.all(pages.map((page) => page.next("change")));
    expect(await listening()).not.toEqual([pid]);
    for (const page of pages) page.forget();
    await tell();
    await Promise.all(pages.map((page) => page.next("change")));
  });

  test("more than six pages of one person are refused until one of them is closed", async () => {
    const pages = await Promise.all(Array.from({ length: 6 }, () => follow(people.ae)));
    expect(pages.map(({ response }) => response.status)).toEqual(Array(6).fill(200));
    const cookie = await site().cookieOf(people.ae);
    const refusal = await site().ask(PATH, { cookie });
    expect([refusal.status, await refusal.json()]).toMatchObject([429, { code: "RATE_LIMITED" }]);
    expect((await follow(people.bdr)).response.status).toBe(200);
    open[0]?.abort();
    const ask = async () => {
      const controller = new AbortController();
      const { status } = await site().ask(PATH, { cookie }, { signal: controller.signal });
      controller.abort();
      return status;
    };
    await expect.poll(ask).toBe(200);
  });

  test("a week there is not has none, nor one that is neither frozen nor this one", async () => {
    const cookie = await site().cookieOf(people.cro);
    const weeks = ["2027-W53", "soon", "2026-W7", "1980-W07", weekCode(addDays(MONDAY, 7)), "9998-W01"];
    for (const week of weeks) {
      expect((await site().ask(`/api/reviews/${week}/events`, { cookie })).status, week).toBe(404);
    }
  });

  test("end within a heartbeat once the review is over, after a last change; then there are none", async () => {
    const page = await follow(people.bdr);
    await listening();
    await page.text(": ping");
    page.forget();
    await force(
      "UPDATE reviews SET started_at = now(), closed_at = now(), closed_by_id = cro_id, closed_decision_id = 1, candidates = '[]'",
    );
    const began = Date.now();
    expect(await page.ended()).toContain("event: change");
    expect(Date.now() - began).toBeLessThan(28_000);
    const after = await site().ask(PATH, { cookie: await site().cookieOf(people.cro) });
    expect([after.status, await after.text()]).toEqual([204, ""]);
  });
});
