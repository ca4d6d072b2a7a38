import { beforeAll, describe, expect, test } from "vitest";
import type { Person } from "@/lib/auth/actor";
import { searchDuplicates, searchPlaces } from "@/lib/data/search";
import { signedIn } from "@/tests/support/cycles";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";

const database = processDatabase();
let bdr: Person;

const lead = (external_id: string, company: string, more = {}) => ({
  external_id,
  company,
  source: "webinar",
  created_at: "2027-06-01",
  ...more,
});
const deal = (external_id: string, account: string, more = {}) => ({
  external_id,
  account,
  created_at: "2027-06-01",
  stage: "Discovery",
  ...more,
});

beforeAll(async () => {
  const { pool } = database();
  bdr = await signedIn(pool, "bdr");
  const refused = await ingest(pool, {
    leads: [
      lead("LD-1", "Northwind Telemetry", { first_name: "Ada", last_name: "Byron", title: "VP Sales" }),
      lead("LD-2", "NORTHWIND  telemetry"),
      lead("LD-10", "Kestrel"),
      lead("odd_1%", "100% Pure_Co"),
      lead("plain", "100 Pure Co"),
      ...Array.from({ length: 30 }, (_, index) => lead(`many-${index}`, `Many ${index}`)),
    ],
    opportunities: [
      deal("OP-1", "Northwind Telemetry"),
      deal("OP-2", "Northwind Telemetry", { outcome: "won", closed_at: "2027-06-20" }),
    ],
  });
  expect(refused).toEqual([]);
});

const found = async (query: string) => (await searchDuplicates(bdr, query)).map(({ externalId }) => externalId).sort();

describe("the search for a duplicate", () => {
  test.each([
    ["northw", ["LD-1", "LD-2", "OP-1"]],
    ["  NorthWind   Tel", ["LD-1", "LD-2", "OP-1"]],
    ["LD-1", ["LD-1", "LD-10"]],
    ["OP-", ["OP-1"]],
    ["wind", []],
    ["n", []],
    ["", []],
    ["100%", ["odd_1%"]],
    ["odd_1%", ["odd_1%"]],
    ["odd_2", []],
    ["%", []],
    ["__", []],
    ["\\\\", []],
    ["\0\0", []],
    ["\uD800x", []],
    ["x".repeat(101), []],
  ])("%j finds what begins like it and is open", async (query, ids) => expect(await found(query)).toEqual(ids));

  test("stops at eight of a kind", async () => expect(await found("many")).toHaveLength(8));

  test("is for those who decide", async () => {
    const cro = await signedIn(database().pool, "cro");
    await expect(searchDuplicates(cro, "northw")).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("places for the palette", () => {
  test("are leads, companies, deals in any state and sources", async () => {
    const { leads, companies, deals } = await searchPlaces(bdr, "northw");
    expect(leads.map(({ externalId }) => externalId).sort()).toEqual(["LD-1", "LD-2"]);
    expect(deals.map(({ externalId }) => externalId).sort()).toEqual(["OP-1", "OP-2"]);
    expect(companies).toMatchObject([{ leads: 2, isMore: false }]);
    expect((await searchPlaces(bdr, "Webi")).sources).toEqual([{ code: "webinar", label: "Webinar" }]);
  });

  test("a CFO finds nothing", async () => {
    const cfo = await signedIn(database().pool, "cfo");
    expect(await searchPlaces(cfo, "northw")).toEqual({ leads: [], deals: [], companies: [], sources: [] });
  });
});
