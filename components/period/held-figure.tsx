"use client";

import type { ReactNode } from "react";
import { BreachFigure, Figure } from "@/components/table/cells";
import type { Held } from "@/lib/view/period/sheet";

/** "was 52 % · +3.1 points", the earlier figure leading to its own Monday. */
function Was({ was, n }: Pick<Held, "was" | "n">) {
  if (!was) return n === null ? null : <>n {n}</>;
  return (
    <>
      {n !== null && <>n {n} · </>}
      was{" "}
      <a data-soft="" href={was.href} title={was.day} className="underline-offset-2 hover:underline">
        {was.value}
        <span className="sr-only"> on {was.day}</span>
      </a>
      {was.change && <> · {was.change}</>}
    </>
  );
}

/** A frozen figure with what it was before. */
export function HeldFigure({ held }: { held: Held }): ReactNode {
  const { kind, value, href, label, was, n } = held;
  const note = was || n !== null ? <Was was={was} n={n} /> : undefined;
  const address = href ?? undefined;
  if (kind === "source" || kind === "sla" || kind === "over") {
    return <BreachFigure kind={kind} value={value} href={address} label={label} note={note} />;
  }
  if (kind === "low" || kind === "none") {
    return (
      <span className="text-muted">
        <Figure value={value} href={address} label={label} note={note} />
      </span>
    );
  }
  return <Figure value={value} href={address} label={label} note={note} />;
}
