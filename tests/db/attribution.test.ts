import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { withClient } from "@/lib/cli/client";
import { accountKey } from "@/lib/domain/accounts";
import { attribute, type DealTouch } from "@/lib/domain/attribution";
import { addDays, dateIn } from "@/lib/domain/dates";
import { isOutbound, type OwnerCycle, ownerOf, pipelineEntry } from "@/lib/domain/ownership";
import { creditsOf } from "@/lib/services/facts/credits";
import { pickDeals } from "@/lib/services/facts/picks";
import { prismaTx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { inRun, type Passage, passage, recordsOf, WON, type World, world } from "@/tests/support/random-deals";
import { differences } from "@/tests/support/verify";

const database = processDatabase();
const ZONE = "America/New_York";
const SEEN_ON = "2027-07-05";
const WEIGHTS = [30, 30, 40] as const;
let runs = 0;

beforeAll(async () => {
  // The parser names it by itself; here several worlds would name it at once.
  await database().pool.query(
    "INSERT INTO sources (code, label, position, is_unmapped) VALUES ('Unmapped: fair', 'Unmapped: fair', 1000, true) ON CONFLICT DO NOTHING",
  );
});

const keyOf = (run: string, company: string | null) => {
  const name = inRun(run, company);
  return name === null ? null : accountKey(name);
};

/** The company of a deal: its own, else its lead's. */
const companyOf = (run: string, { leads }: World, deal: World["deals"][number]) =>
  keyOf(run, deal.company) ?? (deal.lead === null ? null : keyOf(run, leads[deal.lead]?.company ?? null));

/** The touches that one deal sees, and how: the rule in plain words (metrics.md §4). */
function touchesOf(run: string, all: World, index: number): DealTouch[] {
  const deal = all.deals[index];
  const account = deal ? companyOf(run, all, deal) : null;
  return all.touches.flatMap(({ on, kind, source, target }): DealTouch[] => {
    const link = linkOf();
    return link ? [{ on, kind, source, link }] : [];

    function linkOf(): DealTouch["link"] | null {
      if ("deal" in target) return target.deal === index ? "direct" : null;
      if ("lead" in target && target.lead === deal?.lead) return "direct";
      const company = "lead" in target ? (all.leads[target.lead]?.company ?? null) : target.company;
      return account !== null && keyOf(run, company) === account ? "account" : null;
    }
  });
}

/** A second cycle of some leads, later and from another source; no import makes one (product.md A8). */
async function addCycles(run: string, { leads }: World): Promise<void> {
  await withClient(database().url, async (client) => {
    for (const [index, { again, handedOverOn }] of leads.entries()) {
      if (again === null || !handedOverOn) continue;
      await client.query(
        `INSERT INTO cycles (lead_id, number, source_code, segment_code, lane, stage, handed_over_at, handed_over_on, agreement_version, touch_by, decide_by,
           decided_at, first_decided_at, last_activity_on)
         SELECT c.lead_id, 2, 'customer_referral', c.segment_code, 'standard', 'sal', $2::date + time '16:00', $2, 1, now(), now(), $2::date + 2 + time '16:00', $2::date + 2 + time '16:00', $2
         FROM cycles c JOIN leads l ON l.id = c.lead_id WHERE l.external_id = $1`,
        [`${run}-${index}`, addDays(handedOverOn, again)],
      );
    }
  });
}

interface CycleRow extends OwnerCycle {
  lead: string;
  account: string | null;
}

async function cyclesOf(run: string): Promise<CycleRow[]> {
  const { rows } = await database().pool.query<CycleRow>(
    `SELECT lpad(c.id::text, 12, '0') AS id, c.source_code AS source, c.handed_over_on AS "handedOverOn", l.external_id AS lead, l.account_key AS account,
       CASE WHEN c.stage IN ('sal', 'sql', 'pipeline') THEN (c.decided_at AT TIME ZONE $2)::date END AS "acceptedOn"
     FROM cycles c JOIN leads l ON l.id = c.lead_id WHERE l.external_id LIKE $1 || '-%'`,
    [run, ZONE],
  );
  return rows;
}

const sorted = (names: readonly string[]) => [...names].sort();
const sortedCredits = (credits: readonly { source: string; position: string; credit: bigint }[]) =>
  sorted(credits.map(({ source, position, credit }) => `${position} ${source} ${credit}`));

async function comparePicks(run: string, all: World, lookbackDays: number): Promise<void> {
  const deals = Prisma.sql`SELECT id FROM opportunities WHERE external_id LIKE ${`${run}-%`}`;
  const picks = await database().prisma.$transaction((tx) => pickDeals(prismaTx(tx), deals, lookbackDays));
  const ids = await database().prisma.opportunity.findMany({ where: { externalId: { startsWith: `${run}-` } } });
  for (const [index, deal] of all.deals.entries()) {
    const row = ids.find(({ externalId }) => externalId === `${run}-${index}`);
    const found = picks.find(({ id }) => id === String(row?.id));
    if (!found) throw new Error(`deal ${index} was not picked`);
    const facts = { createdOn: deal.createdOn, wonOn: deal.wonOn, createdByTeam: deal.team };
    const told = attribute({ ...facts, amount: BigInt(deal.cents) }, touchesOf(run, all, index), {
      lookbackDays,
      weights: WEIGHTS,
    });
    expect({
      truncated: found.truncated,
      implicit: found.implicit,
      assists: new Map(Object.entries(found.assists ?? {})),
      credits: sortedCredits(creditsOf(found, WEIGHTS)),
    }).toEqual({
      truncated: told.truncated,
      implicit: told.implicit,
      assists: told.assists,
      credits: sortedCredits(told.credits),
    });
  }
}

async function compareOwners(run: string, all: World): Promise<void> {
  const cycles = await cyclesOf(run);
  const rows = await database().prisma.opportunity.findMany({ where: { externalId: { startsWith: `${run}-` } } });
  for (const [index, deal] of all.deals.entries()) {
    const row = rows.find(({ externalId }) => externalId === `${run}-${index}`);
    const account = companyOf(run, all, deal);
    const outbound = isOutbound({ createdByTeam: deal.team, createdOn: deal.createdOn }, touchesOf(run, all, index));
    const { source, cycleId } = ownerOf({
      createdOn: deal.createdOn,
      leadCycles: deal.lead === null ? [] : cycles.filter(({ lead }) => lead === `${run}-${deal.lead}`),
      accountCycles: account === null ? [] : cycles.filter((cycle) => cycle.account === account),
      outbound,
    });
    const found = { source: row?.ownerSource, cycleId: row?.originCycleId ?? null, outbound: row?.isOutbound };
    expect(found).toEqual({ source, cycleId: cycleId === null ? null : BigInt(cycleId), outbound });
  }
}

test("pipeline entry is that of the domain, for any history", async () => {
  const entered = (day: number, hour: number) => new Date(`${addDays(WON, day)}T0${hour % 10}:00:00Z`);
  const historyOf = ({ history }: Passage) =>
    history.map(({ entry, day, hour, amount }) => ({ ...entry, amount, at: entered(day, hour) }));
  await fc.assert(
    fc.asyncProperty(fc.array(passage, { minLength: 12, maxLength: 12 }), async (passages) => {
      const run = `p${++runs}`;
      const opportunities = passages.map((each, index) => ({
        external_id: `${run}-${index}`,
        created_at: each.createdOn,
        ...(each.closedOn && { closed_at: each.closedOn }),
        ...(each.stage && { stage: each.stage.stage }),
        ...(each.amount && { amount: each.amount }),
        outcome: each.outcome,
      }));
      const stage_history = passages.flatMap((each, index) =>
        historyOf(each).map(({ stage, ordinal, amount, at }) => ({
          opportunity_external_id: `${run}-${index}`,
          stage,
          stage_ordinal: String(ordinal),
          entered_at: at.toISOString(),
          ...(amount && { amount }),
        })),
      );
      expect(await ingest(database().pool, { opportunities, stage_history })).toEqual([]);
      const rows = await database().pool.query(
        `SELECT external_id AS id, pipeline_on AS on, pipeline_amount AS amount, is_approximate AS approximate, is_amount_late AS "amountLater"
         FROM opportunities WHERE external_id LIKE $1 || '-%'`,
        [run],
      );
      for (const [index, each] of passages.entries()) {
        const { stage, ...facts } = {
          ...each,
          ordinal: each.stage?.ordinal ?? null,
          currency: "USD",
          firstSeenOn: SEEN_ON,
        };
        const told = pipelineEntry(
          facts,
          historyOf(each).map(({ at, ...entry }) => ({
            ...entry,
            enteredAt: at,
            enteredOn: dateIn(at, ZONE),
            currency: "USD",
          })),
        );
        const { id, ...found } = rows.rows.find((row) => row.id === `${run}-${index}`);
        expect(found, JSON.stringify(each)).toEqual({
          on: told?.on ?? null,
          amount: told?.amount ?? null,
          approximate: told?.approximate ?? false,
          amountLater: told?.amountLater ?? false,
        });
      }
    }),
    { numRuns: 10, seed: 20_270_701 },
  );
  expect(await differences(database())).toEqual([]);
}, 120_000);

test("positions, credits, flags, assists and owners are those of the domain, for any deals and touches", async () => {
  await fc.assert(
    fc.asyncProperty(world, fc.integer({ min: 1, max: 180 }), async (all, lookback) => {
      const run = `w${++runs}`;
      const { leads, decisions, opportunities, touches } = recordsOf(run, all);
      expect(await ingest(database().pool, { leads, decisions })).toEqual([]);
      await addCycles(run, all);
      expect(await ingest(database().pool, { opportunities, touches })).toEqual([]);
      await comparePicks(run, all, 90);
      await comparePicks(run, all, lookback);
      await compareOwners(run, all);
    }),
    { numRuns: 20, seed: 20_270_630 },
  );
}, 120_000);
