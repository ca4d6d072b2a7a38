import { Checks } from "@/components/ui/checks";
import { cx } from "@/components/ui/cx";
import type { CheckLine, Judged, SampleLine, SampleModel } from "@/lib/view/settings/sample";

/** The sample: one line per lead, its eight verdicts in words behind it. Works without script. */
export function SampleList({ model }: { model: SampleModel }) {
  if (model.of === 0) {
    return <p className="py-3 text-muted">No leads yet. Import some, and the definition is tried on them here.</p>;
  }
  return (
    <ul className="border-line-strong border-t">
      {model.lines.map((line) => (
        <li key={line.id} className="border-line border-b">
          <details className="group">
            <summary className="grid cursor-pointer list-none gap-x-4 gap-y-1 py-2 focus-visible:-outline-offset-2 md:grid-cols-[minmax(0,16rem)_7rem_minmax(0,1fr)] [&::-webkit-details-marker]:hidden">
              <span className="min-w-0 wrap-anywhere">
                <span aria-hidden="true" className="mr-1.5 inline-block text-muted group-open:rotate-90">
                  ›
                </span>
                <span className="font-medium">{line.title}</span>
                <span className="block pl-3.5 text-muted text-xs">{line.who}</span>
              </span>
              <Strip checks={(line.draft ?? line.now).checks} />
              <Outcome line={line} />
            </summary>
            <div className="pb-4 pl-3.5">
              <p className="py-1 text-muted text-xs">{(line.draft ?? line.now).score}</p>
              <Checks label={`Eight checks of ${line.title}`} checks={checksOf(line)} />
            </div>
          </details>
        </li>
      ))}
    </ul>
  );
}

/** The eight verdicts at a glance; the words follow beside and behind. */
function Strip({ checks }: { checks: readonly CheckLine[] }) {
  return (
    <span aria-hidden="true" className="flex gap-1 text-s max-md:pl-3.5">
      {checks.map(({ key, passed }) => (
        <span key={key} className={cx("w-3 text-center", passed ? "text-muted" : "font-semibold text-breach")}>
          {passed ? "✓" : "✕"}
        </span>
      ))}
    </span>
  );
}

function verdict({ passed, words }: Judged): string {
  return passed ? "✓ Passes" : words;
}

function Outcome({ line: { now, draft } }: { line: SampleLine }) {
  const changed = draft !== null && draft.passed !== now.passed;
  return (
    <span className={cx("text-s max-md:pl-3.5", (draft ?? now).passed ? "text-good" : "text-muted")}>
      {changed && (
        <span className="font-semibold text-accent">{draft.passed ? "Would pass. " : "Would no longer pass. "}</span>
      )}
      {verdict(draft ?? now)}
    </span>
  );
}

/** With a draft each check says what it says now where that differs. */
function checksOf({ now, draft }: SampleLine): CheckLine[] {
  if (!draft) return now.checks;
  return draft.checks.map((check, index) => {
    const before = now.checks[index]?.words;
    return before === check.words ? check : { ...check, words: `${check.words} (now: ${before})` };
  });
}
