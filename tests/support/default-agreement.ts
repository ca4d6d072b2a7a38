import type { AgreementDocument } from "@/lib/domain/agreement-document";
import { exampleDefinition } from "@/lib/domain/definition";
import type { PageLabels } from "@/lib/domain/one-page/labels";
import { DEFAULT_BOUNDS } from "@/lib/domain/segments";

const SOURCES: readonly [code: string, label: string, floor: string | null][] = [
  ["paid_search", "Paid search", "55"],
  ["content_syndication", "Content syndication", "40"],
  ["webinar", "Webinar", "50"],
  ["partner_referral", "Partner referral", "70"],
  ["intent", "Intent", "45"],
  ["outbound_bdr", "Outbound BDR", "35"],
  ["customer_referral", "Customer referral", null],
];

const STAGES = ["Discovery", "Qualification", "Proposal", "Negotiation", "Commit", "Closed Won"];

/** The agreement that a new database begins with (lib/services/defaults.ts), and its labels. */
export const defaultDocument: AgreementDocument = {
  version: 1,
  corrects: null,
  effectiveFrom: null,
  definition: exampleDefinition,
  requiredData: ["email", "company"],
  terms: {
    floors: SOURCES.flatMap(([source, , percent]) => (percent === null ? [] : [{ source, segment: null, percent }])),
    rejectionCap: "22",
    pipelineFloor: "11",
    costLine: "0.22",
    acvMin: "25000",
    acvMax: "100000",
    minimumN: 10,
    weights: [30, 30, 40],
    lookbackDays: 90,
    decisionDays: 5,
    followUpHours: 24,
  },
  spendPolicy: { partner_referral: "commission", customer_referral: "none" },
  translation: STAGES.map((name, index) => ({
    key: name.toLowerCase(),
    name,
    stage: index < 2 ? "sql" : "pipeline",
    ordinal: index + 1,
    is_won: index === 5,
    crm_value: null,
  })),
  segments: DEFAULT_BOUNDS,
  workingTime: { days: [1, 2, 3, 4, 5], start_minute: 540, end_minute: 1080 },
  organisation: { currency: "USD", time_zone: "America/New_York", fiscal_year_start_month: 1 },
};

export const defaultLabels: PageLabels = {
  organisation: "Larkspur Instruments",
  currency: "USD",
  cmoTitle: "Chief Marketing Officer",
  sources: SOURCES.map(([code, label]) => ({ code, label, isActive: true })),
  segments: [
    { code: "SMB", label: "SMB" },
    { code: "MM", label: "Mid-market" },
    { code: "ENT", label: "Enterprise" },
    { code: "Unknown", label: "Unknown" },
  ],
};
