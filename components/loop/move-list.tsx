import { TextLink } from "@/components/ui/text-link";

interface Move {
  key: string;
  on: string;
  words: string;
  cause: { words: string; href: string };
  note: string | null;
}

/** Every step of a clock with the snapshot or the decision behind it. */
export function MoveList({ moves }: { moves: readonly Move[] }) {
  return (
    <ol className="border-line-strong border-t">
      {moves.map(({ key, on, words, cause, note }) => (
        <li
          key={key}
          className="grid gap-x-8 gap-y-1 border-line border-b py-2.5 md:grid-cols-[9rem_minmax(0,1fr)_auto]"
        >
          <span className="text-muted tabular-nums">{on}</span>
          <span className="min-w-0">
            {words}
            {note && <span className="wrap-anywhere block text-muted text-xs">{note}</span>}
          </span>
          <TextLink href={cause.href} className="text-s">
            {cause.words}
          </TextLink>
        </li>
      ))}
    </ol>
  );
}
