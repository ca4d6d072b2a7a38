import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { metricsJson } from "@/lib/data/metrics-document";
import { canonicalJson } from "@/lib/domain/canonical";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { metricsSchema } from "@/lib/http/schemas/metrics";
import { type FreshDatabase, freshDatabase } from "@/tests/support/database";
import { ingest, merge, type Records } from "@/tests/support/ingest";
import { DEALS } from "@/tests/support/vector-deals";
import { MONDAY } from "@/tests/support/vectors";
import { differences } from "@/tests/support/verify";

const AS_OF = "2027-07-05";
const opened: FreshDatabase[] = [];

async function companyOf(records: Records): Promise<FreshDatabase> {
  const database = await freshDatabase();
  opened.push(database);
  expect(await ingest(database.pool, records)).toEqual([]);
  return database;
}

const read = async (database: FreshDatabase): Promise<MetricsDocument> =>
  JSON.parse(await metricsJson(AS_OF, database.prisma)) as MetricsDocument;

afterAll(async () => {
  for (const database of opened) await database.drop();
});

describe("V1 to V3, imported", () => {
  let database: FreshDatabase;
  let document: MetricsDocument;
  beforeAll(async () => {
    database = await companyOf(MONDAY);
    document = await read(database);
  });

  it("V1: the two cells, the total and the cap", () => {
    const { cells, total, window } = document.acceptance;
    expect(window).toEqual({ from: "2027-05-31", to: "2027-06-27" });
    expect(cells.filter(({ n }) => n > 0).map((cell) => canonicalJson(cell))).toEqual([
      '{"source":"paid_search","segment":"SMB","n":20,"accepted":10,"rejected":4,"unworked":6,"pending":3,"acceptance":"0.5000","decided_acceptance":"0.7143","floor":"55","verdict":"sales_sla_breach"}',
      '{"source":"content_syndication","segment":"ENT","n":10,"accepted":2,"rejected":8,"unworked":0,"pending":0,"acceptance":"0.2000","decided_acceptance":"0.2000","floor":"40","verdict":"source_breach"}',
    ]);
    expect(total).toMatchObject({ n: 30, accepted: 12, acceptance: "0.4000", pending: 3 });
    expect(document.rejection).toMatchObject({ n: 30, rejected: 12, rate: "0.4000", cap: "22", verdict: "breach" });
    expect(document.rejection.reasons.map(({ code, count }) => [code, count])).toEqual([
      ["out_of_icp", 3],
      ["wrong_persona", 3],
      ["no_intent", 3],
      ["bad_data", 3],
      ["already_in_pipeline", 0],
    ]);
    const clocks = document.cures.filter(({ unit }) => unit.startsWith("acceptance:"));
    expect(clocks).toEqual([
      { unit: "acceptance:content_syndication:ENT", opened: "2027-07-05", due: "2027-08-04", state: "open" },
    ]);
  });

  it("V2: the rows, spend by day of service, pipeline once at its first entry", () => {
    expect(document.cost.rows.slice(0, 5).map((row) => canonicalJson(row))).toEqual([
      '{"source":"paid_search","spend":"18000.00","pipeline":"0.00","ratio":null,"verdict":"no_pipeline","note":null}',
      '{"source":"content_syndication","spend":"30000.00","pipeline":"120000.00","ratio":"0.2500","verdict":"over_line","note":null}',
      '{"source":"webinar","spend":"22000.00","pipeline":"100000.00","ratio":"0.2200","verdict":"ok","note":null}',
      '{"source":"partner_referral","spend":"0.00","pipeline":"50000.00","ratio":"0.0000","verdict":"no_spend","note":"no spend recorded"}',
      '{"source":"intent","spend":"0.00","pipeline":"0.00","ratio":null,"verdict":"no_data","note":null}',
    ]);
  });

  it("V2: EUR 50,000 at 1.08 stay 54,000", () => {
    const euro = document.cost.rows.find(({ source }) => source === "customer_referral");
    expect(euro?.pipeline).toBe("54000.00");
    expect(document.cost.total.spend).toBe("70000.00");
    // V3's opportunities came in on the first day of the 90, some the day after, the others before.
    expect(document.cost.rows.find(({ source }) => source === "outbound_bdr")?.pipeline).toBe("2325000.00");
  });

  it("V3: the three segments, day 90 and both ends of the band inside", () => {
    expect(canonicalJson(document.pipeline_rate)).toBe(
      '[{"segment":"SMB","n":200,"reached":22,"rate":"0.1100","floor":"11","verdict":"ok"},' +
        '{"segment":"MM","n":100,"reached":10,"rate":"0.1000","floor":"11","verdict":"breach"},' +
        '{"segment":"ENT","n":8,"reached":4,"rate":"0.5000","floor":"11","verdict":"low_n"}]',
    );
  });

  it("keeps to the schema that the API publishes, and stands up to verify", async () => {
    expect(metricsSchema.parse(document)).toEqual(document);
    expect(await differences(database)).toEqual([]);
  });

  it("changes no byte when the rows come in another order", async () => {
    const backwards = Object.fromEntries(Object.entries(MONDAY).map(([kind, rows]) => [kind, [...rows].reverse()]));
    const other = await companyOf(backwards);
    expect(await metricsJson(AS_OF, other.prisma)).toBe(await metricsJson(AS_OF, database.prisma));
  });
});

