import { describe, expect, it } from "vitest";
import { costTable } from "@/lib/domain/cost";
import { addDays, dateIn, diffDays, isWithin } from "@/lib/domain/dates";
import { formatMoney } from "@/lib/domain/money";
import { countsAsReached, pipelineRate } from "@/lib/domain/pipeline-rate";
import { windowSpend } from "@/lib/domain/spend";
import { pipelineCohort, trailing90 } from "@/lib/domain/weeks";
import { type DemoCompany, demoCompany } from "@/prisma/seed/company";
import { ORGANISATION } from "@/prisma/seed/organisation";
import type { SizedSegment } from "@/prisma/seed/plan";
import { codeOf, DEMO_SOURCES, field, segmentOf } from "@/tests/support/demo-acceptance";
import { type DealFigures, dealFigures } from "@/tests/support/demo-deals";

const AS_OF = "2026-11-16";
const company = demoCompany(AS_OF);
const figures = dealFigures(company, addDays(AS_OF, -3));

/** The deal that was made to show something, by the words after its company's name. */
function showing(words: string): DealFigures {
  const deal = figures.find(({ name }) => name.endsWith(`: ${words}`));
  if (!deal) throw new Error(`No deal shows ${words}`);
  return deal;
}

function positions(deal: DealFigures) {
  const { attribution } = deal;
  if (!attribution) throw new Error(`${deal.name} was not won`);
  const { firstTouch, opportunityCreated, closedWon, assists, truncated, implicit } = attribution;
  return { firstTouch, opportunityCreated, closedWon, assists: Object.fromEntries(assists), truncated, implicit };
}

describe("a deal for each case of metrics.md §4", () => {
  const plain = { assists: {}, truncated: false, implicit: false };

  it("three sources at three positions, with an assist and an older touch", () => {
    expect(positions(showing("a different source at each position"))).toEqual({
      firstTouch: ["paid_search"],
      opportunityCreated: ["webinar"],
      closedWon: ["customer_referral"],
      assists: { intent: 1 },
      truncated: true,
      implicit: false,
    });
  });

  it("one date that two sources share", () => {
    const deal = showing("two sources on the first day");
    expect(positions(deal)).toEqual({
      ...plain,
      firstTouch: ["paid_search", "webinar"],
      opportunityCreated: ["outbound_bdr"],
      closedWon: ["customer_referral"],
    });
  });

  it("touches of the account only", () => {
    const found = positions(showing("touches of the account only"));
    expect(found).toEqual({
      ...plain,
      implicit: true,
      firstTouch: ["webinar"],
      opportunityCreated: ["intent"],
      closedWon: ["partner_referral"],
    });
  });

  it("an older touch outside the window", () => {
    const found = positions(showing("an older touch outside the window"));
    expect(found).toEqual({
      ...plain,
      truncated: true,
      firstTouch: ["webinar"],
      opportunityCreated: ["webinar"],
      closedWon: ["intent"],
    });
  });

  it("no touch at the created position", () => {
    const found = positions(showing("no touch before it was created"));
    expect(found).toEqual({
      ...plain,
      firstTouch: ["webinar"],
      opportunityCreated: ["Outside window / no touch"],
      closedWon: ["webinar"],
    });
  });

  it("outbound without an MQL, alone and with a later response", () => {
    const alone = showing("outbound without an MQL");
    expect([alone.owner, alone.originCycle]).toEqual(["outbound_bdr", null]);
    const all = ["outbound_bdr"];
    expect(positions(alone)).toEqual({ ...plain, firstTouch: all, opportunityCreated: all, closedWon: all });
    const answered = positions(showing("outbound, with one later response"));
    const referred = ["customer_referral"];
    expect(answered).toEqual({
      ...plain,
      implicit: true,
      firstTouch: referred,
      opportunityCreated: all,
      closedWon: referred,
    });
  });

  it("nothing at all", () => {
    const none = ["Unattributed"];
    expect(showing("no touch at all").owner).toBe("Unattributed");
    expect(positions(showing("no touch at all"))).toEqual({
      ...plain,
      firstTouch: none,
      opportunityCreated: none,
      closedWon: none,
    });
  });

  it("one touch that holds all positions, and an odd cent", () => {
    const deal = showing("one touch at all three positions");
    expect(deal.attribution?.credits.map(({ credit }) => formatMoney(credit))).toEqual([
      "3000.00",
      "3000.00",
      "4000.01",
    ]);
    expect(new Set(deal.attribution?.credits.map(({ source }) => source))).toEqual(new Set(["webinar"]));
  });

  it("has them all in the window of the Monday", () => {
    const won = figures.filter((deal) => deal.wonOn !== null && isWithin(deal.wonOn, trailing90(AS_OF)));
    expect(won.filter(({ id }) => id.startsWith("OP-800"))).toHaveLength(13);
    expect(won.length).toBeGreaterThan(40);
  });
});

