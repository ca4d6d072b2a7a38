import type { AgreementDocument } from "@/lib/domain/agreement-document";
import { exampleDefinition } from "@/lib/domain/definition";
import { DEFAULT_BOUNDS } from "@/lib/domain/segments";

/** An agreement with the defaults of metrics.md and one of everything else. */
export const testDocument: AgreementDocument = {
  version: 2,
  corrects: null,
  effectiveFrom: null,
  definition: exampleDefinition,
  requiredData: ["email", "company"],
  terms: {
    floors: [
      { source: "paid_search", segment: null, percent: "55" },
      { source: "webinar", segment: null, percent: "50" },
      { source: "webinar", segment: "ENT", percent: "45" },
    ],
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
  spendPolicy: { paid_search: "program", webinar: "program" },
  translation: [
    { key: "proposal", name: "Proposal", stage: "pipeline", ordinal: 3, is_won: false, crm_value: null },
    { key: "closed won", name: "Closed Won", stage: "pipeline", ordinal: 6, is_won: true, crm_value: "ClosedWon" },
  ],
  segments: [...DEFAULT_BOUNDS, { code: "Unknown", minEmployees: null, maxEmployees: null }],
  workingTime: { days: [1, 2, 3, 4, 5], start_minute: 540, end_minute: 1080 },
  organisation: { currency: "USD", time_zone: "America/New_York", fiscal_year_start_month: 1 },
};
