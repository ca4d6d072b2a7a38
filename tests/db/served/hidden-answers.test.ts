import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { ANSWER_TEXTS } from "@/lib/domain/diagnostic";
import { ROLES, type Role } from "@/lib/domain/roles";
import { addPeople, type TestPerson } from "@/tests/support/actors";
import { servedSite } from "@/tests/support/served-site";

/** Stands in one answer alone, which only its author may see until the other one is in (product.md C9). */
const CANARY = "canarybirdseed";

/** Fewer than the app has connections: nobody waits for one in vain. */
const AT_ONCE = 8;

const site = servedSite();
let people: Record<Role, TestPerson>;

/** Answers as the service does, as the app's role. */
async function answerAs({ id, role }: TestPerson): Promise<void> {
  const client = await site().database.pool.connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT set_config('accord.reader', $1, true)", [String(id)]);
    const columns = ANSWER_TEXTS.map(({ key }) => key);
    const texts = columns.map((key) => `${CANARY} ${role} ${key}`);
    const values = texts.map((_, index) => `$${index + 2}`).join(", ");
    await client.query(
      `INSERT INTO diagnostic_answers (round_id, user_id, ${columns.join(", ")}) SELECT id, $1, ${values} FROM diagnostic_rounds`,
      [id, ...texts],
    );
    await client.query(
      role === "cro"
        ? "UPDATE diagnostic_rounds SET cro_answered_at = now()"
        : "UPDATE diagnostic_rounds SET cmo_answered_at = now(), revealed_at = now()",
    );
    await client.query("COMMIT");
  } finally {
    client.release();
  }
}

beforeAll(async () => {
  const { pool } = site().database;
  people = await addPeople(pool);
  await pool.query("INSERT INTO diagnostic_rounds (cro_id, cmo_id) VALUES ($1, $2)", [people.cro.id, people.cmo.id]);
  await answerAs(people.cro);
});

const files = readdirSync("app", { recursive: true, encoding: "utf8" });
/** Every page and every route that answers a GET, with the round in the address where that might matter. */
const addresses = files
  .filter((file) => /(^|\/)(page\.tsx|route\.ts)$/.test(file) && !file.includes("[...nextauth]"))
  .map((file) => join("/", dirname(file)).replaceAll(/\/\([^)]*\)/g, "") || "/")
  .map((path) => path.replace(/\[\w+\]/g, "1"))
  .flatMap((path) => [path, `${path}?round=1`]);

/** The page as a browser gets it, or with `rsc` as the router asks: Next sends that to the address that names its payload. */
async function bodyOf(address: string, headers: Record<string, string>): Promise<string> {
  const response = await site().ask(address, headers, { redirect: "follow" });
  expect(response.status, address).toBeLessThan(500);
  return response.text();
}

async function bodies(role: Role, headers: Record<string, string> = {}): Promise<string[]> {
  const cookie = await site().cookieOf(people[role]);
  const texts: string[] = [];
  for (let start = 0; start < addresses.length; start += AT_ONCE) {
    const some = addresses.slice(start, start + AT_ONCE);
    texts.push(...(await Promise.all(some.map((address) => bodyOf(address, { cookie, ...headers })))));
  }
  return texts;
}
const holding = (texts: readonly string[]) => addresses.filter((_, index) => texts[index]?.includes(CANARY));

test.each(ROLES.filter((role) => role !== "cro"))(
  "while one has answered, no page, no payload and no route shows it: %s",
  { timeout: 120_000 },
  async (role) => {
    expect(addresses.length).toBeGreaterThan(60);
    expect(holding(await bodies(role))).toEqual([]);
    expect(holding(await bodies(role, { rsc: "1" }))).toEqual([]);
  },
);

test("the author sees their own, and nowhere but on its page", { timeout: 120_000 }, async () => {
  const page = ["/agreement/diagnostic", "/agreement/diagnostic?round=1"];
  expect(holding(await bodies("cro"))).toEqual(page);
  const payloads = await bodies("cro", { rsc: "1" });
  expect(holding(payloads)).toEqual(page);
  expect(payloads[addresses.indexOf("/agreement/diagnostic")]).not.toContain("<html");
});

test("once both are in, everybody who reads the agreement sees both", { timeout: 120_000 }, async () => {
  await answerAs(people.cmo);
  for (const role of ROLES) {
    const cookie = await site().cookieOf(people[role]);
    const body = await (await site().ask("/agreement/diagnostic", { cookie })).text();
    for (const side of ["cro", "cmo"]) expect(body.includes(`${CANARY} ${side} geography`)).toBe(role !== "cfo");
  }
});
