import { beforeAll, expect, test } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { drillCycles } from "@/lib/data/drill";
import { drillOpportunities } from "@/lib/data/drill-deals";
import { readFloors } from "@/lib/data/floors";
import { fetchLiveDocument, metricsJson } from "@/lib/data/metrics-document";
import { readMonday } from "@/lib/data/monday";
import { addDays, dateIn } from "@/lib/domain/dates";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { SEGMENTS } from "@/lib/domain/segments";
import { termsText } from "@/lib/domain/terms";
import { latestMonday } from "@/lib/domain/weeks";
import { startDraft } from "@/lib/services/agreement/drafts";
import { setFloors } from "@/lib/services/floors";
import { takeSnapshot } from "@/lib/services/snapshots";
import { statedCycles, statedDeals } from "@/lib/view/monday/stated";
import { addSigners, proposeAndSign } from "@/tests/support/agreements";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { randomCompany } from "@/tests/support/random-company";
import { differences } from "@/tests/support/verify";

/** The database signs now: one Monday lies before, one after. */
const BEFORE = "2025-10-06";
const AFTER = addDays(latestMonday(dateIn(new Date(), "UTC")), 14);
const NOW = new Date(`${AFTER}T23:00:00Z`);
const OTHER = {
  ...{ rejection_cap: "10", pipeline_floor: "60", acv_min: "0", acv_max: "60000.5", cost_line: "0.0001" },
  ...{ minimum_n: "25", decision_days: "2", follow_up_hours: "8", "floor.webinar": "99.5" },
  ...{ weight_first: "40", weight_created: "30", weight_won: "30", lookback_days: "60" },
};
const database = processDatabase();
const take = (asOf: string) => takeSnapshot(database().prisma, systemActor("test"), asOf, NOW);
const read = async (asOf: string) => JSON.parse(await metricsJson(asOf)) as MetricsDocument;
/** What the terms judge. */
const judged = ({ agreement_version, acceptance, rejection, pipeline_rate, cost, sla, pending }: MetricsDocument) => ({
  ...{ agreement_version, acceptance, rejection, pipeline_rate, cost, sla, pending },
});
let underDefaults: MetricsDocument;

async function signOther(changes: Record<string, string>): Promise<void> {
  const signers = await addSigners(database().pool);
  await startDraft(signers.vp_revops);
  const { version, terms, seen } = await readFloors(signers.vp_revops, "edited");
  const text = { ...termsText(terms), ...changes };
  await setFloors(signers.vp_revops, { version, seen, text, reason: "Agreed on Tuesday" });
  const time = { days: [1, 2], start_minute: 540, end_minute: 1020 };
  await database().pool.query("UPDATE agreements SET working_time = $1 WHERE version = $2", [time, version]);
  await proposeAndSign(database().pool, signers);
}

beforeAll(async () => {
  await ingest(database().pool, randomCompany(7, { round: 0, asOf: BEFORE, leads: 600, opportunities: 200 }), NOW);
  underDefaults = await read(BEFORE);
  await signOther(OTHER);
}, 120_000);

test("the live document is judged by the version of today, on any Monday", async () => {
  const live = await read(BEFORE);
  expect(live.agreement_version).toBe(2);
  expect(live.rejection.cap).not.toBe(underDefaults.rejection.cap);
  expect(live.pipeline_rate).not.toEqual(underDefaults.pipeline_rate);
});

test("a Monday that is frozen late is judged by the version that was in force at its 06:00", async () => {
  const { influence } = await read(BEFORE);
  await take(BEFORE);
  const frozen = await read(BEFORE);
  expect(judged(frozen)).toEqual(judged(underDefaults));
  // Credits are stored: they are of the model of today, and the snapshot names it.
  expect(frozen.influence).toEqual(influence);
  expect(influence).toMatchObject({ weights: [40, 30, 30], lookback_days: 60 });
  const { document, minimumN, followUpHours } = await readMonday(BEFORE, NOW);
  expect(document).toMatchObject({ agreement_version: 1, frozen: true, rejection: underDefaults.rejection });
  expect({ minimumN, followUpHours }).toEqual({ minimumN: 10, followUpHours: 24 });
});

test("the lists behind its figures are those of its own windows and band", async () => {
  const [reader, page] = [systemActor("test"), { page: 1, size: 1 }];
  const { document } = await readMonday(BEFORE, NOW);
  for (const segment of SEGMENTS) {
    const cell = { kind: "acceptance", asOf: BEFORE, source: null, segment, state: "all", reason: null } as const;
    const list = await drillCycles(reader, cell, page);
    expect(list?.range).toEqual(document.acceptance.window);
    expect([segment, list?.total]).toEqual([segment, statedCycles(document, cell)]);
    const reached = { kind: "pipeline_rate", asOf: BEFORE, segment, state: "reached" } as const;
    const deals = await drillOpportunities(reader, reached, page);
    expect([segment, Number(deals?.sum)]).toEqual([segment, Number(statedDeals(document, reached))]);
  }
});

test("one after it by the new version", async () => {
  await take(AFTER);
  expect(await read(AFTER)).toMatchObject({ agreement_version: 2, rejection: { cap: "10" } });
  expect(await readMonday(AFTER, NOW)).toMatchObject({ minimumN: 25, followUpHours: 8 });
  expect(await differences(database())).toEqual([]);
});

test("from the instant on at which it came into force", async () => {
  const { rows } = await database().pool.query<{ at: Date }>(
    "SELECT in_force_at AS at FROM agreements WHERE version = 2",
  );
  const at = rows[0]?.at ?? NOW;
  const versionAt = async (moment: Date) =>
    (await fetchLiveDocument(database().prisma, BEFORE, moment)).agreement_version;
  expect([await versionAt(new Date(at.getTime() - 1)), await versionAt(new Date(at.getTime() + 1))]).toEqual([1, 2]);
});
