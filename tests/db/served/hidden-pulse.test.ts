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

/** What a person reads of the HTML, sorted: a busy server streams the same page in other pieces, in another order. */
function textOf(html: string): string[] {
  return html
    .replaceAll(/<script\b.*?<\/script>/gs, "")
    .split(/<[^>]*>/)
    .filter((text) => text.trim() !== "")
    .sort();
}

/** Every string that the router gets, sorted, without references between pieces and what is new on every request: nonces and Next's own ids. */
function stringsOf(payload: string): string[] {
  return (payload.match(/"(?:[^"\\]|\\.)*"/g) ?? []).filter((text) => !/^"(\$.*|[\w+/-]{22,}=*)"$/.test(text)).sort();
}

/** The page as the browser and as the router get it. */
async function pagesOf(role: Role): Promise<{ text: string[]; strings: string[] }> {
  const cookie = await site().cookieOf(people[role]);
  const body = async (headers: Record<string, string>) =>
    (await site().ask("/loop/playbook", { cookie, ...headers }, { redirect: "follow" })).text();
  const [html, payload] = await Promise.all([body({}), body({ rsc: "1" })]);
  return { text: textOf(html), strings: stringsOf(payload) };
}

const others = ROLES.filter((role) => role !== "cro" && role !== "cfo");
const before = new Map<Role, Awaited<ReturnType<typeof pagesOf>>>();

beforeAll(async () => {
  people = await addPeople(site().database.pool);
  for (const role of others) before.set(role, await pagesOf(role));
  await answerAs(people.cro, 7);
});

test.each(others)("while one has answered, the page of everybody else is what it was before: %s", async (role) => {
  const now = await pagesOf(role);
  const read = now.text.join("\n");
  expect(read).toContain("Conflict pulse");
  expect(read).toContain("are hidden until both are in");
  expect(now).toEqual(before.get(role));
});

test("the author reads their own answer; once both are in, everybody reads both", async () => {
  expect((await pagesOf("cro")).text.join("")).toContain("You have answered 7 for");
  await answerAs(people.cmo, 4);
  for (const role of ["cro", ...others] as const) {
    const page = (await pagesOf(role)).text.join("");
    expect(page).toContain("Both have answered for");
    expect(page).toContain("5.5");
  }
});
