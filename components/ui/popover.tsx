import { type ReactNode, useId } from "react";
import { cx } from "./cx";

type Props = {
  /** Words of the link-like button that opens it: "How is this computed?" */
  trigger: ReactNode;
  /** Title inside, which names the popover. */
  title: ReactNode;
  children: ReactNode;
  className?: string;
};

/**
 * An explanation beside its button, on the browser's popover API: Esc and a press elsewhere close it, focus goes back,
 * and it needs no script, so it also works in server components.
 */
export function Popover({ trigger, title, children, className }: Props) {
  const id = useId();
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        className={cx(
          "inline-flex min-h-6 items-center font-medium text-accent text-xs underline-offset-2 hover:underline",
          className,
        )}
      >
        {trigger}
      </button>
      <div
        id={id}
        popover="auto"
        role="dialog"
        aria-labelledby={`${id}-title`}
        className="popover overflow-y-auto rounded-md border border-line-strong bg-raised px-4 py-3.5 text-ink text-s"
      >
        <h3 id={`${id}-title`} className="mb-1.5 font-semibold font-serif text-m">
          {title}
        </h3>
        <div className="grid gap-2">{children}</div>
      </div>
    </>
  );
}
