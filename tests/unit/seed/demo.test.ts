import { describe, expect, it } from "vitest";
import { acceptance } from "@/lib/domain/acceptance";
import { addDays, dateIn, diffDays, isWithin, mondayOf } from "@/lib/domain/dates";
import { percentText } from "@/lib/domain/rates";
import { rejection } from "@/lib/domain/rejection";
import { acceptanceTrend } from "@/lib/domain/trend";
import { weeklyVolume } from "@/lib/domain/volume";
import { acceptanceWindow, pendingRange } from "@/lib/domain/weeks";
import { type DemoCompany, demoCompany } from "@/prisma/seed/company";
import { calendarAround, ORGANISATION } from "@/prisma/seed/organisation";
import { PLAN } from "@/prisma/seed/plan";
import { codeOf, countsOf, DEMO_SOURCES, FLOORS, field } from "@/tests/support/demo-acceptance";

const AS_OF = "2026-11-16";
/** Thanksgiving: the week before this Monday has not matured, the window ends a week earlier. */
const AFTER_HOLIDAYS = "2026-11-30";
const company = demoCompany(AS_OF);

function figuresOf(demo: DemoCompany, asOf: string) {
  const calendar = calendarAround(asOf);
  const counts = countsOf(demo, asOf);
  const window = acceptanceWindow(asOf, calendar, 5);
  const ranges = { window, pending: pendingRange(asOf, window) };
  const activeSdrs = demo.users.filter((user) => user.role === "bdr" && user.active).length;
  const volume = weeklyVolume(counts, asOf, { activeSdrs, weeklyCapacity: demo.organisation.sdrWeeklyCapacity });
  return {
    counts,
    calendar,
    window,
    volume,
    table: acceptance({ ...ranges, counts, sources: DEMO_SOURCES, floors: FLOORS }),
    cap: rejection({ ...ranges, counts, cap: "22", belowFeed: volume.belowFeed }),
  };
}

describe("the sample company", () => {
  it("is the same for the same days", () => {
    expect(JSON.stringify(demoCompany(AS_OF)) === JSON.stringify(company)).toBe(true);
  });

  it("moves with as_of", () => {
    const later = demoCompany(addDays(AS_OF, 7));
    const newest = (demo: DemoCompany): string =>
      demo.records.leads
        .map((lead) => field(lead, "handed_over_at"))
        .sort()
        .at(-1) ?? "";
    expect(diffDays(dateIn(new Date(newest(company)), ORGANISATION.timeZone), AS_OF)).toBeLessThan(4);
    expect(newest(later) > newest(company)).toBe(true);
  });

  it("refuses a day that is no Monday, and a today outside its week", () => {
    expect(() => demoCompany("2026-11-17")).toThrow(RangeError);
    expect(() => demoCompany(AS_OF, "2026-11-23")).toThrow(RangeError);
  });

  it("has the size that was asked for", () => {
    const { leads, decisions, opportunities, touches } = company.records;
    const cycles = leads.filter((lead) => lead.handed_over_at !== null).length;
    expect(cycles).toBeGreaterThan(5_700);
    expect(cycles).toBeLessThan(6_300);
    expect(opportunities.length).toBeGreaterThan(850);
    expect(opportunities.length).toBeLessThan(950);
    expect(touches.length).toBeGreaterThan(24_000);
    expect(touches.length).toBeLessThan(26_500);
    expect(decisions.length).toBeGreaterThan(cycles * 0.7);
  });

  it("covers twelve months and nothing after today", () => {
    const days = company.records.leads.flatMap((lead) =>
      lead.handed_over_at === null ? [] : [dateIn(new Date(field(lead, "handed_over_at")), ORGANISATION.timeZone)],
    );
    expect(mondayOf([...days].sort()[0] ?? "")).toBe(addDays(AS_OF, -364));
    const moments = [
      ...company.records.touches.map((touch) => field(touch, "touched_at")),
      ...company.records.decisions.map((decision) => field(decision, "decided_at")),
      ...company.records.stage_history.map((step) => field(step, "entered_at")),
    ];
    const midnight = new Date(`${AS_OF}T05:00:00Z`);
    expect(moments.filter((moment) => new Date(moment) >= midnight)).toEqual([]);
  });
});

