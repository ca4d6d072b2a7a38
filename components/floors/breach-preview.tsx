import { cx } from "@/components/ui/cx";
import type { BreachLine, PreviewModel } from "@/lib/view/settings/breaches";

const SIGN = {
  source: { sign: "▼", word: "source", text: "text-breach" },
  sla: { sign: "◆", word: "sales SLA", text: "text-sla" },
  under: { sign: "▼", word: "below the floor", text: "text-breach" },
  over_cap: { sign: "▲", word: "over the cap", text: "text-breach" },
  over_line: { sign: "▲", word: "over the line", text: "text-breach" },
};

/** What would breach today with the draft: what opens, what ends, what stays. */
export function BreachPreview({ preview, isStale }: { preview: PreviewModel; isStale: boolean }) {
  const { title, asOf, opened, ended, kept, note } = preview;
  return (
    <div className={cx("grid gap-4", isStale && "text-muted")}>
      <div>
        <h3 className="font-semibold font-serif text-l">{title}</h3>
        <p className="text-muted text-xs">
          {asOf}
          {isStale && " · you typed since; preview again"}
        </p>
      </div>
      <Lines title="Would breach anew" lines={opened} empty="Nothing new." />
      <Lines title="Would be fine again" lines={ended} empty="Nothing." ended />
      <Lines title="Breach either way" lines={kept} empty="Nothing." />
      {note && <p className="text-s">{note}</p>}
    </div>
  );
}

type LinesProps = { title: string; lines: readonly BreachLine[]; empty: string; ended?: boolean };

function Lines({ title, lines, empty, ended = false }: LinesProps) {
  return (
    <div>
      <h4 className="border-line-strong border-b pb-1 font-medium text-muted text-xs">
        {title} <span className="tabular-nums">{lines.length > 0 && lines.length}</span>
      </h4>
      {lines.length === 0 && <p className="py-1.5 text-muted text-s">{empty}</p>}
      <ul>
        {lines.map(({ key, where, what, limit, kind }) => {
          const { sign, word, text } = SIGN[kind];
          return (
            <li key={key} className="grid gap-x-4 border-line border-b py-1.5 text-s md:grid-cols-[minmax(0,1fr)_auto]">
              <span className="font-medium">{where}</span>
              <span className="tabular-nums">
                <span className={cx(ended ? "text-muted" : cx("font-semibold", text))}>
                  {!ended && <span aria-hidden="true">{sign} </span>}
                  {what}
                </span>
                <span className="text-muted">
                  {" "}
                  · {limit}
                  {!ended && ` · ${word}`}
                </span>
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
