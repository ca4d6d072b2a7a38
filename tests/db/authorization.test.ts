import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { createKey } from "@/lib/auth/keys";
import { SCOPES } from "@/lib/auth/permissions";
import { authCookie, sealSession } from "@/lib/auth/session";
import { ROLES, type Role } from "@/lib/domain/roles";
import { isRefusing } from "@/lib/http/methods";
import { changeRole, setActive } from "@/lib/services/people";
import { addPeople, addPerson, type TestPerson } from "@/tests/support/actors";
import { type Caller, type Row, readMatrix } from "@/tests/support/authorization";
import { processDatabase } from "@/tests/support/process-database";
import { request } from "@/tests/support/request";
import { tableDigests } from "@/tests/support/tables";

vi.mock("next/headers", async () => (await import("@/tests/support/request")).requestModule);
vi.mock("next/cache", () => ({ revalidatePath: () => {} }));
vi.hoisted(() => vi.stubEnv("NEXTAUTH_SECRET", "a secret of this test, thirty-two letters"));

/**
 * Every server action and who gets past its gate: people of each role; nobody; an account that had the right and was closed;
 * one that lost the right and whose session is older than that; a key of each scope.
 */
const ACTIONS = readMatrix(`
  entry                              cro cmo vp_revops head_demand_gen head_sdr bdr ae  partner_manager ceo cfo admin out disabled demoted ingest read
  account.changePassword             yes yes yes       yes             yes      yes yes yes             yes yes yes   no  no       no      no     no
  account.setDigest                  yes yes yes       yes             yes      yes yes yes             yes yes yes   no  no       no      no     no
  accountability.placeBdrTeam        no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  agreement-versions.propose         no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  agreement-versions.sendBack        yes yes yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  agreement-versions.sign            yes yes yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  agreement-versions.startCorrection no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  agreement-versions.startDraft      no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  agreements.define                  no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  agreements.previewDefinition       no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  arguments.logArgument              yes yes yes       yes             yes      no  no  no              no  no  no    no  no       no      no     no
  briefs.editBrief                   no  no  yes       yes             no       no  no  no              no  no  no    no  no       no      no     no
  briefs.endBrief                    no  no  yes       yes             no       no  no  no              no  no  no    no  no       no      no     no
  briefs.signBrief                   yes yes no        no              no       no  no  no              no  no  no    no  no       no      no     no
  briefs.writeBrief                  no  no  yes       yes             no       no  no  no              no  no  no    no  no       no      no     no
  calendar.addHoliday                no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  calendar.removeHoliday             no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  calendar.setWorkingTime            no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  decisions.correct                  no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  decisions.decide                   no  no  no        no              no       yes no  yes             no  no  no    no  no       no      no     no
  decisions.decideForm               no  no  no        no              no       yes no  yes             no  no  no    no  no       no      no     no
  decisions.undo                     no  no  no        no              no       yes no  yes             no  no  no    no  no       no      no     no
  decisions.undoForm                 no  no  no        no              no       yes no  yes             no  no  no    no  no       no      no     no
  diagnostic.answer                  yes yes no        no              no       no  no  no              no  no  no    no  no       no      no     no
  diagnostic.callOff                 no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  diagnostic.openRound               no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  diagnostic.writeSingleAnswer       no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  digest.sendAgain                   no  no  yes       no              no       no  no  no              no  no  yes   no  no       no      no     no
  disputes.raise                     yes yes no        no              no       no  no  no              no  no  no    no  no       no      no     no
  disputes.resolve                   no  no  no        no              no       no  no  no              yes no  no    no  no       no      no     no
  disputes.statePosition             yes yes no        no              no       no  no  no              no  no  no    no  no       no      no     no
  disputes.withdraw                  yes yes no        no              no       no  no  no              no  no  no    no  no       no      no     no
  feedback.acknowledgeFeedback       no  no  no        yes             no       no  no  no              no  no  no    no  no       no      no     no
  fixes.closeFix                     yes yes yes       yes             yes      yes yes yes             no  no  yes   no  no       no      no     no
  fixes.handOverFix                  yes yes yes       yes             yes      yes yes yes             no  no  yes   no  no       no      no     no
  fixes.openFix                      no  yes yes       yes             yes      no  no  no              no  no  no    no  no       no      no     no
  fixes.writeFixAction               yes yes yes       yes             yes      yes yes yes             no  no  yes   no  no       no      no     no
  floors.previewFloors               no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  floors.setFloors                   no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  keys.createKey                     no  no  no        no              no       no  no  no              no  no  yes   no  no       no      no     no
  keys.revokeKeys                    no  no  no        no              no       no  no  no              no  no  yes   no  no       no      no     no
  leads.handOver                     no  yes yes       yes             no       no  no  yes             no  no  no    no  no       no      no     no
  leads.qualify                      no  no  no        no              no       no  yes no              no  no  no    no  no       no      no     no
  leads.reassign                     no  no  no        no              yes      no  no  no              no  no  no    no  no       no      no     no
  leads.recycle                      no  yes yes       yes             no       no  no  yes             no  no  no    no  no       no      no     no
  organisation.setOrganisation       no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  people.changeRole                  no  no  no        no              no       no  no  no              no  no  yes   no  no       no      no     no
  people.createPerson                no  no  no        no              no       no  no  no              no  no  yes   no  no       no      no     no
  people.renamePerson                no  no  no        no              no       no  no  no              no  no  yes   no  no       no      no     no
  people.resetPassword               no  no  no        no              no       no  no  no              no  no  yes   no  no       no      no     no
  people.setActive                   no  no  no        no              no       no  no  no              no  no  yes   no  no       no      no     no
  period-comments.addComment         yes yes yes       yes             yes      no  no  yes             no  no  no    no  no       no      no     no
  playbook.answerPulse               yes yes no        no              no       no  no  no              no  no  no    no  no       no      no     no
  playbook.chooseWatch               yes yes yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  playbook.endWatch                  yes yes yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  playbook.giveThanks                yes no  no        no              no       no  no  no              no  no  no    no  no       no      no     no
  reason-owners.setReasonOwner       no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  receipts.acknowledge               yes yes yes       yes             yes      yes yes yes             no  no  yes   no  no       no      no     no
  receipts.takeCheck                 yes yes yes       yes             yes      yes yes yes             no  no  yes   no  no       no      no     no
  requirements.setRequirements       no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  reviews.attend                     yes yes yes       yes             yes      no  no  no              no  no  no    no  no       no      no     no
  reviews.closeReview                yes yes yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  reviews.moveReview                 yes yes yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  reviews.openReview                 yes yes yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  reviews.recordDecision             yes yes yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  reviews.replaceSeat                yes yes yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  reviews.startTimer                 yes yes yes       yes             yes      no  no  no              no  no  no    no  no       no      no     no
  reviews.takeBackDecision           yes yes yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  segments.setSegments               no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  session.signIn                     yes yes yes       yes             yes      yes yes yes             yes yes yes   yes yes      yes     yes    yes
  session.signInDemo                 no  no  no        no              no       no  no  no              no  no  no    no  no       no      no     no
  session.signInWith                 yes yes yes       yes             yes      yes yes yes             yes yes yes   yes yes      yes     yes    yes
  session.signOut                    yes yes yes       yes             yes      yes yes yes             yes yes yes   yes yes      yes     yes    yes
  sources.addSource                  no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  sources.mapSource                  no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  sources.moveSource                 no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  sources.renameSource               no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  sources.setSourceActive            no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  stack.addTool                      no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  stack.changeTool                   no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  stack.enterRetrain                 no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  stack.setToolActive                no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  stage-names.changeStageName        no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  stage-names.mapStageName           no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
  stage-names.removeStageName        no  no  yes       no              no       no  no  no              no  no  no    no  no       no      no     no
`);