describe("an odd history for each rule of metrics.md §3", () => {
  const stage = (id: string) => company.records.stage_history.filter((step) => step.opportunity_external_id === id);

  it("euros at the rate of each day", () => {
    const deal = showing("in euros at the rate of each day");
    expect(deal.entry).toMatchObject({ amount: "50000.00", currency: "EUR" });
    const rate = company.records.fx_rates.find(({ date }) => date === deal.entry?.on);
    expect(formatMoney(deal.pipeline)).toBe((50_000 * Number(rate?.rate)).toFixed(2));
  });

  it("3 → 2 → 3 counts once, with the first amount", () => {
    const deal = showing("from Proposal back to Qualification and forward");
    expect(stage(deal.id).filter((step) => step.stage === "Proposal")).toHaveLength(2);
    expect(deal).toMatchObject({ entry: { amount: "40000.00", approximate: false }, pipeline: 4_000_000n });
  });

  it("won without a history, arrived without one, and an amount that came later", () => {
    const won = showing("won without a history");
    expect(stage(won.id)).toEqual([]);
    expect(won.entry).toMatchObject({ on: won.wonOn, approximate: true });
    const arrived = showing("arrived at Negotiation without a history");
    expect(arrived.entry).toMatchObject({ on: addDays(AS_OF, -3), approximate: true });
    const late = showing("amount known only after Proposal");
    expect(late.entry).toMatchObject({ amount: "61000.00", amountLater: true });
  });

  it("stages that the table does not know: one with an ordinal, one without", () => {
    const own = stage(showing("a stage of its own, with an ordinal").id);
    expect(own.at(-1)).toMatchObject({ stage: "Security review", stage_ordinal: 4 });
    const unknown = stage(showing("a stage that no table translates").id);
    expect(unknown.at(-1)).toMatchObject({ stage: "Verbal agreement", stage_ordinal: null });
  });
});

function costOf(demo: DemoCompany, deals: readonly DealFigures[], asOf: string) {
  const window = trailing90(asOf);
  const rates = new Map(demo.records.fx_rates.map((rate) => [field(rate, "date"), Number(rate.rate)]));
  const rows = demo.records.spend.map((line) => {
    const rate = line.currency === "EUR" ? (rates.get(field(line, "start_date")) ?? Number.NaN) : 1;
    const amount = (Number(line.amount) * rate).toFixed(6);
    return {
      source: codeOf(field(line, "source")),
      start: field(line, "start_date"),
      end: field(line, "end_date"),
      amount,
    };
  });
  const pipeline = new Map<string, bigint>();
  for (const deal of deals) {
    if (deal.entry && isWithin(deal.entry.on, window))
      pipeline.set(deal.owner, (pipeline.get(deal.owner) ?? 0n) + deal.pipeline);
  }
  return costTable(windowSpend(rows, window), pipeline, { order: DEMO_SOURCES, line: "0.22", totalSpend: 0n }).rows;
}

function ratesOf(demo: DemoCompany, deals: readonly DealFigures[], asOf: string) {
  const cohort = pipelineCohort(asOf);
  const cycles = demo.records.leads.flatMap((lead) => {
    const handedOverOn =
      lead.handed_over_at === null ? "" : dateIn(new Date(field(lead, "handed_over_at")), ORGANISATION.timeZone);
    const counts = isWithin(handedOverOn, cohort) && lead.source !== "partner_referral";
    return counts ? [{ id: field(lead, "external_id"), segment: segmentOf(lead), handedOverOn }] : [];
  });
  const origins = new Map(cycles.map((cycle) => [cycle.id, cycle]));
  const reached = deals.flatMap(({ originCycle, entry, pipeline: amount }) => {
    const cycle = origins.get(originCycle ?? "");
    if (!cycle || !entry) return [];
    const isReached = countsAsReached(
      { handedOverOn: cycle.handedOverOn, enteredOn: entry.on, amount },
      { from: 2_500_000n, to: 10_000_000n },
    );
    return isReached ? [{ segment: cycle.segment, n: 0, reached: 1 }] : [];
  });
  return pipelineRate([...cycles.map(({ segment }) => ({ segment, n: 1, reached: 0 })), ...reached], "11", 10);
}

describe.each([AS_OF, "2026-11-30", "2027-07-05", "2027-08-30"])("money at %s", (asOf) => {
  const demo = asOf === AS_OF ? company : demoCompany(asOf);
  const deals = asOf === AS_OF ? figures : dealFigures(demo, addDays(asOf, -3));
  const rows = costOf(demo, deals, asOf);

  it("costs what was planned per dollar of pipeline", () => {
    const shown = Object.fromEntries(
      rows.map(({ source, ratio, verdict }) => [source, `${Number(ratio).toFixed(3)} ${verdict}`]),
    );
    expect(shown).toEqual({
      paid_search: "0.241 over_line",
      content_syndication: "0.204 ok",
      webinar: "0.121 ok",
      partner_referral: "0.062 ok",
      intent: "0.150 ok",
      outbound_bdr: "0.125 ok",
      customer_referral: "0.000 no_spend",
      "Unmapped: trade_show": "0.000 no_pipeline",
      Unattributed: "0.000 no_spend",
    });
  });

  it("brings mid-market under the pipeline floor, and no other segment", () => {
    const verdicts = ratesOf(demo, deals, asOf).map(({ segment, verdict }) => [segment, verdict]);
    const expected: [SizedSegment, string][] = [
      ["SMB", "ok"],
      ["MM", "breach"],
      ["ENT", "ok"],
    ];
    expect(verdicts.slice(0, 3)).toEqual(expected);
    expect(verdicts.slice(3)).toEqual([["Unknown", "low_n"]]);
  });

  it("leaves no money without an owner that the plan did not mean to", () => {
    const unattributed = rows.find(({ source }) => source === "Unattributed");
    const total = rows.reduce((sum, { pipeline }) => sum + pipeline, 0n);
    expect(Number(unattributed?.pipeline)).toBeLessThan(Number(total) * 0.08);
    const stages = deals.filter(({ entry }) => entry !== null && diffDays(entry.on, asOf) < 0);
    expect(stages).toEqual([]);
  });
});
