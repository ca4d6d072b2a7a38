import { TextLink } from "@/components/ui/text-link";

interface Line {
  key: string;
  label: string;
  text: string;
  cell: { words: string; href: string | null } | null;
  signature: string;
}

/** Arguments, latest first: what each is about, what was said, and the figures it is about. */
export function ArgumentList({ lines }: { lines: readonly Line[] }) {
  return (
    <ul className="border-line-strong border-t">
      {lines.map(({ key, label, text, cell, signature }) => (
        <li key={key} className="grid gap-x-8 gap-y-1 border-line border-b py-2.5 md:grid-cols-[9rem_minmax(0,1fr)]">
          <p className="font-medium">{label}</p>
          <div className="grid min-w-0 gap-1">
            <p className="wrap-anywhere">{text}</p>
            <p className="text-muted text-xs">
              {signature}
              {cell && (
                <>
                  {" · "}
                  {cell.href ? <TextLink href={cell.href}>{cell.words}</TextLink> : cell.words}
                </>
              )}
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