/** The same for every route. Paths are those of the folders, without the groups. */
const ROUTES = readMatrix(`
  entry                                   cro cmo vp_revops head_demand_gen head_sdr bdr ae  partner_manager ceo cfo admin out disabled demoted ingest read
  GET_/agreement/buying/[id]/credits      yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  GET_/api/auth/[...nextauth]             yes yes yes       yes             yes      yes yes yes             yes yes yes   yes yes      yes     yes    yes
  GET_/api/queue                          no  no  no        no              yes      yes no  yes             no  no  no    no  no       no      no     no
  GET_/api/reviews/[week]/events          yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  GET_/api/search                         yes yes yes       yes             yes      yes yes yes             yes yes yes   no  no       no      no     no
  GET_/api/search/duplicates              no  no  no        no              no       yes no  yes             no  no  no    no  no       no      no     no
  GET_/api/v1/health                      yes yes yes       yes             yes      yes yes yes             yes yes yes   yes yes      yes     yes    yes
  GET_/api/v1/metrics                     yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     yes
  GET_/api/v1/openapi.json                yes yes yes       yes             yes      yes yes yes             yes yes yes   no  no       no      yes    yes
  GET_/api/v1/snapshots                   yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     yes
  GET_/api/v1/snapshots/[asOf]            yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     yes
  GET_/audit/export                       yes yes yes       no              no       no  no  no              no  no  yes   no  no       no      no     no
  GET_/deals/export                       yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  GET_/deals/export/spend                 yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  GET_/export/[table]                     yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  GET_/leads/export                       yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  GET_/loop/export                        yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  GET_/loop/feedback/export               yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  GET_/loop/fixes/export                  yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  GET_/loop/mondays/[asOf]/export         yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  GET_/review/[week]/calendar.ics         yes yes yes       yes             yes      yes yes yes             yes no  yes   no  no       no      no     no
  PATCH_/api/v1/leads/[external_id]/score no  no  no        no              no       no  no  no              no  no  no    no  no       no      no     no
  POST_/api/auth/[...nextauth]            yes yes yes       yes             yes      yes yes yes             yes yes yes   yes yes      yes     yes    yes
  POST_/api/v1/leads/[external_id]/score  no  no  no        no              no       no  no  no              no  no  no    no  no       no      no     no
  PUT_/api/v1/leads/[external_id]/score   no  no  no        no              no       no  no  no              no  no  no    no  no       no      no     no
`);

