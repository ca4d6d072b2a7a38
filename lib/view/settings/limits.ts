/** The numbers of the agreement besides its floors, as the screen groups them; names are keys of lib/domain/terms.ts. */

export interface Limit {
  name: string;
  label: string;
  /** Null: the reporting currency. */
  unit: string | null;
  hint: string;
  /** Amounts are shown with their thousands grouped. */
  grouped?: boolean;
}

export interface LimitGroup {
  id: string;
  title: string;
  note: string;
  limits: readonly Limit[];
  /** What a change does not do. */
  after?: string;
}

export const LIMIT_GROUPS: readonly LimitGroup[] = [
  {
    id: "limits",
    title: "Limits",
    note: "over the window of the acceptance table; the pipeline rate over its own cohort",
    limits: [
      {
        name: "rejection_cap",
        label: "Rejection cap",
        unit: "%",
        hint: "Rejected ÷ handed over. Strictly above is a breach.",
      },
      {
        name: "pipeline_floor",
        label: "MQL → pipeline floor",
        unit: "%",
        hint: "Per segment, within 90 days. Below is a breach.",
      },
      { name: "minimum_n", label: "Minimum n", unit: "cycles", hint: "Fewer cycles are grey and never a breach." },
      {
        name: "acv_min",
        label: "ACV band from",
        unit: null,
        hint: "Stage-3 amounts that count, this one included.",
        grouped: true,
      },
      { name: "acv_max", label: "ACV band to", unit: null, hint: "This one included.", grouped: true },
    ],
  },
  {
    id: "cost",
    title: "Cost per pipeline dollar",
    note: "spend ÷ first stage-3 pipeline, trailing 90 days",
    limits: [
      {
        name: "cost_line",
        label: "Cost line",
        unit: null,
        hint: "Spend for one of pipeline. Strictly above opens a cure of 30 days.",
      },
    ],
  },
  {
    id: "attribution",
    title: "Attribution",
    note: "credits of won deals; the three shares add up to 100",
    limits: [
      {
        name: "lookback_days",
        label: "Lookback",
        unit: "days",
        hint: "1 to 180 before the won date. More is noise.",
      },
      { name: "weight_first", label: "First touch", unit: "%", hint: "Share of the deal’s amount." },
      { name: "weight_created", label: "Opportunity created", unit: "%", hint: "Share of the deal’s amount." },
      { name: "weight_won", label: "Closed won", unit: "%", hint: "Share of the deal’s amount." },
    ],
  },
  {
    id: "sla",
    title: "SLAs",
    note: "on the business calendar",
    limits: [
      {
        name: "decision_days",
        label: "Decision SLA",
        unit: "business days",
        hint: "1 to 30 after the hand-over date.",
      },
      {
        name: "follow_up_hours",
        label: "Follow-up SLA",
        unit: "business hours",
        hint: "1 to 240 until the first touch.",
      },
    ],
    after:
      "Leads that were handed over before keep the due dates they were given. The decision SLA also decides when a week has matured, so the window of the acceptance table may move.",
  },
];
