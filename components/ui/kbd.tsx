import type { ReactNode } from "react";
import { cx } from "./cx";

type Props = {
  children: ReactNode;
  /** On a coloured ground (primary button, toast) the key takes the colour of the text around it. */
  inherit?: boolean;
};

/** A key to press. */
export function Kbd({ children, inherit = false }: Props) {
  return (
    <kbd
      className={cx(
        "inline-block min-w-5 rounded-sm border border-b-2 px-1.25 py-0.5 text-center font-medium font-sans text-2xs leading-none",
        inherit ? "border-current" : "border-line-strong bg-raised text-muted",
      )}
    >
      {children}
    </kbd>
  );
}
