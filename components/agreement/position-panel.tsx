import type { ReactNode } from "react";

type Props = {
  /** Whose: the title of the role. */
  title: string;
  name: string | null;
  /** In the words of the definition; null before the side has stated it. */
  words: string | null;
  reason: string | null;
  at: ReactNode;
  isPicked: boolean;
};

/** The position of one side. */
export function PositionPanel({ title, name, words, reason, at, isPicked }: Props) {
  return (
    <section aria-label={`Position of the ${title}`} className="border-ink border-t pt-2.5 pb-4">
      <h2 className="font-semibold font-serif text-l">{title}</h2>
      {isPicked && (
        <p className="font-semibold text-accent text-s">
          <span aria-hidden="true">✓ </span>picked by the CEO
        </p>
      )}
      {words === null ? (
        <p className="pt-2 text-muted">No position yet.</p>
      ) : (
        <>
          <p className="pt-2 font-medium wrap-anywhere">{words}</p>
          <p className="pt-2 wrap-anywhere">{reason}</p>
          <p className="pt-2 text-muted text-xs">
            {name}, {at}
          </p>
        </>
      )}
    </section>
  );
}
