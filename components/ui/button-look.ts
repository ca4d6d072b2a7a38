import { cx } from "./cx";

/** Looks shared by buttons and links that look like buttons. */
export type ButtonLook = {
  /** `primary`: the one wanted act of a screen. `quiet`: no frame. `breach`: takes something away. */
  variant?: "plain" | "primary" | "quiet" | "breach";
  /** `s` 24 px, `m` 32 px (44 px under a finger), `l` 44 px. */
  size?: "s" | "m" | "l";
  wide?: boolean;
};

const VARIANT = {
  plain: "border-line-strong bg-raised text-ink hover:border-control",
  primary: "border-accent bg-accent text-accent-ink hover:border-ink",
  quiet: "border-transparent bg-transparent text-accent hover:underline",
  breach: "border-line-strong bg-raised text-breach hover:border-breach",
};

const SIZE = {
  s: "min-h-6 px-2 text-xs touch:min-h-11",
  m: "min-h-8 px-3 text-s touch:min-h-11",
  l: "min-h-11 px-4 text-m",
};

/** Class names of a button; disabled buttons keep their words readable. */
export function buttonClass({ variant = "plain", size = "m", wide = false }: ButtonLook, className?: string): string {
  return cx(
    "inline-flex items-center justify-center gap-2 rounded-md border py-1 font-medium leading-tight print:hidden",
    "disabled:border-line disabled:bg-sunken disabled:text-muted disabled:no-underline",
    VARIANT[variant],
    SIZE[size],
    wide && "w-full",
    className,
  );
}
