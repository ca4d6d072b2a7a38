import type { ComponentProps } from "react";
import { CONTROL, CONTROL_HEIGHT } from "./control-class";
import { cx } from "./cx";

export type Option = { value: string; label: string };
type Group = { label: string; options: readonly Option[] };
type Choice = Option | Group;

type Props = Omit<ComponentProps<"select">, "children"> & {
  /** Words of a first option without a value: "Choose a person", "All sources". */
  none?: string;
  choices: readonly Choice[];
};

/** The browser's own select, known to every keyboard, phone and screen reader: an option or a group for each choice. */
export function Select({ className, none, choices, ...rest }: Props) {
  return (
    <select className={cx(CONTROL, CONTROL_HEIGHT, "pr-7", className)} {...rest}>
      {none !== undefined && <option value="">{none}</option>}
      {choices.map(drawn)}
    </select>
  );
}

function drawn(choice: Choice) {
  if ("options" in choice) {
    return (
      <optgroup key={choice.label} label={choice.label}>
        {choice.options.map(drawn)}
      </optgroup>
    );
  }
  return (
    <option key={choice.value} value={choice.value}>
      {choice.label}
    </option>
  );
}
