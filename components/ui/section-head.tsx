import type { ReactNode } from "react";

type Props = {
  title: ReactNode;
  /** What is divided by what, and for which days. */
  note?: ReactNode;
  actions?: ReactNode;
  /** Put on the h2, so that a section or a table can point to it. */
  id?: string;
};

/** Opens a section: black rule, serif h2, a note in small grey, actions at the right. */
export function SectionHead({ title, note, actions, id }: Props) {
  return (
    <div className="mb-0.5 flex flex-wrap items-baseline gap-x-3 gap-y-1 border-ink border-t pt-2.5 print:pt-1">
      <h2 id={id} className="font-semibold font-serif text-l">
        {title}
      </h2>
      {note && <p className="text-muted text-xs">{note}</p>}
      {actions && (
        <div className="ml-auto flex flex-wrap items-baseline gap-x-3 gap-y-1 text-xs print:hidden">{actions}</div>
      )}
    </div>
  );
}
