import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { readDeal } from "@/lib/data/deals";
import { drillCycles } from "@/lib/data/drill";
import { drillOpportunities, drillSpend } from "@/lib/data/drill-deals";
import { readLead } from "@/lib/data/leads";
import { fetchLiveDocument } from "@/lib/data/metrics-document";
import type { CostCell, CycleCell, DealCell, Span } from "@/lib/domain/cells";
import { POSITIONS } from "@/lib/domain/credits";
import type { DocumentAcceptance, MetricsDocument } from "@/lib/domain/metrics-document";
import { type FreshDatabase, freshDatabase } from "@/tests/support/database";
import { ingest } from "@/tests/support/ingest";
import { randomCompany } from "@/tests/support/random-company";

const command = systemActor("test");
const asOf = "2027-07-05";
const PAGE = { page: 1, size: 7 };
let database: FreshDatabase;
let document: MetricsDocument;

const cyclesIn = async (cell: CycleCell) => (await drillCycles(command, cell, PAGE, database.prisma))?.total;
const dealsIn = async (cell: DealCell) => drillOpportunities(command, cell, PAGE, database.prisma);
const money = (text: string | undefined) => Number(text ?? Number.NaN).toFixed(2);

beforeAll(async () => {
  database = await freshDatabase();
  for (const round of [0, 1]) {
    await ingest(database.pool, randomCompany(7 + round, { round, asOf, leads: 260, opportunities: 70 }));
  }
  document = await fetchLiveDocument(database.prisma, asOf);
}, 120_000);
afterAll(() => database.drop());

describe("every cell of the acceptance table", () => {
  const inside = async (
    row: DocumentAcceptance,
    where: Pick<Extract<CycleCell, { kind: "acceptance" }>, "source" | "segment">,
  ) => {
    const count = (state: "all" | "accepted" | "rejected" | "unworked" | "pending") =>
      cyclesIn({ kind: "acceptance", asOf, ...where, state, reason: null });
    expect({
      n: await count("all"),
      accepted: await count("accepted"),
      rejected: await count("rejected"),
      unworked: await count("unworked"),
      pending: await count("pending"),
    }).toEqual({
      n: row.n,
      accepted: row.accepted,
      rejected: row.rejected,
      unworked: row.unworked,
      pending: row.pending,
    });
  };

  it("opens as many cycles as it counts, by source and segment", async () => {
    expect(document.acceptance.cells.filter(({ n }) => n > 0).length).toBeGreaterThan(15);
    for (const cell of document.acceptance.cells) await inside(cell, { source: cell.source, segment: cell.segment });
  });

  it("does so by source, by segment and in all", async () => {
    for (const row of document.acceptance.by_source) await inside(row, { source: row.source, segment: null });
    for (const row of document.acceptance_by_segment) await inside(row, { source: null, segment: row.segment });
    await inside(document.acceptance.total, { source: null, segment: null });
  });
});

describe("the facts above the tables", () => {
  it("rejection: n, rejected and each reason", async () => {
    const { n, rejected, reasons } = document.rejection;
    expect(rejected).toBeGreaterThan(20);
    expect(await cyclesIn({ kind: "rejection", asOf, state: "all", reason: null })).toBe(n);
    expect(await cyclesIn({ kind: "rejection", asOf, state: "rejected", reason: null })).toBe(rejected);
    for (const { code, count } of reasons) {
      expect(await cyclesIn({ kind: "rejection", asOf, state: "rejected", reason: code })).toBe(count);
    }
  });

  it("SLA met and missed, volume", async () => {
    const sla = (clock: "touch" | "decision", state: "all" | "met" | "missed") =>
      cyclesIn({ kind: "sla", asOf, clock, state });
    const { n, touched_in_time, decided_in_time } = document.sla;
    expect([touched_in_time, decided_in_time].every((count) => count > 5 && count < n)).toBe(true);
    expect([await sla("touch", "all"), await sla("touch", "met"), await sla("touch", "missed")]).toEqual([
      n,
      touched_in_time,
      n - touched_in_time,
    ]);
    expect([await sla("decision", "met"), await sla("decision", "missed")]).toEqual([
      decided_in_time,
      n - decided_in_time,
    ]);
    expect(await cyclesIn({ kind: "volume", asOf })).toBe(document.volume.volume);
  });

  it("pipeline rate: cycles of the cohort, opportunities that reached", async () => {
    expect(document.pipeline_rate.some(({ reached }) => reached > 0)).toBe(true);
    for (const { segment, n, reached } of document.pipeline_rate) {
      expect(await cyclesIn({ kind: "pipeline_rate", asOf, segment, state: "cohort" })).toBe(n);
      const deals = await dealsIn({ kind: "pipeline_rate", asOf, segment, state: "reached" });
      expect([deals?.total, deals?.sum]).toEqual([reached, String(reached)]);
    }
  });
});

describe.each<[Span, () => Pick<MetricsDocument["cost"], "rows" | "total">]>([
  ["trailing", () => document.cost],
  ["quarter", () => document.fiscal_quarter.cost],
])("cost, %s", (span, table) => {
  it("opens opportunities and spend that add up to the row", async () => {
    const rows = [...table().rows, { source: null, ...table().total }];
    for (const { source, pipeline, spend } of rows) {
      const cell: CostCell = { kind: "cost", asOf, source, span };
      expect(money((await dealsIn(cell))?.sum)).toBe(pipeline);
      expect((await drillSpend(command, cell, PAGE, database.prisma))?.sum ?? "0.00").toBe(spend);
    }
    expect(rows.filter(({ pipeline, spend }) => pipeline !== "0.00" || spend !== "0.00").length).toBeGreaterThan(3);
  });
});

