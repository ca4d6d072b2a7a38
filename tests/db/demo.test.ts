import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { leadFacts } from "@/lib/data/evaluations";
import { fetchLiveDocument } from "@/lib/data/metrics-document";
import { fetchCoverage } from "@/lib/data/receipts";
import { addDays } from "@/lib/domain/dates";
import { evaluate } from "@/lib/domain/definition-evaluation";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { formatMoney } from "@/lib/domain/money";
import { DEMO_DEFINITION } from "@/prisma/seed/agreement";
import { type DemoCompany, demoCompany } from "@/prisma/seed/company";
import { loadDemo } from "@/prisma/seed/demo";
import { PLAN } from "@/prisma/seed/plan";
import { type FreshDatabase, freshDatabase } from "@/tests/support/database";
import { codeOf } from "@/tests/support/demo-acceptance";
import { dealFigures } from "@/tests/support/demo-deals";

const AS_OF = "2026-11-16";
const SYNCED = addDays(AS_OF, -3);

let database: FreshDatabase;
let company: DemoCompany;
let document: MetricsDocument;
const steps: string[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  company = demoCompany(AS_OF);
  await loadDemo(database.url, AS_OF, { actor: systemActor("demo"), onProgress: (what) => steps.push(what) });
  document = await fetchLiveDocument(database.prisma, AS_OF);
}, 120_000);
afterAll(() => database.drop());

