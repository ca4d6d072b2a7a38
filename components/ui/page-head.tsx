import type { ReactNode } from "react";

type Props = {
  /** The page in a sentence or a name; the only h1. */
  title: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
  /** The line above the title: week, state, print. */
  top?: ReactNode;
};

/** Head of a page: serif title, a muted sentence, actions at the right. */
export function PageHead({ title, note, actions, top }: Props) {
  return (
    <header className="mb-6 print:mb-3">
      {top && <div className="mb-7 flex flex-wrap items-center gap-3 text-muted text-s print:mb-3">{top}</div>}
      <div className="flex flex-wrap items-start gap-x-6 gap-y-3">
        <h1 className="min-w-0 max-w-[30em] flex-1 basis-80 font-normal font-serif text-[1.375rem] leading-[1.28] tracking-[-0.012em] md:text-xl print:max-w-none print:text-l">
          {title}
        </h1>
        {actions && <div className="flex flex-wrap items-center gap-2 print:hidden">{actions}</div>}
      </div>
      {note && <div className="mt-2.5 max-w-text text-muted print:mt-1 print:max-w-none">{note}</div>}
    </header>
  );
}
