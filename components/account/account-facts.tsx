/** Who is signed in, line by line. */
export function AccountFacts({ facts }: { facts: { label: string; value: string }[] }) {
  return (
    <dl className="border-ink border-t text-s">
      {facts.map(({ label, value }) => (
        <div key={label} className="grid grid-cols-[9rem_1fr] gap-3 border-line border-b py-1.5">
          <dt className="text-muted">{label}</dt>
          <dd className="min-w-0 wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
