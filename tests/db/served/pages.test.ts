import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { SCOPES } from "@/lib/auth/permissions";
import { ROLES, type Role } from "@/lib/domain/roles";
import { takeSnapshot } from "@/lib/services/snapshots";
import { addPeople, addPerson, type TestPerson } from "@/tests/support/actors";
import { withoutGuards } from "@/tests/support/agreements";
import { type Caller, type Row, readMatrix } from "@/tests/support/authorization";
import { ingest } from "@/tests/support/ingest";
import { servedSite } from "@/tests/support/served-site";
import { tableDigests } from "@/tests/support/tables";

/** Every page and who sees it, as tests/db/authorization has it for actions and routes. A key opens no page. */
const PAGES = readMatrix(`
  entry                               cro cmo vp_revops head_demand_gen head_sdr bdr ae  partner_manager ceo cfo admin out disabled demoted ingest read
  /                                   yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  /account                            yes yes yes       yes             yes      yes yes yes             yes yes yes   no  no       no      no     no
  /agreement                          yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  /agreement/accountability           yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  /agreement/arguments                yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  /agreement/buying                   yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  /agreement/buying/[id]              yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  /agreement/buying/[id]/edit         no  no  yes       yes             no       no  no  no              no  no  no    no  no       no      no     no
  /agreement/buying/new               no  no  yes       yes             no       no  no  no              no  no  no    no  no       no      no     no
  /agreement/diagnostic               yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  /agreement/disputes                 yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  /agreement/disputes/[id]            yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  /agreement/draft                    yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  /agreement/edit                     no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  /agreement/receipts                 yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  /agreement/stack                    yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  /agreement/terms                    no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  /agreement/versions                 yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  /agreement/versions/[version]       yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  /agreement/versions/[version]/print yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  /audit                              yes yes yes       no              no       no  no  no              no  no  yes   no  no       no      no     no
  /audit/refused                      yes yes yes       no              no       no  no  no              no  no  yes   no  no       no      no     no
  /cost                               yes yes yes       yes             yes      yes yes yes             yes yes yes   no  no       no      no     no
  /deals                              yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  /deals/[id]                         yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  /leads                              yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  /leads/[id]                         yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  /loop                               yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  /loop/clocks/[id]                   yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  /loop/digest                        yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  /loop/feedback                      yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  /loop/fixes                         yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  /loop/mondays                       yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  /loop/mondays/[asOf]                yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  /loop/playbook                      yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  /queue                              no  no  no        no              yes      yes no  yes             no  no  no    no  no       no      no     no
  /review                             yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  /review/[week]                      yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  /review/[week]/print                yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  /review/monthly                     yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  /review/monthly/[period]            yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  /review/partner                     yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  /review/partner/[week]              yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  /review/quarterly                   yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  /review/quarterly/[period]          yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  /settings                           no  no  yes       no              no       no  no  no              no  no  yes   no  no       no      no     no
  /settings/calendar                  no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  /settings/floors                    no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  /settings/keys                      no  no  no        no              no       no  no  no              no  no  yes   no  no       no      no     no
  /settings/organisation              no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  /settings/people                    no  no  no        no              no       no  no  no              no  no  yes   no  no       no      no     no
  /settings/reasons                   no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  /settings/segments                  no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  /settings/sources                   no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  /settings/stack                     no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  /settings/stages                    no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  /sign-in                            no  no  no        no              no       no  no  no              no  no  no    yes yes      yes     yes    yes
`);

/** Stands on lead and deal, and on nothing that somebody may see who may not see those. */
const CANARY = "Canary Bird Seeds";

/** One that is frozen. */
const MONDAY = "2027-07-05";

const site = servedSite();
let people: Record<Role, TestPerson>;
let disabled: Record<Role, TestPerson>;
const ids = { leads: "", opportunities: "", disputes: "", buying_briefs: "", clocks: "" };

beforeAll(async () => {
  const { pool, prisma } = site().database;
  people = await addPeople(pool);
  const made: [Role, TestPerson][] = [];
  for (const role of ROLES) made.push([role, await addPerson(pool, role, { tag: "disabled" })]);
  disabled = Object.fromEntries(made) as Record<Role, TestPerson>;
  await pool.query("UPDATE users SET active = false WHERE email LIKE '%-disabled@%'");
  for (const scope of SCOPES) {
    const insert = "INSERT INTO api_keys (name, scopes, hash) VALUES ($1, ARRAY[$1], sha256($2::bytea))";
    await pool.query(insert, [scope, keyOf(scope)]);
  }
  const created_at = "2027-06-01";
  const refused = await ingest(pool, {
    leads: [{ external_id: "lead", company: CANARY, source: "webinar", employees: 100, created_at }],
    opportunities: [{ external_id: "deal", account: CANARY, created_at, stage: "Discovery" }],
  });
  expect(refused).toEqual([]);
  await takeSnapshot(prisma, systemActor("test"), MONDAY, new Date(`${MONDAY}T12:00:00Z`));
  await pool.query("INSERT INTO disputes (field, raised_by) VALUES ('geography', 'cro')");
  await pool.query(
    `INSERT INTO buying_briefs (vendor, vendor_key, agreement_version, volume, price, currency, delivery_from, delivery_to, credit_terms,
       document, content_hash)
     SELECT $1, lower($1), 1, 10, 5, 'USD', current_date, current_date + 90, 'Bad data is credited.', document, sha256(convert_to(document, 'UTF8'))
     FROM (SELECT json_build_object('agreement_version', 1, 'definition', definition, 'required_data', '[]'::json, 'fields', '[]'::json)::text AS document
       FROM agreements WHERE version = 1) AS text`,
    [CANARY],
  );
  await withoutGuards(site().database.url, (client) =>
    client.query(
      "INSERT INTO clocks (unit, opened, due, state) VALUES ('cost:webinar', '2026-11-02', '2026-12-02', 'open')",
    ),
  );
  for (const table of ["leads", "opportunities", "disputes", "buying_briefs", "clocks"] as const) {
    const { rows } = await pool.query<{ id: string }>(`SELECT id::text FROM ${table}`);
    ids[table] = rows[0]?.id ?? "";
  }
});

