import type { ReactNode } from "react";

type Props = {
  title: string;
  /** What happened and what is safe, in sentences. */
  children: ReactNode;
  /** What to quote to the person who runs the system: a `RequestId`. */
  reference?: ReactNode;
  actions: ReactNode;
};

/** A page that could not be shown: what happened, what is safe, what to do, and the id to ask about. */
export function Failure({ title, children, reference, actions }: Props) {
  return (
    <div className="mx-auto max-w-[44rem] px-4 py-16 md:px-10">
      <div className="grid gap-4 border-ink border-t pt-4">
        <h1 className="font-normal font-serif text-xl tracking-[-0.012em]">{title}</h1>
        <div className="grid gap-2">{children}</div>
        {reference}
        <div className="flex flex-wrap gap-2">{actions}</div>
      </div>
    </div>
  );
}
