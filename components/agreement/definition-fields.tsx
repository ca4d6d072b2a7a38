import { DEFINITION_FIELDS, type DefinitionKey } from "@/lib/domain/definition";
import type { SampleModel } from "@/lib/view/settings/sample";
import { type Editing, Entries, Figure, Flag } from "./controls";
import { FieldBlock } from "./field-block";
import { SignalFields } from "./signal-fields";

type Props = Editing & { currency: string; sample: SampleModel };

const RULES: Readonly<Record<DefinitionKey, string>> = {
  firmographic: "The company is larger than both numbers. A blank one asks for nothing.",
  industries: "The company’s code is one of these, or begins with one.",
  tech_stack: "It uses at least one of these.",
  behaviour: "The lead has shown at least one of these signals.",
  titles: "The job title holds one of the levels and one of the functions, as whole words.",
  geography: "The company is in one of these countries.",
  disqualifiers: "None of these applies.",
  time_decay: "A lead without any response for longer than this expires.",
};

function passingWords(sample: SampleModel, key: DefinitionKey | "score"): string | null {
  const field = key === "score" ? sample.score : sample.fields.find((one) => one.key === key);
  if (!field || sample.of === 0) return null;
  const changed = field.draft !== null && field.draft !== field.now;
  return changed
    ? `${field.now} of ${sample.of} pass now, ${field.draft} with the draft`
    : `${field.now} of ${sample.of} pass`;
}

/** All eight fields and the score, in the order of the page. */
export function DefinitionFields({ currency, sample, ...editing }: Props) {
  const controls: Record<DefinitionKey, React.ReactNode> = {
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
  return (
    <>
      <FieldBlock
        label="Third-party score"
        rule="The vendor’s score, which nobody here can edit."
        passing={passingWords(sample, "score")}
      >
        <Figure {...editing} name="score_above" label="Above" hint="Exactly on it is not enough." />
      </FieldBlock>
      {DEFINITION_FIELDS.map(({ key, label }) => (
        <FieldBlock key={key} label={label} rule={RULES[key]} passing={passingWords(sample, key)}>
          {controls[key]}
        </FieldBlock>
      ))}
    </>
  );
}