describe("V4 to V10, imported", () => {
  let database: FreshDatabase;
  let document: MetricsDocument;
  const deal = (id: string) => document.influence.deals.find(({ opportunity }) => opportunity === id);
  const credits = (id: string) =>
    deal(id)?.credits.map(({ source, position, credit }) => `${position} ${source} ${credit}`);

  beforeAll(async () => {
    database = await companyOf(DEALS);
    document = await read(database);
  });

  it("V4: three sources, truncated; a day earlier the first touch is out", () => {
    expect(deal("V4")).toMatchObject({ won_date: "2027-06-30", amount: "100000.00", truncated: true, implicit: false });
    expect(credits("V4")).toEqual([
      "first_touch paid_search 30000.00",
      "opportunity_created webinar 30000.00",
      "closed_won customer_referral 40000.00",
    ]);
    expect(credits("V4-late")).toEqual([
      "first_touch webinar 30000.00",
      "opportunity_created webinar 30000.00",
      "closed_won customer_referral 40000.00",
    ]);
  });

  it("V5 to V7: one touch takes all, none goes to outbound or nobody, cents add up", () => {
    expect(credits("V5")).toEqual([
      "first_touch webinar 3000.00",
      "opportunity_created webinar 3000.00",
      "closed_won webinar 4000.01",
    ]);
    expect(credits("V6-call")).toEqual(
      ["first_touch", "opportunity_created", "closed_won"].map(
        (position, index) => `${position} outbound_bdr ${["150.00", "150.00", "200.00"][index]}`,
      ),
    );
    expect(new Set(deal("V6-none")?.credits.map(({ source }) => source))).toEqual(new Set(["Unattributed"]));
    expect(credits("V7")).toEqual([
      "first_touch paid_search 30.00",
      "opportunity_created webinar 30.00",
      "closed_won intent 40.01",
    ]);
  });

  it("V8 to V10: sources share a day, no touch at a position shows, touches after the win give nothing", () => {
    expect(credits("V8")).toEqual([
      "first_touch paid_search 150.00",
      "first_touch webinar 150.00",
      "opportunity_created outbound_bdr 300.00",
      "closed_won customer_referral 400.00",
    ]);
    expect(deal("V9")?.truncated).toBe(false);
    expect(credits("V9")).toEqual([
      "first_touch webinar 300.00",
      "opportunity_created Outside window / no touch 300.00",
      "closed_won webinar 400.00",
    ]);
    expect(credits("V10")).toEqual([
      "first_touch webinar 300.00",
      "opportunity_created webinar 300.00",
      "closed_won customer_referral 400.00",
    ]);
  });

  it("adds up: credits over all sources are all that was won, and assists are counted", () => {
    const sum = document.influence.rows.reduce((all, { credit }) => all + Number(credit.replace(".", "")), 0);
    expect(sum).toBe(Number(document.influence.won.replace(".", "")));
    expect(document.influence.rows.find(({ source }) => source === "intent")).toMatchObject({
      credit: "40.01",
      assists: 3,
    });
    expect(document.influence.deals.map(({ opportunity }) => opportunity)).toEqual(
      [...document.influence.deals.map(({ opportunity }) => opportunity)].sort(),
    );
  });

  it("stands up to verify and to another order of the rows", async () => {
    expect(await differences(database)).toEqual([]);
    const backwards = Object.fromEntries(Object.entries(DEALS).map(([kind, rows]) => [kind, [...rows].reverse()]));
    const other = await companyOf(merge([backwards]));
    expect(await metricsJson(AS_OF, other.prisma)).toBe(await metricsJson(AS_OF, database.prisma));
  });
});
