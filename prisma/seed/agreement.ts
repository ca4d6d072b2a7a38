import { type Definition, exampleDefinition } from "@/lib/domain/definition";

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
