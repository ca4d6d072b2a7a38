import Link from "next/link";
import type { ComponentProps } from "react";
import { cx } from "./cx";

type Props = ComponentProps<typeof Link> & {
  /** Inside a sentence the link is underlined; alone ("CSV") its colour and place are enough. */
  alone?: boolean;
};

/** A link in running text or a small action beside a heading. */
export function TextLink({ alone = false, className, prefetch = false, ...rest }: Props) {
  return (
    <Link
      prefetch={prefetch}
      className={cx(
        "text-accent underline-offset-2",
        alone ? "inline-flex min-h-6 items-center font-medium hover:underline" : "underline",
        className,
      )}
      {...rest}
    />
  );
}
