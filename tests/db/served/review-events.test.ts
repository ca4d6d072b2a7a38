import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { withClient } from "@/lib/cli/client";
import { mondayOf } from "@/lib/domain/dates";
import { weekCode } from "@/lib/domain/reviews";
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
    async next(name: string): Promise<void> {
      const block = `event: ${name}\ndata: 1\n\n`;
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

const isHere = async ({ id }: TestPerson): Promise<boolean> =>
  (
    await site().database.pool.query(
      "SELECT 1 FROM review_presence WHERE user_id = $1 AND seen_at > now() - interval '45 s'",
      [id],
    )
  ).rows.length > 0;
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
    await listening();
    await expect.poll(() => isHere(people.cro)).toBe(true);
    first.forget();
    const second = await follow(people.cmo);
    await first.next("change");
    await expect.poll(() => isHere(people.cmo)).toBe(true);
    expect(await isHere(people.vp_revops)).toBe(false);
    for (const page of [first, second]) page.forget();
    await tell();
    await Promise.all([first.next("change"), second.next("change")]);
  });

  test("one who has no seat hears them and is noted nowhere", async () => {
    const reader = await follow(people.bdr);
    await listening();
    reader.forget();
    await tell();
    await reader.next("change");
    expect(await isHere(people.bdr)).toBe(false);
  });

  test("end within a heartbeat for one who is signed out, and for one who is disabled", async () => {
    const [cro, sdr] = [await follow(people.vp_revops), await follow(people.head_sdr)];
    const { pool } = site().database;
    await expect.poll(() => isHere(people.head_sdr)).toBe(true);
    await pool.query("UPDATE users SET session_version = session_version + 1 WHERE id = $1", [people.vp_revops.id]);
    await pool.query("UPDATE users SET active = false WHERE id = $1", [people.head_sdr.id]);
    const began = Date.now();
    for (const rest of await Promise.all([cro.ended(), sdr.ended()])) expect(rest).toContain("event: signed-out");
    expect(Date.now() - began).toBeLessThan(20_000);
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

  test("a week there is not has none", async () => {
    const cookie = await site().cookieOf(people.cro);
    for (const week of ["2027-W53", "soon", "2026-W7"]) {
      expect((await site().ask(`/api/reviews/${week}/events`, { cookie })).status).toBe(404);
    }
  });
});
