import { DEFINITION_FIELDS, type DefinitionKey } from "@/lib/domain/definition";
import type { SampleModel } from "@/lib/view/settings/sample";
import { type Editing, Figure } from "./controls";
import { definitionControls, RULES } from "./definition-controls";
import { FieldBlock } from "./field-block";

type Props = Editing & { currency: string; sample: SampleModel };

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
  const controls = definitionControls(editing, currency);
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
