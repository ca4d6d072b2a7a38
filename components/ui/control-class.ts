/** Frame shared by text fields and selects. Under a finger the text is 16 px, below which phones zoom into the field. */
export const CONTROL =
  "w-full rounded-md border border-control bg-raised px-2.5 text-m text-ink touch:text-[1rem] " +
  "aria-invalid:border-breach disabled:border-line disabled:bg-sunken disabled:text-muted";

/** Height of a one-line control: 32 px, 44 px under a finger. */
export const CONTROL_HEIGHT = "min-h-8 touch:min-h-11";
