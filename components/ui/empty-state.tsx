import type { ReactNode } from "react";

type Props = {
  /** What is not there: "No leads to decide". */
  title: ReactNode;
  /** Why, and what would change it. */
  children?: ReactNode;
  /** One thing to do next, chosen for the reader's role. */
  action?: ReactNode;
  level?: 2 | 3;
};

/** An empty list says what is missing and what to do. */
export function EmptyState({ title, children, action, level = 2 }: Props) {
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <div className="grid max-w-[34rem] justify-items-start gap-2 border-line border-t py-6">
      <Heading className="font-semibold font-serif text-l">{title}</Heading>
      {children && <div className="text-muted">{children}</div>}
      {action && <div className="mt-2">{action}</div>}
    </div>
  );
}