const paths = readdirSync("app", { recursive: true, encoding: "utf8" })
  .filter((file) => /(^|\/)page\.tsx?$/.test(file))
  .map((file) => join("/", dirname(file)).replaceAll(/\/\([^)]*\)/g, "") || "/");

test("every page is in the matrix", () => {
  expect([...PAGES.keys()]).toEqual(paths.sort());
});

const TABLES = {
  "/agreement/buying": "buying_briefs",
  "/agreement/disputes": "disputes",
  "/deals": "opportunities",
  "/loop/clocks": "clocks",
} as const;

const PERIODS: Readonly<Record<string, string>> = { monthly: "2027-06", quarterly: "2027-Q2", partner: "2027-W23" };

function addressOf(path: string): string {
  const [, table = "leads"] = Object.entries(TABLES).find(([start]) => path.startsWith(start)) ?? [];
  const [, kind = ""] = /^\/review\/(\w+)\//.exec(path) ?? [];
  return path
    .replace("[version]", "1")
    .replace("[asOf]", MONDAY)
    .replace("[id]", ids[table])
    .replace(/\[(period|week)\]/, PERIODS[kind] ?? "2026-W01");
}

/** A living key of each scope; the database knows its SHA-256. */
const keyOf = (scope: string) => `accord_${scope.padEnd(43, "A")}`;

/** What a caller of a column sends. Those who lost a right had it before: the first role of the row that has it. */
async function headersOf(caller: Caller, row: Row): Promise<Record<string, string>> {
  const had = ROLES.find((role) => row[role]) ?? "admin";
  if (caller === "out") return {};
  if (caller === "disabled") return { cookie: await site().cookieOf(disabled[had]) };
  if (caller === "demoted") return { cookie: await site().cookieOf(people[had], 1) };
  if (caller === "ingest" || caller === "read") return { authorization: `Bearer ${keyOf(caller)}` };
  return { cookie: await site().cookieOf(people[caller]) };
}

const isRole = (caller: Caller): caller is Role => (ROLES as readonly string[]).includes(caller);

/** Where a page sends whoever it does not show itself to: strangers to sign-in and back, whoever is signed in on. */
function expectedElsewhere(path: string): string {
  if (path === "/") return "/sign-in";
  return `/sign-in?callbackUrl=${encodeURIComponent(addressOf(path))}`;
}

async function expectCell(path: string, caller: Caller, row: Row): Promise<void> {
  const headers = await headersOf(caller, row);
  const response = await site().ask(addressOf(path), headers);
  const body = await response.text();
  const where = `${caller} at ${path}`;
  if (row[caller]) return expect(response.status, where).toBe(200);
  if (path === "/sign-in") {
    expect(response.status, where).toBe(307);
    return expect(response.headers.get("location"), where).not.toContain("/sign-in");
  }
  expect(body, where).not.toContain(CANARY);
  if (isRole(caller)) return expect(response.status, where).toBe(403);
  expect(response.status, where).toBe(307);
  expect(response.headers.get("location"), where).toBe(expectedElsewhere(path));
  // As the router asks while one is in the app: the page alone, without the frame around it.
  const inside = await site().ask(addressOf(path), { ...headers, rsc: "1" });
  expect(await inside.text(), where).not.toContain(CANARY);
}

// product.md, People. The sign-in page is for everybody who is not signed in.
test("a CFO sees the costs and their own account, and no other page", () => {
  expect([...PAGES].filter(([, row]) => row.cfo).map(([path]) => path)).toEqual(["/account", "/cost"]);
});

describe("pages", () => {
  test.each([...PAGES])("%s", { timeout: 120_000 }, async (path, row) => {
    const { pool } = site().database;
    const denials = async () => (await pool.query("SELECT count(*)::int AS n FROM denials")).rows[0].n;
    const columns = Object.keys(row) as Caller[];
    const refused = columns.filter((caller) => !row[caller]);
    const [before, logged] = [await tableDigests(pool), await denials()];
    await Promise.all(refused.map((caller) => expectCell(path, caller, row)));
    expect(await tableDigests(pool)).toEqual(before);
    const denied = path === "/sign-in" ? 0 : refused.filter(isRole).length;
    expect((await denials()) - logged).toBe(denied);
    await Promise.all(columns.filter((caller) => row[caller]).map((caller) => expectCell(path, caller, row)));
  });
});
