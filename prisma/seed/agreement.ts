import { type Definition, exampleDefinition } from "@/lib/domain/definition";
import type { RequiredField } from "@/lib/domain/required-data";
import type { SpendPolicies } from "@/lib/domain/spend-policy";

/**
 * The definition of the sample company: the example of the source document, with invented competitors and two disqualifiers
 * more, so that a duplicate shows in the trace of a lead.
 */
export const DEMO_DEFINITION: Definition = {
  ...exampleDefinition,
  disqualifiers: {
    students: true,
    competitors: ["Forecastry", "ledgerfall.example"],
    current_customers: true,
    open_opportunity: true,
    title_words: ["Intern", "Assistant"],
  },
};

/** What a lead of the sample company must carry to be handed over (product.md C8). */
export const DEMO_REQUIRED = ["email", "title", "company", "country"] as const satisfies readonly RequiredField[];

/** Referrals cost a commission, BDRs their salaries; everything else is booked as it is invoiced. */
export const DEMO_SPEND = {
  partner_referral: "commission",
  outbound_bdr: "program_people",
  customer_referral: "none",
} as const satisfies SpendPolicies;
