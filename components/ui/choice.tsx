import type { ComponentProps, ReactNode } from "react";
import { cx } from "./cx";

type Props = Omit<ComponentProps<"input">, "type"> & { children: ReactNode };

/** A radio that looks like a key in a row of keys ("Call", "E-mail reply"); put several into one `RadioGroup`. */
export function Choice({ children, className, ...rest }: Props) {
  return (
    <label
      className={cx(
        "relative inline-flex min-h-8 items-center rounded-md border border-line-strong bg-raised px-3 font-medium text-s touch:min-h-11",
        "has-checked:border-accent has-checked:text-accent has-checked:outline-1 has-checked:-outline-offset-2 has-checked:outline-accent",
        "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus",
        className,
      )}
    >
      <input type="radio" className="absolute inset-0 size-full cursor-pointer opacity-0" {...rest} />
      {children}
    </label>
  );
}
