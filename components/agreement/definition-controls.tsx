import type { ReactNode } from "react";
import type { DefinitionKey } from "@/lib/domain/definition";
import { type Editing, Entries, Figure, Flag } from "./controls";
import { SignalFields } from "./signal-fields";

/** What each field asks of a lead. */
export const RULES: Readonly<Record<DefinitionKey, string>> = {
  firmographic: "The company is larger than both numbers. A blank one asks for nothing.",
  industries: "The company’s code is one of these, or begins with one.",
  tech_stack: "It uses at least one of these.",
  behaviour: "The lead has shown at least one of these signals.",
  titles: "The job title holds one of the levels and one of the functions, as whole words.",
  geography: "The company is in one of these countries.",
  disqualifiers: "None of these applies.",
  time_decay: "A lead without any response for longer than this expires.",
};

/** The controls of each of the eight fields. */
export function definitionControls(editing: Editing, currency: string): Record<DefinitionKey, ReactNode> {
  return {
    firmographic: (
      <div className="grid gap-4 md:grid-cols-2">
        <Figure {...editing} name="firmographic.min_employees" label="Employees, more than" unit="people" optional />
        <Figure {...editing} name="firmographic.min_revenue" label="Annual revenue, over" unit={currency} optional />
      </div>
    ),
    industries: (
      <Entries
        {...editing}
        name="industries.naics"
        label="NAICS codes"
        hint="2 to 6 digits each, with commas between."
      />
    ),
    tech_stack: <Entries {...editing} name="tech_stack.any_of" label="Technologies" hint="With commas between." />,
    behaviour: <SignalFields {...editing} />,
    titles: (
      <div className="grid gap-4 md:grid-cols-2">
        <Entries {...editing} name="titles.levels" label="Levels" hint="Plain words: Director, VP, Head of." optional />
        <Entries {...editing} name="titles.functions" label="Functions" hint="Plain words: RevOps, Sales." optional />
      </div>
    ),
    geography: (
      <Entries
        {...editing}
        name="geography.countries"
        label="Countries"
        hint="Two-letter codes such as US, or DACH and ANZ."
      />
    ),
    disqualifiers: (
      <>
        <div>
          <Flag
            {...editing}
            name="disqualifiers.students"
            label="Students"
            hint="By title, or by the address of a school."
          />
          <Flag {...editing} name="disqualifiers.current_customers" label="Contacts of current customers" />
          <Flag {...editing} name="disqualifiers.open_opportunity" label="Companies with an open opportunity" />
        </div>
        <Entries
          {...editing}
          name="disqualifiers.competitors"
          label="Competitors"
          hint="Domains or company names."
          optional
        />
        <Entries
          {...editing}
          name="disqualifiers.title_words"
          label="Words in the title"
          hint="Plain words: intern."
          optional
        />
      </>
    ),
    time_decay: <Figure {...editing} name="time_decay.days" label="Expires after" unit="days" />,
  };
}
