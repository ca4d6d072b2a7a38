import type { ReactNode } from "react";

type Props = {
  signatures: readonly { role: string; roleLabel: string; name: string | null; at: ReactNode }[];
  /** Short form of the hash that they signed. */
  hash: string | null;
};

/** Three lines, as on paper: role, name, when. */
export function SignatureLines({ signatures, hash }: Props) {
  return (
    <>
      <ol className="grid gap-x-8 md:grid-cols-3">
        {signatures.map(({ role, roleLabel, name, at }) => (
          <li key={role} className="border-line border-b py-3">
            <p className="text-muted text-xs">{roleLabel}</p>
            {name === null ? (
              <p className="mt-1 font-serif text-l text-muted">not signed yet</p>
            ) : (
              <p className="mt-1 font-serif text-l">{name}</p>
            )}
            <p className="mt-0.5 text-muted text-xs">{at ?? "—"}</p>
          </li>
        ))}
      </ol>
      {hash && (
        <p className="mt-2 text-muted text-xs">
          over the content hash <code className="font-mono wrap-anywhere">{hash}</code>
        </p>
      )}
    </>
  );
}
