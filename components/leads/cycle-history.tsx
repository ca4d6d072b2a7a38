import { Checks } from "@/components/ui/checks";
import { cx } from "@/components/ui/cx";
import { SectionHead } from "@/components/ui/section-head";
import { TextLink } from "@/components/ui/text-link";
import type { CycleView, DecisionRow } from "@/lib/view/leads/cycle";

/** One pass of the lead: its clocks, every move with who and when, every verdict. */
export function CycleHistory({ cycle }: { cycle: CycleView }) {
  const id = `cycle-${cycle.id}`;
  return (
    <section aria-labelledby={id} className="mb-10">
      <SectionHead id={id} title={cycle.heading} note={cycle.note} />
      <dl className="mt-2 mb-4 flex flex-wrap gap-x-8 gap-y-2 text-s">
        {cycle.facts.map(({ label, value, isLate }) => (
          <div key={label}>
            <dt className="text-muted text-xs">{label}</dt>
            <dd className={cx(isLate && "font-semibold text-sla")}>
              {isLate && <span aria-hidden="true">◆ </span>}
              {value}
              {isLate && ", late"}
            </dd>
          </div>
        ))}
      </dl>
      {cycle.decisions.length > 0 && <Decisions decisions={cycle.decisions} />}
      <Events cycle={cycle} />
      {cycle.trace && (
        <div className="mt-4">
          <h3 className="mb-1 font-semibold text-s">
            The eight checks at the hand-over<span className="font-normal text-muted">, {cycle.judged}</span>
          </h3>
          <Checks
            label="The eight checks at the hand-over"
            checks={cycle.trace.map((line) => ({ key: line.field, ...line }))}
          />
        </div>
      )}
    </section>
  );
}

function Decisions({ decisions }: { decisions: readonly DecisionRow[] }) {
  return (
    <>
      <h3 className="font-semibold text-s">Verdicts</h3>
      <ul className="mb-4">
        {decisions.map((decision) => (
          <li key={decision.key} className="border-line border-b py-2 text-s">
            <span className={cx("font-medium", !decision.isLive && "line-through")}>{decision.verdict}</span>
            {!decision.isLive && <span className="text-muted"> (taken back or followed by another)</span>}
            <span className="text-muted">
              {" "}
              · {decision.who}, {decision.at}
            </span>
            {decision.touch && <span className="text-muted"> · touched by {decision.touch}</span>}
            {decision.duplicate && <Duplicate {...decision.duplicate} />}
            {decision.note && <p className="mt-1 wrap-anywhere">“{decision.note}”</p>}
          </li>
        ))}
      </ul>
    </>
  );
}

function Duplicate({ label, href }: NonNullable<DecisionRow["duplicate"]>) {
  return (
    <span>
      {" "}
      · duplicates <TextLink href={href}>{label}</TextLink>
    </span>
  );
}

function Events({ cycle }: { cycle: CycleView }) {
  return (
    <>
      <h3 className="font-semibold text-s">Moves</h3>
      <ol>
        {cycle.events.map(({ key, what, at, who, version }) => (
          <li key={key} className="flex flex-wrap gap-x-3 border-line border-b py-2 text-s">
            <span className="min-w-44 font-medium">{what}</span>
            <span className="tabular-nums">{at}</span>
            <span className="text-muted">
              {who} · agreement {version}
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}
