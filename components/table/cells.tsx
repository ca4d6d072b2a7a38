import type { ReactNode } from "react";
import { cx } from "@/components/ui/cx";

type LinkedProps = { href?: string; label?: string; className?: string; children: ReactNode };

/** A figure that opens the cycles or deals behind it (see `useSoftLinks`); plain text when there is nothing to open. */
function Linked({ href, label, className, children }: LinkedProps) {
  if (!href) return <span className={className}>{children}</span>;
  return (
    <a data-soft="" href={href} aria-label={label} className={cx("underline-offset-2 hover:underline", className)}>
      {children}
    </a>
  );
}

/** The small line under a figure: n, or the word that names a breach. */
function Under({ children, className }: { children: ReactNode; className?: string }) {
  return <span className={cx("block text-2xs text-muted", className)}>{children}</span>;
}

type FigureProps = {
  /** Printed as it is; the caller has fixed the decimals. */
  value: ReactNode;
  href?: string;
  /** n of a rate, set under it. */
  n?: number | string;
  /** Another small line under the figure instead of n. */
  note?: ReactNode;
  /** Full words for screen readers: "Paid search, SMB: 64 %, n 52". */
  label?: string;
  /** Of the link: a target of its own size where another one stands right under it. */
  className?: string;
};

/** An ordinary number. Healthy numbers have no colour. */
export function Figure({ value, href, n, note, label, className }: FigureProps) {
  return (
    <>
      <Linked href={href} label={label} className={className}>
        {value}
      </Linked>
      {(n !== undefined || note) && <Under>{note ?? n}</Under>}
    </>
  );
}

const BREACH = {
  source: { sign: "▼", word: "source", text: "text-breach", ground: "bg-breach-soft" },
  sla: { sign: "◆", word: "sales SLA", text: "text-sla", ground: "bg-sla-soft" },
  over: { sign: "▲", word: "over the line", text: "text-breach", ground: "bg-breach-soft" },
};

type BreachProps = FigureProps & {
  /** `source`: under its floor, marketing's. `sla`: undecided in time, sales'. `over`: above a cap or line. */
  kind: keyof typeof BREACH;
  /** Replaces the usual word; an empty string leaves it to the row (e.g. its clock) to say it. */
  word?: string;
};

/** A breach is a sign, a word and a colour, in that order. */
export function BreachFigure({ kind, value, href, n, note, label, word = BREACH[kind].word }: BreachProps) {
  const { sign, text, ground } = BREACH[kind];
  const under = [word || null, note ?? n].filter((part) => part !== null && part !== undefined);
  return (
    <span className={cx("font-semibold", text)}>
      <Linked
        href={href}
        label={label}
        className={cx("-mr-1.5 rounded-sm px-1.5 py-0.5 print:mr-0 print:px-0", ground)}
      >
        <span aria-hidden="true">{sign} </span>
        {value}
        {word === "" && <span className="sr-only"> {BREACH[kind].word}</span>}
      </Linked>
      {under.length > 0 && (
        <Under>
          {under.map((part, index) => (
            <span key={index === 0 ? "word" : "n"}>
              {index > 0 && " · "}
              {part}
            </span>
          ))}
        </Under>
      )}
    </span>
  );
}

/** No number: an empty denominator or nothing recorded. Missing is not zero. */
export function Missing({ words = "no data" }: { words?: string }) {
  return (
    <span className="text-muted">
      <span aria-hidden="true">—</span>
      <span className="sr-only">{words}</span>
    </span>
  );
}

type LowNProps = { n: number; minimum?: number; href?: string; label?: string; note?: ReactNode };

/** Too few to judge: grey, never a breach. */
export function LowN({ n, minimum = 10, href, label, note }: LowNProps) {
  return (
    <span className="text-muted">
      <Linked href={href} label={label}>
        n&nbsp;&lt;&nbsp;{minimum}
      </Linked>
      <Under>
        {n}
        {note}
      </Under>
    </span>
  );
}