/** next-auth's own exchange, which comes before anybody is somebody; it needs Next around it (tests/e2e/access.spec.ts). */
const NOT_CALLED = "/api/auth/[...nextauth]";

const database = processDatabase();
const command = systemActor("test");
let people: Record<Role, TestPerson>;
let disabled: Record<Role, TestPerson>;
let demoted: Record<Role, TestPerson>;
const keys = new Map<Caller, string>();

async function others(
  tag: string,
  change: (id: bigint, role: Role) => Promise<void>,
): Promise<Record<Role, TestPerson>> {
  const made: [Role, TestPerson][] = [];
  for (const role of ROLES) {
    const person = await addPerson(database().pool, role, { tag });
    await change(person.id, role);
    made.push([role, person]);
  }
  return Object.fromEntries(made) as Record<Role, TestPerson>;
}

beforeAll(async () => {
  people = await addPeople(database().pool);
  disabled = await others("disabled", (id) => setActive(command, id, false));
  demoted = await others("demoted", (id, role) => changeRole(command, id, role === "ceo" ? "cfo" : "ceo"));
  for (const scope of SCOPES) {
    keys.set(scope, await createKey(command, { name: scope, scopes: [scope] }));
  }
});

/** A session of this version counted from the one that counts now. */
async function signInAs({ id }: TestPerson, age: number): Promise<void> {
  const { sessionVersion } = await database().prisma.user.findUniqueOrThrow({ where: { id } });
  const value = await sealSession({ uid: String(id), sv: sessionVersion - age });
  request.cookies.set(authCookie("session").name, value);
  request.headers.set("cookie", `${authCookie("session").name}=${value}`);
}

/** The request of each caller of a column; those who lost a right had it before, for every role that has it. */
function callersOf(caller: Caller, row: Row): (() => Promise<void>)[] {
  const had = ROLES.filter((role) => row[role]);
  if (caller === "out") return [async () => {}];
  if (caller === "disabled") return had.map((role) => () => signInAs(disabled[role], 0));
  if (caller === "demoted") return had.map((role) => () => signInAs(demoted[role], 1));
  const key = keys.get(caller);
  if (key) return [async () => request.headers.set("authorization", `Bearer ${key}`)];
  return [() => signInAs(people[caller as Role], 0)];
}

/** Code of a refusal for lack of a right; null when the call got past the gate. */
type Call = () => Promise<string | null>;

async function expectRow(row: Row, call: Call): Promise<void> {
  const columns = Object.keys(row) as Caller[];
  const ask = async (caller: Caller) => {
    const codes: (string | null)[] = [];
    for (const identify of callersOf(caller, row)) {
      request.reset();
      await identify();
      codes.push(await call());
    }
    expect(
      codes.map((code) => code === null),
      caller,
    ).toEqual(codes.map(() => row[caller]));
    return codes;
  };
  const before = await tableDigests(database().pool);
  const denials = await database().prisma.denial.count();
  const codes: (string | null)[] = [];
  for (const caller of columns.filter((name) => !row[name])) codes.push(...(await ask(caller)));
  expect(await tableDigests(database().pool)).toEqual(before);
  const logged = codes.filter((code) => ["FORBIDDEN", "CEO_ICP_ONLY", "SCORE_READ_ONLY"].includes(code ?? ""));
  expect((await database().prisma.denial.count()) - denials).toBe(logged.length);
  for (const caller of columns.filter((name) => row[name])) await ask(caller);
}

