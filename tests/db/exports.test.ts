import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { GET as getDeals } from "@/app/(app)/deals/export/route";
import { GET as getLeads } from "@/app/(app)/leads/export/route";
import { authCookie, sealSession } from "@/lib/auth/session";
import { addPerson, type TestPerson } from "@/tests/support/actors";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { request } from "@/tests/support/request";

vi.mock("next/headers", async () => (await import("@/tests/support/request")).requestModule);
vi.hoisted(() => vi.stubEnv("NEXTAUTH_SECRET", "a secret of this test, thirty-two letters"));

const database = processDatabase();
let reader: TestPerson;

beforeAll(async () => {
  reader = await addPerson(database().pool, "cro");
  const lead = (external_id: string, source: string) => ({
    external_id,
    company: `Company ${external_id}`,
    source,
    employees: 100,
    created_at: "2027-06-01",
  });
  expect(await ingest(database().pool, { leads: [lead("one", "webinar"), lead("two", "intent")] })).toEqual([]);
});
beforeEach(async () => {
  request.reset();
  request.cookies.set(authCookie("session").name, await sealSession({ uid: String(reader.id), sv: 1 }));
});

const leads = async (query: string) => {
  const response = await getLeads(new Request(`http://localhost/leads/export${query}`));
  return { status: response.status, lines: (await response.text()).trim().split("\r\n").slice(1).length };
};

describe("what makes no sense in the address of /leads counts as not said, in the file as on the page", () => {
  test.each<[query: string, lines: number]>([
    ["", 2],
    ["?source=webinar", 1],
    ["?source=webinar&source=intent&source=%00", 1],
    ["?source=nonsense", 2],
    ["?source=%00", 2],
    ["?source=webinar%00", 2],
    ["?stage=%00&segment=%00&deal=%00", 2],
    ["?segment=__proto__", 2],
    [`?source=${"x".repeat(301)}`, 2],
    ["?%00=%00&page=%00", 2],
  ])("%.60s", async (query, lines) => expect(await leads(query)).toEqual({ status: 200, lines }));
});

test("a search that cannot be stored finds nothing", async () => {
  expect(await leads("?q=Com%00")).toEqual({ status: 200, lines: 0 });
});

test.each(["?cell=acceptance&source=%00", "?cell=acceptance&segment=%00", "?cell=%00", "?cell=sla&as_of=%00"])(
  "a cell that is none is not found: /leads/export%s",
  async (query) => expect((await leads(query)).status).toBe(404),
);

test.each(["?cell=cost&source=%00", "?cell=influence&source=nonsense", "?cell=influence&part=%00", "?cell=%00"])(
  "a cell that is none is not found: /deals/export%s",
  async (query) => expect((await getDeals(new Request(`http://localhost/deals/export${query}`))).status).toBe(404),
);
