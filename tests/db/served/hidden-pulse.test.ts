import { beforeAll, expect, test } from "vitest";
import { ROLES, type Role } from "@/lib/domain/roles";
import { addPeople, type TestPerson } from "@/tests/support/actors";
import { servedSite } from "@/tests/support/served-site";

const site = servedSite();
let people: Record<Role, TestPerson>;

/** The answer of a side for this month in New York, as the app's role writes it. */
async function answerAs({ id, role }: TestPerson, score: number): Promise<void> {
  const client = await site().database.pool.connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT set_config('accord.reader', $1, true)", [String(id)]);
    await client.query(
      `INSERT INTO pulse_answers (month, side, user_id, score, at)
       VALUES (date_trunc('month', now() AT TIME ZONE 'America/New_York')::date, $2::user_role, $1, $3, now())`,
      [id, role, score],
    );
    await client.query("COMMIT");
  } finally {
    client.release();
  }
}

/** The page as the browser and as the router get it, without what is new on every request: nonces and Next's own ids. */
async function pagesOf(role: Role): Promise<string> {
  const cookie = await site().cookieOf(people[role]);
  const asked: Record<string, string>[] = [{ cookie }, { cookie, rsc: "1" }];
  const bodies = await Promise.all(
    asked.map(async (headers) => (await site().ask("/loop/playbook", headers, { redirect: "follow" })).text()),
  );
  return bodies.join("\n").replaceAll(/nonce(=|":|\\":)\\?"[^"]*"|"[\w-]{21}[vm]"/g, "");
}

const others = ROLES.filter((role) => role !== "cro" && role !== "cfo");
const before = new Map<Role, string>();

beforeAll(async () => {
  people = await addPeople(site().database.pool);
  for (const role of others) before.set(role, await pagesOf(role));
  await answerAs(people.cro, 7);
});

test.each(others)("while one has answered, the page of everybody else is what it was before: %s", async (role) => {
  const now = await pagesOf(role);
  expect(now).toContain("Conflict pulse");
  expect(now.includes("are hidden until both are in")).toBe(true);
  expect(now === before.get(role)).toBe(true);
});

test("the author reads their own answer; once both are in, everybody reads both", async () => {
  expect(await pagesOf("cro")).toContain("You have answered 7 for");
  await answerAs(people.cmo, 4);
  for (const role of ["cro", ...others] as const) {
    const page = await pagesOf(role);
    expect(page).toContain("Both have answered for");
    expect(page).toContain("5.5");
  }
});
