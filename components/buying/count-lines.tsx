type Props = {
  title: string;
  note?: string;
  lines: readonly { key: string; label: string; n: string; share: string }[];
  /** Said where there is none. */
  empty: string;
};

/** Counts by what they are counted for, with their share. */
export function CountLines({ title, note, lines, empty }: Props) {
  return (
    <div>
      <h3 className="font-medium">{title}</h3>
      {note && <p className="text-muted text-xs">{note}</p>}
      {lines.length === 0 && <p className="border-line border-b py-1.5 text-muted text-s">{empty}</p>}
      <ul>
        {lines.map(({ key, label, n, share }) => (
          <li key={key} className="grid grid-cols-[1fr_auto_4rem] gap-3 border-line border-b py-1.5 text-s">
            <span>{label}</span>
            <span className="text-right tabular-nums">{n}</span>
            <span className="text-right text-muted tabular-nums">{share}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
