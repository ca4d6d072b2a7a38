import Link from "next/link";
import type { ComponentProps } from "react";
import { type ButtonLook, buttonClass } from "./button-look";

/** A link that looks like a button: it goes somewhere, it does not change anything. */
export function LinkButton({
  variant,
  size,
  wide,
  className,
  prefetch = false,
  ...rest
}: ComponentProps<typeof Link> & ButtonLook) {
  return <Link prefetch={prefetch} className={buttonClass({ variant, size, wide }, className)} {...rest} />;
}
