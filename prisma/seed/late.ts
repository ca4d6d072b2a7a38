import { addDays, dateIn, type IsoDate, isWithin } from "@/lib/domain/dates";
import type { DemoCompany, DemoKind } from "./company";
import type { DemoRecord } from "./records";
import type { Scene } from "./scene";

export type DemoBatch = readonly [kind: DemoKind, records: readonly DemoRecord[]];

/** What the systems of the sample company sent late, by the number of weeks before `asOf` after whose snapshot it came in. */
export type LateRecords = ReadonlyMap<number, readonly DemoBatch[]>;

/** Verdicts that a BDR entered in the CRM long after giving them: after which snapshot, and how many. */
const LATE_VERDICTS = [
  { weeksAgo: 11, count: 5 },
  { weeksAgo: 6, count: 3 },
  { weeksAgo: 1, count: 4 },
] as const;
/** An invoice and a deal that were booked a month late. */
const LATE_MONEY = 7;

const textOf = (record: DemoRecord, name: string): string => String(record[name] ?? "");

/** Verdicts on paid search leads of the newest week that the snapshot judged; healthy cells, so that no clock hangs on them. */
function lateVerdicts({ records }: DemoCompany, scene: Scene, weeksAgo: number, count: number): DemoRecord[] {
  const week = { from: addDays(scene.asOf, -7 * (weeksAgo + 2)), to: addDays(scene.asOf, -7 * (weeksAgo + 1) - 1) };
  const withDeal = new Set(records.opportunities.map((deal) => deal.lead_external_id));
  const said = new Map<string, number>();
  for (const verdict of records.decisions) {
    const lead = textOf(verdict, "lead_external_id");
    said.set(lead, (said.get(lead) ?? 0) + 1);
  }
  const leads = records.leads.filter(({ source, handed_over_at: at, external_id: id, employees }) => {
    const isHealthy = source === "paid_search" && typeof employees === "number" && employees < 2_000;
    if (!isHealthy || typeof at !== "string" || withDeal.has(id ?? "") || said.get(String(id)) !== 1) return false;
    return isWithin(dateIn(new Date(at), scene.calendar.zone), week);
  });
  const chosen = new Set(leads.slice(0, count).map((lead) => lead.external_id));
  return records.decisions.filter((verdict) => chosen.has(verdict.lead_external_id ?? ""));
}

/** The part of the webinars' invoices that was booked late: of one campaign, for the month before. */
function lateInvoice({ records }: DemoCompany, until: IsoDate): DemoRecord[] {
  const invoices = records.spend.filter(({ source, end_date: end }) => source === "webinar" && String(end) < until);
  return invoices.slice(-1);
}

/** A deal that sales opened without a lead and that went through its stages some weeks before. */
function lateDeal({ records }: DemoCompany, from: IsoDate, to: IsoDate): DemoRecord[] {
  const proposed = new Set(
    records.stage_history
      .filter(({ stage, entered_at: at }) => stage === "Proposal" && isWithin(String(at).slice(0, 10), { from, to }))
      .map((step) => step.opportunity_external_id),
  );
  const isLate = ({ lead_external_id: lead, type, external_id: id, created_by_team: team }: DemoRecord): boolean =>
    lead === null && type === "new_business" && team === "sales" && proposed.has(id ?? "");
  return records.opportunities.filter(isLate).slice(0, 1);
}

/** The records that came in late. Every other one was there when its Monday was frozen. */
export function lateRecords(company: DemoCompany, scene: Scene): LateRecords {
  const { records } = company;
  const money = addDays(scene.asOf, -7 * LATE_MONEY);
  const [deal] = lateDeal(company, addDays(money, -42), addDays(money, -8));
  const ofDeal = ({ opportunity_external_id: id }: DemoRecord): boolean =>
    deal !== undefined && id === deal.external_id;
  const verdicts = LATE_VERDICTS.map(({ weeksAgo, count }): [number, readonly DemoBatch[]] => [
    weeksAgo,
    [["decisions", lateVerdicts(company, scene, weeksAgo, count)]],
  ]);
  return new Map<number, readonly DemoBatch[]>([
    ...verdicts,
    [
      LATE_MONEY,
      [
        ["opportunities", deal ? [deal] : []],
        ["stage_history", records.stage_history.filter(ofDeal)],
        ["touches", records.touches.filter(ofDeal)],
        ["spend", lateInvoice(company, addDays(money, -14))],
      ],
    ],
  ]);
}

/** The company without what came in late. */
export function onTime(company: DemoCompany, late: LateRecords): DemoCompany {
  const held = new Set([...late.values()].flatMap((batches) => batches.flatMap(([, records]) => records)));
  const kept = Object.entries(company.records).map(([kind, records]) => [
    kind,
    records.filter((record) => !held.has(record)),
  ]);
  return { ...company, records: Object.fromEntries(kept) as DemoCompany["records"] };
}
