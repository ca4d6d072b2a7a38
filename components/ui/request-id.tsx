"use client";

import { CopyButton } from "./copy-button";

/** The id of a request that failed, to quote to the person who runs the system; the log has it too. Nothing without one. */
export function RequestId({ id }: { id: string | null }) {
  if (id === null) return null;
  return (
    <p className="flex flex-wrap items-center gap-x-1 text-muted text-s">
      Request id <code className="select-all font-mono text-ink">{id}</code>
      <CopyButton text={id} label="Copy id" />
    </p>
  );
}