const count = async (table: string): Promise<number> => {
  const { rows } = await database.pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`);
  return rows[0]?.n ?? -1;
};

describe("loading the sample company", () => {
  it("says what it is doing", () => {
    expect(steps).toEqual([
      "settings and people",
      ...["fx_rates", "leads", "decisions", "touches", "opportunities", "stage_history", "touches", "spend"],
      "twelve weeks",
      "expiry",
    ]);
  });

  it("writes every record but the one whose stage nobody translates", async () => {
    const { records } = company;
    for (const kind of ["fx_rates", "leads", "opportunities", "spend"] as const) {
      expect([kind, await count(kind)]).toEqual([kind, records[kind].length]);
    }
    // Those of the leads that were handed over again come from the weeks of the loop.
    expect(await count("touches WHERE external_id NOT LIKE 'TR-%'")).toBe(records.touches.length);
    const again = "SELECT id FROM cycles WHERE number > 1";
    expect(await count(`decisions WHERE cycle_id NOT IN (${again})`)).toBe(records.decisions.length);
    expect(await count("stage_history")).toBe(records.stage_history.length - 1);
    const unmapped = await database.prisma.unmappedStage.findMany();
    expect(unmapped.map(({ name, seen }) => [name, seen])).toEqual([["Verbal agreement", 1]]);
    const source = await database.prisma.source.findMany({ where: { isUnmapped: true } });
    expect(source.map(({ code }) => code)).toEqual(["Unmapped: trade_show"]);
  });

  it("sets people of every role, without passwords, and a person for each reason", async () => {
    const users = await database.prisma.user.findMany({ where: { active: true } });
    expect(new Set(users.map((user) => user.role)).size).toBe(11);
    expect(users.filter((user) => user.role === "bdr")).toHaveLength(4);
    expect(users.filter((user) => user.passwordHash !== null)).toEqual([]);
    expect(await database.prisma.reasonOwner.count({ where: { until: null } })).toBe(5);
    const organisation = await database.prisma.organisation.findUniqueOrThrow({ where: { id: 1 } });
    expect(organisation).toMatchObject({
      isDemo: true,
      timeZone: "America/New_York",
      currency: "USD",
      fiscalYearStartMonth: 2,
    });
  });

  it("has read what it signed, but for one BDR and one account executive", async () => {
    const coverage = await fetchCoverage(database.prisma);
    expect(coverage?.teams.map(({ key, read, of }) => `${key} ${read}/${of}`)).toEqual([
      "bdr 3/4",
      "ae 1/2",
      "heads 2/2",
      "leaders 3/3",
      "partner 1/1",
      "admin 1/1",
    ]);
    const checks = await database.prisma.readingCheck.findMany({ orderBy: { score: "asc" } });
    expect(checks.map(({ score }) => score)).toEqual([2, 3]);
  });

  it("cannot be done twice", async () => {
    await expect(loadDemo(database.url, AS_OF, { actor: systemActor("demo") })).rejects.toThrow();
  });
});

describe("its Monday", () => {
  it("has the planned cells", () => {
    const cells = document.acceptance.cells.map(({ source, segment, n, accepted, rejected }) => ({
      source,
      segment,
      n,
      accepted,
      rejected,
    }));
    expect(cells).toEqual(PLAN.map(({ lane, source, ...plan }) => ({ source: codeOf(source), ...plan })));
  });

  it("has the planned breaches", () => {
    const breaches = document.acceptance.cells.filter(({ verdict }) => verdict.endsWith("breach"));
    expect(breaches.map(({ source, segment, verdict }) => `${source} ${segment} ${verdict}`)).toEqual([
      "content_syndication SMB source_breach",
      "content_syndication MM source_breach",
      "content_syndication ENT source_breach",
      "outbound_bdr SMB sales_sla_breach",
    ]);
    expect(document.rejection).toMatchObject({ n: 495, rejected: 120, verdict: "breach", arguable: true });
    expect(document.pipeline_rate.map(({ segment, verdict }) => [segment, verdict])).toEqual([
      ["SMB", "ok"],
      ["MM", "breach"],
      ["ENT", "ok"],
      ["Unknown", "low_n"],
    ]);
  });

  it("has one source over the line, one without pipeline and one without spend", () => {
    expect(document.cost.rows.map(({ source, verdict }) => [source, verdict])).toEqual([
      ["paid_search", "over_line"],
      ["content_syndication", "ok"],
      ["webinar", "ok"],
      ["partner_referral", "ok"],
      ["intent", "ok"],
      ["outbound_bdr", "ok"],
      ["customer_referral", "no_spend"],
      ["Unmapped: trade_show", "no_pipeline"],
      ["Unattributed", "no_spend"],
    ]);
    const ratios = Object.fromEntries(document.cost.rows.map(({ source, ratio }) => [source, ratio]));
    expect(ratios).toMatchObject({ paid_search: "0.2415", content_syndication: "0.2040", outbound_bdr: "0.1250" });
  });

  it("credits each deal as the domain does", () => {
    const figures = new Map(dealFigures(company, SYNCED).map((deal) => [deal.id, deal]));
    expect(document.influence.deals.length).toBeGreaterThan(40);
    for (const deal of document.influence.deals) {
      const attribution = figures.get(deal.opportunity)?.attribution;
      const expected = attribution?.credits.map(
        ({ source, position, credit }) => `${position} ${source} ${formatMoney(credit)}`,
      );
      expect(deal.credits.map(({ source, position, credit }) => `${position} ${source} ${credit}`).sort()).toEqual(
        expected?.sort(),
      );
      expect([deal.opportunity, deal.truncated, deal.implicit]).toEqual([
        deal.opportunity,
        attribution?.truncated,
        attribution?.implicit,
      ]);
    }
  });

  it("gives every opportunity the owner and the entry that the domain gives it", async () => {
    const { rows } = await database.pool.query<{
      id: string;
      owner: string;
      day: string | null;
      amount: string | null;
    }>(
      "SELECT external_id AS id, owner_source AS owner, pipeline_on AS day, pipeline_amount AS amount FROM opportunities ORDER BY 1",
    );
    const expected = dealFigures(company, SYNCED)
      .map(({ id, owner, entry, pipeline }) => ({
        id,
        owner,
        day: entry?.on ?? null,
        amount: entry ? formatMoney(pipeline) : null,
      }))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(rows).toEqual(expected);
  });
});

describe("its queues", () => {
  const open = async () => {
    const { rows } = await database.pool.query<{
      lead: string;
      email: string;
      role: string;
      late: boolean;
      idle: number;
    }>(`
      SELECT c.lead_id::text AS lead, u.email, u.role, c.decide_by < '${AS_OF}T05:00:00Z' AS late, '${AS_OF}'::date - c.last_activity_on AS idle
      FROM cycles c JOIN users u ON u.id = c.assigned_id WHERE c.stage IN ('mql', 'referred') AND u.active`);
    return rows;
  };

  it("are about twenty for each BDR, some of them late, and one for the partner manager", async () => {
    const rows = await open();
    for (const bdr of company.users.filter((user) => user.role === "bdr" && user.active)) {
      const own = rows.filter((row) => row.email === bdr.email);
      expect(own.length).toBe(20);
      expect(own.filter((row) => row.late)).toHaveLength(5);
    }
    expect(rows.filter((row) => row.role === "partner_manager").length).toBeGreaterThan(8);
    expect(rows.every((row) => row.idle <= 90)).toBe(true);
  });

  it("hold, each of them, leads that fail the definition in several ways, and leads that pass", async () => {
    const rows = (await open()).filter((row) => row.role === "bdr");
    const facts = await leadFacts(
      database.prisma,
      rows.map((row) => row.lead),
      AS_OF,
    );
    const failedFields = (lead: string): Set<string> => {
      const known = facts.get(lead);
      if (!known) throw new Error(`lead ${lead} has no facts`);
      const { fields } = evaluate(DEMO_DEFINITION, known, AS_OF);
      return new Set(fields.filter(({ passed }) => !passed).map(({ field }) => field));
    };
    for (const email of new Set(rows.map((row) => row.email))) {
      const traces = rows.filter((row) => row.email === email).map((row) => failedFields(row.lead));
      const failing = (...fields: string[]): number =>
        traces.filter((failed) => fields.some((field) => failed.has(field))).length;
      const found = {
        icp: failing("firmographic", "industry", "tech_stack", "geography") > 0,
        title: failing("title") > 0,
        intent: failing("behaviour", "time_decay") > 0,
        duplicate: failing("disqualifiers") > 0,
        mostlyPass: traces.filter((failed) => failed.size === 0).length >= 5,
      };
      expect([email, found]).toEqual([
        email,
        { icp: true, title: true, intent: true, duplicate: true, mostlyPass: true },
      ]);
    }
  });
});