describe.each([AS_OF, AFTER_HOLIDAYS, "2027-01-04", "2027-07-05"])("the latest window at %s", (asOf) => {
  const { table, cap, volume } = figuresOf(asOf === AS_OF ? company : demoCompany(asOf), asOf);

  it("has the planned counts in every cell", () => {
    const cells = table.cells.map(({ source, segment, n, accepted, rejected }) => ({
      source,
      segment,
      n,
      accepted,
      rejected,
    }));
    const planned = PLAN.map(({ lane, source, ...plan }) => ({ source: codeOf(source), ...plan }));
    expect(cells).toEqual(planned);
  });

  it("prints the table of the source document, but for outbound SMB", () => {
    const printed = (source: string): string[] =>
      table.cells.filter((cell) => cell.source === source).map(({ accepted, n }) => percentText(accepted, n, 0));
    expect(printed("paid_search")).toEqual(["64 %", "71 %", "58 %"]);
    expect(printed("content_syndication")).toEqual(["31 %", "28 %", "22 %"]);
    expect(printed("webinar")).toEqual(["58 %", "64 %", "51 %"]);
    expect(printed("partner_referral")).toEqual(["81 %", "84 %", "77 %"]);
    expect(printed("intent")).toEqual(["47 %", "62 %", "71 %"]);
    expect(printed("outbound_bdr")).toEqual(["30 %", "44 %", "52 %"]);
  });

  it("breaches where it should and nowhere else", () => {
    const verdicts = table.cells
      .filter((cell) => cell.verdict !== "ok")
      .map((cell) => [cell.source, cell.segment, cell.verdict]);
    expect(verdicts).toEqual([
      ["content_syndication", "SMB", "source_breach"],
      ["content_syndication", "MM", "source_breach"],
      ["content_syndication", "ENT", "source_breach"],
      ["outbound_bdr", "SMB", "sales_sla_breach"],
      ...["customer_referral", "Unmapped: trade_show"].flatMap((source) =>
        ["SMB", "MM", "ENT"].map((segment) => [source, segment, "low_n"]),
      ),
    ]);
  });

  it("is over the rejection cap, with reasons spread, in an arguable week", () => {
    expect(cap).toMatchObject({ n: 495, rejected: 120, rate: "0.2424", verdict: "breach", arguable: true });
    expect(cap.fixes).toHaveLength(3);
    for (const { count } of cap.reasons) expect(count).toBeGreaterThan(3);
    expect(cap.reasons[0]?.count).toBeLessThan(60);
    expect(volume.volume).toBeGreaterThan(108);
  });

  it("has pending cycles beside it", () => {
    expect(table.total.pending).toBeGreaterThan(100);
  });
});

describe("the trend of twelve Mondays", () => {
  const { counts, calendar } = figuresOf(company, AS_OF);
  const trend = acceptanceTrend({
    counts,
    asOf: AS_OF,
    calendar,
    decisionDays: 5,
    sources: DEMO_SOURCES,
    floors: FLOORS,
  });
  const shares = (source: string): number[] =>
    trend.bySource.find((series) => series.source === source)?.points.map((point) => Number(point.acceptance)) ?? [];

  it("falls for content syndication, through its floor", () => {
    const points = shares("content_syndication");
    expect(points[0]).toBeGreaterThan(0.42);
    expect(points.at(-1)).toBeLessThan(0.3);
    expect(points.slice(0, 4).every((share) => share > 0.37)).toBe(true);
  });

  it("recovers for webinars, from under their floor", () => {
    const points = shares("webinar");
    expect(Math.min(...points)).toBeLessThan(0.42);
    expect(points.at(-1)).toBeGreaterThan(0.55);
  });

  it("has a point everywhere and a volume that grows", () => {
    expect(trend.total.points.every((point) => point.n > 380)).toBe(true);
    const first = counts.filter((row) => isWithin(row.week, { from: addDays(AS_OF, -364), to: addDays(AS_OF, -337) }));
    expect(first.length).toBeLessThan(420);
  });
});
