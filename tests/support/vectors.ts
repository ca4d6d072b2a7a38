import type { JsonRecord } from "@/lib/services/parse/records";
import { merge, type Records } from "./ingest";

/** The vectors of metrics.md §7 as canonical records (formats.md). */

const EMPLOYEES = { SMB: 50, MM: 500, ENT: 5000 } as const;
type Sized = keyof typeof EMPLOYEES;

const REASONS = ["out_of_icp", "wrong_persona", "no_intent", "bad_data"];

interface Group {
  id: string;
  source: string;
  segment: Sized;
  /** Date of the hand-over of each lead. */
  days: readonly string[];
  accepted: number;
  rejected: number;
}

/** `count` dates from `first` on, a day apart, over and over within `span` days. */
function days(first: string, count: number, span: number): string[] {
  const start = Date.parse(`${first}T00:00:00Z`);
  return Array.from({ length: count }, (_, index) =>
    new Date(start + (index % span) * 86_400_000).toISOString().slice(0, 10),
  );
}

function leadsOf({ id, source, segment, days: dates }: Group): JsonRecord[] {
  return dates.map((day, index) => ({
    external_id: `${id}-${index}`,
    source,
    company: `${id} company ${index}`,
    employees: EMPLOYEES[segment],
    created_at: "2026-01-05",
    handed_over_at: day,
  }));
}

function decisionsOf({ id, days: dates, accepted, rejected }: Group): JsonRecord[] {
  return dates.slice(0, accepted + rejected).map((day, index) => {
    const decided = { lead_external_id: `${id}-${index}`, decided_at: `${day}T20:00:00Z` };
    if (index < accepted) return { ...decided, verdict: "accept" };
    const reason = REASONS[(index - accepted) % REASONS.length];
    return { ...decided, verdict: "reject", reason_code: reason, touched_at: `${day}T19:00:00Z`, touch_kind: "call" };
  });
}

function cyclesOf(groups: readonly Group[]): Records {
  return { leads: groups.flatMap(leadsOf), decisions: groups.flatMap(decisionsOf) };
}

/** V1, with the three leads of 2027-06-29 that are pending. */
const V1 = cyclesOf([
  { id: "v1-paid", source: "paid_search", segment: "SMB", days: days("2027-05-31", 20, 28), accepted: 10, rejected: 4 },
  { id: "v1-pending", source: "paid_search", segment: "SMB", days: days("2027-06-29", 3, 1), accepted: 1, rejected: 0 },
  {
    id: "v1-content",
    source: "content_syndication",
    segment: "ENT",
    days: days("2027-06-18", 10, 10),
    accepted: 2,
    rejected: 8,
  },
]);

function pipelineEntry(id: string, source: string, amount: string, currency = "USD"): Records {
  return {
    leads: [
      { external_id: id, source, company: `${id} company`, created_at: "2026-09-01", handed_over_at: "2026-10-05" },
    ],
    opportunities: [
      {
        external_id: id,
        lead_external_id: id,
        created_at: "2027-04-20",
        currency,
        amount,
        stage: "Discovery",
        outcome: "open",
      },
    ],
    stage_history: [
      { opportunity_external_id: id, stage: "Discovery", entered_at: "2027-04-20", amount, currency },
      { opportunity_external_id: id, stage: "Proposal", entered_at: "2027-05-03", amount, currency },
      { opportunity_external_id: id, stage: "Qualification", entered_at: "2027-05-10" },
      { opportunity_external_id: id, stage: "Proposal", entered_at: "2027-05-17", amount: "999999.00", currency },
    ],
  };
}

const V2 = merge([
  pipelineEntry("v2-webinar", "webinar", "100000.00"),
  pipelineEntry("v2-content", "content_syndication", "120000.00"),
  pipelineEntry("v2-partner", "partner_referral", "50000.00"),
  {
    spend: [
      { source: "webinar", start_date: "2027-04-06", end_date: "2027-07-04", amount: "22000.00", currency: "USD" },
      {
        source: "content_syndication",
        start_date: "2027-05-01",
        end_date: "2027-05-31",
        amount: "30000.00",
        currency: "USD",
      },
      {
        source: "paid_search",
        campaign: "a",
        start_date: "2027-06-01",
        end_date: "2027-06-10",
        amount: "10000.00",
        currency: "USD",
      },
      // Half of its days lie before the window, the 91st day back among them.
      {
        source: "paid_search",
        campaign: "b",
        start_date: "2027-04-05",
        end_date: "2027-04-06",
        amount: "16000.00",
        currency: "USD",
      },
    ],
  },
]);

/** V2, the euro: customer referral enters at 1.08, and later rates and amounts change nothing. */
const EURO = merge([
  pipelineEntry("v2-euro", "customer_referral", "50000.00", "EUR"),
  {
    fx_rates: [
      ["2027-04-20", "1.2"],
      ["2027-05-03", "1.08"],
      ["2027-05-17", "2"],
    ].map(([date, rate]) => ({ date, from_currency: "EUR", to_currency: "USD", rate })),
  },
]);

/** V3: hand-overs inside the cohort, stage 3 on the last day that counts, amounts on both ends of the band. */
function cohort(id: string, segment: Sized, n: number, reached: number): Records {
  const group = { id, source: "outbound_bdr", segment, days: days("2027-01-06", n, 1), accepted: 0, rejected: 0 };
  const ids = Array.from({ length: reached }, (_, index) => `${id}-${index}`);
  const late = [`${id}-${reached}`, `${id}-${reached + 1}`];
  const opportunity = (external_id: string, index: number) => ({
    external_id,
    lead_external_id: external_id,
    created_at: "2027-02-01",
    currency: "USD",
    amount: index % 2 === 0 ? "25000.00" : "100000.00",
  });
  return {
    leads: leadsOf(group),
    // Two more arrive a day late, or a cent outside the band.
    opportunities: [...ids, ...late].map(opportunity),
    stage_history: [
      ...ids.map((name) => ({ opportunity_external_id: name, stage: "Proposal", entered_at: "2027-04-06" })),
      { opportunity_external_id: late[0], stage: "Proposal", entered_at: "2027-04-07" },
      {
        opportunity_external_id: late[1],
        stage: "Proposal",
        entered_at: "2027-03-01",
        amount: "24999.99",
        currency: "USD",
      },
    ],
  };
}

const V3 = merge([cohort("v3-smb", "SMB", 200, 22), cohort("v3-mm", "MM", 100, 10), cohort("v3-ent", "ENT", 8, 4)]);

/** V1, V2 and V3 in one company: they touch no figure of each other. */
export const MONDAY: Records = merge([V1, V2, EURO, V3]);
