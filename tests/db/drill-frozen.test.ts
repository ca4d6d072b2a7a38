import { beforeAll, expect, it } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { drillCycles } from "@/lib/data/drill";
import { drillOpportunities, drillSpend } from "@/lib/data/drill-deals";
import { frozenMonday } from "@/lib/data/drill-frozen";
import { readMonday } from "@/lib/data/monday";
import { ACCEPTANCE_STATES, type CycleCell, type DealCell } from "@/lib/domain/cells";
import { POSITIONS } from "@/lib/domain/credits";
import { SEGMENTS } from "@/lib/domain/segments";
import { takeSnapshot } from "@/lib/services/snapshots";
import { dealListWords } from "@/lib/view/deals/list";
import { labelsOf } from "@/lib/view/monday/labels";
import { statedCycles, statedDeals, statedSpend } from "@/lib/view/monday/stated";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { randomCompany } from "@/tests/support/random-company";

const asOf = "2027-07-05";
const NOW = new Date("2027-07-06T12:00:00Z");
const PAGE = { page: 1, size: 1 };
const database = processDatabase();
const round = (seed: number, number: number) =>
  ingest(database().pool, randomCompany(seed, { round: number, asOf, leads: 200, opportunities: 60 }));

/** Cells of every kind, with the total and one source. */
const SOURCES = [null, "webinar"];
const CYCLES: CycleCell[] = [
  ...SOURCES.flatMap((source) =>
    [null, ...SEGMENTS].flatMap((segment) =>
      ACCEPTANCE_STATES.map((state) => ({ kind: "acceptance" as const, asOf, source, segment, state, reason: null })),
    ),
  ),
  { kind: "rejection", asOf, state: "rejected", reason: null },
  { kind: "rejection", asOf, state: "rejected", reason: "bad_data" },
  { kind: "volume", asOf },
  ...(["touch", "decision"] as const).flatMap((clock) =>
    (["all", "met", "missed"] as const).map((state) => ({ kind: "sla" as const, asOf, clock, state })),
  ),
  ...SEGMENTS.map((segment) => ({ kind: "pipeline_rate" as const, asOf, segment, state: "cohort" as const })),
];
const DEALS: DealCell[] = [
  ...SOURCES.flatMap((source): DealCell[] => [
    { kind: "cost", asOf, source, span: "trailing" },
    { kind: "cost", asOf, source, span: "quarter" },
    { kind: "influence", asOf, source, span: "quarter", part: null },
    ...[null, ...POSITIONS, "assists" as const].map((part) => ({
      ...{ kind: "influence" as const, asOf, source, span: "trailing" as const, part },
    })),
  ]),
  ...SEGMENTS.map((segment) => ({ kind: "pipeline_rate" as const, asOf, segment, state: "reached" as const })),
];
const reader = systemActor("test");
const sumOf = async (cell: DealCell) => Number((await drillOpportunities(reader, cell, PAGE))?.sum);

beforeAll(async () => {
  await round(7, 0);
}, 120_000);

it("the live page says of every cell what its list comes to", async () => {
  expect(await frozenMonday(asOf)).toBeNull();
  const { document } = await readMonday(asOf, NOW);
  for (const cell of CYCLES) {
    expect([cell, statedCycles(document, cell)]).toEqual([cell, (await drillCycles(reader, cell, PAGE))?.total]);
  }
  for (const cell of DEALS) {
    expect([cell, Number(statedDeals(document, cell))]).toEqual([cell, await sumOf(cell)]);
    if (cell.kind === "cost") expect(statedSpend(document, cell)).toBe((await drillSpend(reader, cell, PAGE))?.sum);
  }
});

it("a frozen page keeps its figure beside the list of today, and the difference has a name", async () => {
  const cell = { kind: "influence", asOf, source: null, span: "trailing", part: null } as const;
  const frozenSum = await sumOf(cell);
  await takeSnapshot(database().prisma, systemActor("test"), asOf, NOW);
  const { sources, segments } = await readMonday(asOf, NOW);
  const labels = labelsOf(sources, segments);
  const note = async () => {
    const list = await drillOpportunities(reader, cell, PAGE);
    return list ? dealListWords(cell, list, labels, await frozenMonday(asOf)).note : "";
  };
  expect(await note()).toMatch(/, as frozen on the Monday page of 5 Jul 2027$/);
  await round(8, 1);
  const now = await sumOf(cell);
  expect(now).toBeGreaterThan(frozenSum);
  const print = (amount: number) => amount.toLocaleString("en", { minimumFractionDigits: 2 });
  expect(await note()).toContain(
    `sum ${print(now)}, by today’s knowledge; the Monday page of 5 Jul 2027 froze ${print(frozenSum)}, a restatement of +`,
  );
});
