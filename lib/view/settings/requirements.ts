import { REQUIRED_FIELDS, type RequiredField } from "@/lib/domain/required-data";
import { DEFAULT_POLICY, SPEND_POLICIES, type SpendPolicies, type SpendPolicy } from "@/lib/domain/spend-policy";

interface State {
  readonly requiredData: readonly RequiredField[];
  readonly spendPolicy: SpendPolicies;
}

interface Source {
  readonly code: string;
  readonly label: string;
  readonly isActive: boolean;
}

export interface RequirementsModel {
  fields: { field: RequiredField; label: string; isRequired: boolean; now: string | null }[];
  sources: { code: string; label: string; policy: SpendPolicy; now: string | null }[];
}

export function policyLabel(policy: string): string {
  return SPEND_POLICIES.find(({ code }) => code === policy)?.label ?? policy;
}

const policyOf = (policies: SpendPolicies, code: string): SpendPolicy => policies[code] ?? DEFAULT_POLICY;

/** The form: what is edited, and what counts today where that is something else. */
export function requirementsModel(edited: State, live: State, sources: readonly Source[]): RequirementsModel {
  return {
    fields: REQUIRED_FIELDS.map(({ field, label }) => {
      const [isRequired, isLive] = [edited.requiredData.includes(field), live.requiredData.includes(field)];
      return {
        field,
        label,
        isRequired,
        now: isRequired === isLive ? null : isLive ? "now required" : "now not required",
      };
    }),
    sources: sources.map(({ code, label, isActive }) => {
      const [policy, today] = [policyOf(edited.spendPolicy, code), policyOf(live.spendPolicy, code)];
      const now = policy === today ? null : `now ${policyLabel(today)}`;
      return { code, label: isActive ? label : `${label}, not in use`, policy, now };
    }),
  };
}
