type Props = { facts: { label: string; value: string }[]; className?: string };

/** Facts of one thing, a ruled line each: its name in grey at the left. */
export function FactLines({ facts, className }: Props) {
  return (
    <dl className={className}>
      {facts.map(({ label, value }) => (
        <div key={label} className="grid grid-cols-[9rem_1fr] gap-3 border-line border-b py-1.5">
          <dt className="text-muted">{label}</dt>
          <dd className="min-w-0 wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