type Exports = Readonly<Record<string, unknown>>;
const load = async (file: string) => (await import(/* @vite-ignore */ join(process.cwd(), file))) as Exports;

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name));

const files = ["app", "components", "lib"].flatMap(filesUnder).filter((file) => /\.tsx?$/.test(file));
const marked = files.filter((file) => /^\s*["']use server["']/m.test(readFileSync(file, "utf8")));
const actions = new Map<string, (...input: unknown[]) => Promise<unknown>>();
for (const file of marked) {
  for (const [name, value] of Object.entries(await load(file))) {
    const label = `${file.slice("lib/actions/".length, -".ts".length)}.${name}`;
    if (typeof value === "function") actions.set(label, value as () => Promise<unknown>);
  }
}

describe("server actions", () => {
  // product.md, People: a CFO account reads the cost page at most, and whoever passes an action here may write.
  test("let a CFO keep their own account and session, and nothing else", () => {
    const passed = [...ACTIONS].filter(([, row]) => row.cfo).map(([name]) => name);
    expect(passed.filter((name) => !/^(account|session)\./.test(name))).toEqual([]);
    expect(passed).toEqual([
      "account.changePassword",
      "account.setDigest",
      "session.signIn",
      "session.signInWith",
      "session.signOut",
    ]);
  });

  test("stand in lib/actions alone, marked at the top of the file", () => {
    expect(marked.filter((file) => dirname(file) !== "lib/actions")).toEqual([]);
    expect(marked.filter((file) => !readFileSync(file, "utf8").startsWith('"use server"'))).toEqual([]);
  });

  test("are all in the matrix", () => {
    expect([...ACTIONS.keys()]).toEqual([...actions.keys()].sort());
  });

  // product.md, People: the CEO resolves ICP disputes and nothing else. `test.each` below proves each row.
  test("of all, the CEO gets past the gate of one that writes: the pick", () => {
    const open = [...ACTIONS].filter(([, row]) => row.ceo).map(([name]) => name);
    expect(open.filter((name) => !/^(account|session)\./.test(name))).toEqual(["disputes.resolve"]);
  });

  test.each([...ACTIONS])("%s", async (name, row) => {
    const form = new FormData();
    // Without a role the one-click sign-in is no question at all; outside the sample company nobody gets in.
    if (name === "session.signInDemo") form.set("role", "admin");
    await expectRow(row, async () => {
      try {
        const result = (await actions.get(name)?.(null, form)) as { ok: boolean; code?: string } | undefined;
        const code = result?.code ?? "";
        return ["UNAUTHENTICATED", "FORBIDDEN", "CEO_ICP_ONLY", "DEMO_CLOSED"].includes(code) ? code : null;
      } catch (error) {
        expect(error).toMatchObject({ digest: expect.stringMatching(/^NEXT_REDIRECT/) });
        return null;
      }
    });
  });
});

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
type Handler = (request: Request, context: object) => Promise<Response>;
const routes = new Map<string, Handler>();
for (const file of filesUnder("app").filter((name) => /\/route\.tsx?$/.test(name))) {
  const path = dirname(file)
    .replace(/^app/, "")
    .replaceAll(/\/\([^)]*\)/g, "");
  const { ...found } = path === NOT_CALLED ? { GET: null, POST: null } : await load(file);
  // Handlers that say to everybody that there is nothing here let nobody through (tests/db/api-edges.test.ts).
  for (const method of METHODS)
    if (method in found && !isRefusing(found[method])) routes.set(`${method}_${path}`, found[method] as Handler);
}

describe("routes", () => {
  test("are all in the matrix", () => {
    expect([...ROUTES.keys()]).toEqual([...routes.keys()].sort());
  });

  test.each([...ROUTES].filter(([name]) => !name.endsWith(NOT_CALLED)))("%s", async (name, row) => {
    const [method = "", path = ""] = name.split("_");
    const params = { asOf: "2027-07-05", table: path.includes("export") ? "acceptance" : "" };
    await expectRow(row, async () => {
      const address = `http://localhost${path.replace("[asOf]", params.asOf).replace("[table]", params.table)}`;
      const sent = new Request(address, { method, headers: request.headers });
      const response = await routes.get(name)?.(sent, { params: Promise.resolve(params) });
      const text = await response?.text();
      expect(response?.status, text).toBeLessThan(500);
      if (response?.status !== 401 && response?.status !== 403) return null;
      return (JSON.parse(text ?? "") as { code: string }).code;
    });
  });
});
