import type { ComponentProps } from "react";
import { type ButtonLook, buttonClass } from "./button-look";

/** A button that does not submit unless told to (`type="submit"`). */
export function Button({
  variant,
  size,
  wide,
  className,
  type = "button",
  ...rest
}: ComponentProps<"button"> & ButtonLook) {
  return <button type={type} className={buttonClass({ variant, size, wide }, className)} {...rest} />;
}