describe("influence", () => {
  it("opens the deals behind each source, position and assist", async () => {
    for (const row of document.influence.rows) {
      const cell = { kind: "influence", asOf, source: row.source, span: "trailing" } as const;
      const deals = await dealsIn({ ...cell, part: null });
      expect([deals?.total, money(deals?.sum)]).toEqual([row.deals, row.credit]);
      const positions = document.influence_positions.find(({ source }) => source === row.source);
      for (const part of POSITIONS) expect(money((await dealsIn({ ...cell, part }))?.sum)).toBe(positions?.[part]);
      expect(Number((await dealsIn({ ...cell, part: "assists" }))?.sum)).toBe(row.assists);
    }
  });

  it("opens all that was won, this quarter too", async () => {
    const all = await dealsIn({ kind: "influence", asOf, source: null, span: "trailing", part: null });
    expect([all?.total, money(all?.sum)]).toEqual([document.influence_total.deals, document.influence.won]);
    const { influence_total: total } = document;
    for (const part of POSITIONS) {
      const deals = await dealsIn({ kind: "influence", asOf, source: null, span: "trailing", part });
      expect(money(deals?.sum)).toBe(total[part]);
    }
    const assists = await dealsIn({ kind: "influence", asOf, source: null, span: "trailing", part: "assists" });
    expect([Number(assists?.sum), total.assists > 0]).toEqual([total.assists, true]);
    const quarter = await dealsIn({ kind: "influence", asOf, source: null, span: "quarter", part: null });
    expect([quarter?.total, money(quarter?.sum)]).toEqual([
      document.fiscal_quarter.influence.deals,
      document.fiscal_quarter.influence.won,
    ]);
  });
});

describe("pages", () => {
  it("hold every cycle once, the last page its rest", async () => {
    const cell = { kind: "rejection", asOf, state: "all", reason: null } as const;
    const seen: string[] = [];
    for (let page = 1; ; page++) {
      const part = await drillCycles(command, cell, { page, size: 50 }, database.prisma);
      if (!part || part.rows.length === 0) break;
      seen.push(...part.rows.map(({ cycleId }) => cycleId));
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe(document.rejection.n);
  });

  it("know no source that does not exist, and the rows that are none", async () => {
    const acceptance = { kind: "acceptance", asOf, segment: null, state: "all", reason: null } as const;
    expect(await drillCycles(command, { ...acceptance, source: "nonsense" }, PAGE, database.prisma)).toBeNull();
    expect(await drillCycles(command, { ...acceptance, source: "Unattributed" }, PAGE, database.prisma)).toBeNull();
    expect(
      await drillCycles(command, { ...acceptance, source: "Unmapped: Trade show" }, PAGE, database.prisma),
    ).not.toBeNull();
    expect(await dealsIn({ kind: "cost", asOf, source: "nonsense", span: "trailing" })).toBeNull();
    expect(await dealsIn({ kind: "cost", asOf, source: "Unattributed", span: "trailing" })).not.toBeNull();
  });
});

describe("one deal and one lead", () => {
  it("shows every touch of every won deal, the credited ones at their positions", async () => {
    const cell = { kind: "influence", asOf, source: null, span: "trailing", part: null } as const;
    const won = await drillOpportunities(command, cell, { page: 1, size: 500 }, database.prisma);
    expect(won?.rows.length).toBe(document.influence.deals.length);
    for (const { id, wonAmount } of won?.rows ?? []) {
      const deal = await readDeal(command, id, database.prisma);
      const sum = deal?.credits.reduce((all, { credit }) => all + Math.round(Number(credit) * 100), 0);
      expect(sum).toBe(Math.round(Number(wonAmount) * 100));
      for (const position of POSITIONS) {
        const standing = deal?.touches.filter(({ explanation }) => explanation?.positions.includes(position)) ?? [];
        const credited = deal?.credits.filter((credit) => credit.position === position).map(({ source }) => source);
        if (standing.length > 0) expect(new Set(credited)).toEqual(new Set(standing.map(({ source }) => source)));
        else expect(credited).toHaveLength(1);
      }
      for (const { source, count } of deal?.assists ?? []) {
        expect(deal?.touches.filter((touch) => touch.source === source && touch.explanation?.isAssist)).toHaveLength(
          count,
        );
      }
      expect(deal?.model).toEqual({ agreementVersion: 1, weights: [30, 30, 40], lookbackDays: 90 });
    }
  });

  it("shows a lead with its cycles, events and decisions", async () => {
    const page = await drillCycles(
      command,
      { kind: "rejection", asOf, state: "rejected", reason: null },
      PAGE,
      database.prisma,
    );
    const [row] = page?.rows ?? [];
    const lead = await readLead(row?.leadId ?? "", database.prisma);
    expect(lead?.lead.externalId).toBe(row?.externalId);
    const [cycle] = lead?.cycles ?? [];
    expect(cycle).toMatchObject({ stage: "rejected", reason: row?.reason });
    expect(cycle?.events.map(({ from }) => from)[0]).toBe("lead");
    expect(cycle?.events.at(-1)?.to).toBe("rejected");
    expect(cycle?.decisions.filter(({ isLive }) => isLive)).toHaveLength(1);
  });

  it.each(["0", "999999999", "x", "1; DROP TABLE leads", "", "9".repeat(30)])("has nothing under %j", async (id) => {
    expect(await readDeal(command, id, database.prisma)).toBeNull();
    expect(await readLead(id, database.prisma)).toBeNull();
  });
});
