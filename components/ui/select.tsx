import type { ComponentProps } from "react";
import { CONTROL, CONTROL_HEIGHT } from "./control-class";
import { cx } from "./cx";

/** The browser's own select: known to every keyboard, phone and screen reader. Options are children. */
export function Select({ className, ...rest }: ComponentProps<"select">) {
  return <select className={cx(CONTROL, CONTROL_HEIGHT, "pr-7", className)} {...rest} />;
}
