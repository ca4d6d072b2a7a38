"use client";

import type { ReactNode } from "react";
import { BreachFigure, Figure } from "@/components/table/cells";
import { cx } from "@/components/ui/cx";
import type { Held } from "@/lib/view/period/sheet";

/** Two links stand one above the other: each is 24 pixels high. */
const TARGET = "inline-flex min-h-6 min-w-6 items-center justify-end";

/** "n 52", and under it "was 52 % · +3.1 points", the earlier figure leading to its own Monday. */
function Note({ was, n }: Pick<Held, "was" | "n">) {
  return (
    <>
      {n !== null && <>n {n}</>}
      {was && (
        <span className="block font-normal">
          was{" "}
          <a data-soft="" href={was.href} title={was.day} className={cx(TARGET, "underline-offset-2 hover:underline")}>
            {was.value}
            <span className="sr-only"> on {was.day}</span>
          </a>
          {was.change && <> · {was.change}</>}
        </span>
      )}
    </>
  );
}

/** What names a breach: the cost has its line in the head of the column. */
const WORDS = { source: undefined, sla: undefined, over: "", rate: "below the floor" } as const;

/** A frozen figure with what it was before. */
export function HeldFigure({ held }: { held: Held }): ReactNode {
  const { kind, value, href, label, was, n } = held;
  const note = was || n !== null ? <Note was={was} n={n} /> : undefined;
  const address = href ?? undefined;
  if (kind === "source" || kind === "sla" || kind === "over" || kind === "rate") {
    const sign = kind === "rate" ? "source" : kind;
    return <BreachFigure kind={sign} value={value} href={address} label={label} note={note} word={WORDS[kind]} />;
  }
  if (kind === "low" || kind === "none") {
    return (
      <span className="text-muted">
        <Figure
          value={value}
          href={kind === "low" ? address : undefined}
          label={label}
          note={note}
          className={TARGET}
        />
      </span>
    );
  }
  return <Figure value={value} href={address} label={label} note={note} className={TARGET} />;
}
