import { addDays } from "@/lib/domain/dates";
import { DEFINITION_FIELDS, type Definition, type DefinitionKey, exampleDefinition } from "@/lib/domain/definition";
import type { LeadFacts } from "@/lib/domain/definition-checks";
import { evaluate, type FieldVerdict } from "@/lib/domain/definition-evaluation";
import type { TouchKind } from "@/lib/domain/touches";

export const TODAY = "2027-07-05";
export const touch = (kind: TouchKind, campaign: string | null, daysAgo = 5) => ({
  kind,
  campaign,
  on: addDays(TODAY, -daysAgo),
});

/** A lead that passes the example. */
export const good: LeadFacts = {
  email: "ada@acme.example",
  company: "Acme GmbH",
  domain: "acme.example",
  title: "VP of Sales",
  country: "DE",
  naics: "541511",
  employees: 640,
  annualRevenue: "25000000.00",
  technologies: ["Slack", "HubSpot CRM"],
  score: "71",
  touches: [touch("form", "Demo request Q3")],
  currentCustomer: false,
  openOpportunity: false,
};

/** The verdict of one field of the example, with these facts and rules in place of the passing ones. */
export function verdict(
  key: DefinitionKey,
  facts: Partial<LeadFacts>,
  rules: Partial<Definition> = {},
): FieldVerdict | undefined {
  const index = DEFINITION_FIELDS.findIndex((field) => field.key === key);
  const { fields } = evaluate({ ...exampleDefinition, ...rules }, { ...good, ...facts }, TODAY);
  return fields[index];
}
