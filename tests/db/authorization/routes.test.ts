import { dirname } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { isRefusing } from "@/lib/http/methods";
import { readMatrix } from "@/tests/support/authorization";
import { everyCaller } from "@/tests/support/every-caller";
import { processDatabase } from "@/tests/support/process-database";
import { request } from "@/tests/support/request";
import { exportsOf, filesUnder } from "@/tests/support/source-files";

vi.mock("next/headers", async () => (await import("@/tests/support/request")).requestModule);
vi.mock("next/cache", () => ({ revalidatePath: () => {} }));
vi.hoisted(() => vi.stubEnv("NEXTAUTH_SECRET", "a secret of this test, thirty-two letters"));

/** What actions.test.ts has for server actions, for every route. Paths are those of the folders, without the groups. */
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

const expectRow = everyCaller(processDatabase());

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
type Handler = (request: Request, context: object) => Promise<Response>;
const routes = new Map<string, Handler>();
for (const file of filesUnder("app").filter((name) => /\/route\.tsx?$/.test(name))) {
  const path = dirname(file)
    .replace(/^app/, "")
    .replaceAll(/\/\([^)]*\)/g, "");
  const { ...found } = path === NOT_CALLED ? { GET: null, POST: null } : await exportsOf(file);
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
