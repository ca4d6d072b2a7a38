import type { ReactNode } from "react";
import { cx } from "./cx";

const KIND = {
  info: { word: "Note", sign: "", ground: "border-accent bg-accent-soft", text: "text-accent" },
  warn: { word: "Warning", sign: "◆ ", ground: "border-sla bg-sla-soft", text: "text-sla" },
  error: { word: "Error", sign: "▲ ", ground: "border-breach bg-breach-soft", text: "text-breach" },
};

type Props = {
  kind?: keyof typeof KIND;
  /** What happened, in a sentence. */
  title?: ReactNode;
  /** What to do about it. */
  children?: ReactNode;
  action?: ReactNode;
  /** For a notice that appears after an act: it is read out at once. */
  live?: boolean;
};

/** Something the reader should know on this page. The kind is a word and a sign before it is a colour. */
export function Notice({ kind = "info", title, children, action, live = false }: Props) {
  const { word, sign, ground, text } = KIND[kind];
  const role = live ? (kind === "error" ? "alert" : "status") : undefined;
  return (
    <div
      role={role}
      className={cx("flex flex-wrap items-start gap-x-4 gap-y-2 border-l-3 px-3.5 py-2.5 text-s", ground)}
    >
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-medium">
          <span className={cx("font-semibold", text)}>
            <span aria-hidden="true">{sign}</span>
            {word}:
          </span>{" "}
          {title}
        </p>
        {children && <div className="mt-0.5 text-ink">{children}</div>}
      </div>
      {action}
    </div>
  );
}
