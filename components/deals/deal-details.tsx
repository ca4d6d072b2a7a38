import { SectionHead } from "@/components/ui/section-head";
import { TextLink } from "@/components/ui/text-link";
import type { DealView } from "@/lib/view/deals/deal";

/** All that is known of one deal; the same in the drawer and on its own page. */
export function DealDetails({ deal }: { deal: DealView }) {
  return (
    <div className="grid gap-8">
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5 text-s">
        {deal.facts.map(({ label, value }) => (
          <div key={label} className="col-span-2 grid grid-cols-subgrid">
            <dt className="text-muted">{label}</dt>
            <dd className="tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      {deal.leadHref && (
        <p>
          <TextLink href={deal.leadHref}>Open the lead it came from</TextLink>
        </p>
      )}
      <Credits deal={deal} />
      <Touches deal={deal} />
      <Stages deal={deal} />
    </div>
  );
}

function Credits({ deal }: { deal: DealView }) {
  if (deal.credits.length === 0) return null;
  return (
    <section>
      <SectionHead title="Credits" note={deal.model} />
      <ul>
        {deal.credits.map(({ key, position, source, credit }) => (
          <li key={key} className="grid grid-cols-[1fr_1fr_auto] gap-x-4 border-line border-b py-2">
            <span className="text-muted">{position}</span>
            <span className="font-medium">{source}</span>
            <span className="text-right tabular-nums">{credit}</span>
          </li>
        ))}
      </ul>
      {deal.creditTotal && (
        <p className="flex justify-between py-2 font-semibold">
          <span>All credits, the amount of the deal</span>
          <span className="tabular-nums">{deal.creditTotal}</span>
        </p>
      )}
      {deal.flags.map((flag) => (
        <p key={flag} className="text-muted text-s">
          {flag}
        </p>
      ))}
    </section>
  );
}

function Touches({ deal }: { deal: DealView }) {
  return (
    <section>
      <SectionHead title="Touches" note="latest first" />
      {deal.touches.length === 0 && (
        <p className="py-3 text-muted">No touch of this deal, its lead or its account is recorded.</p>
      )}
      <ul>
        {deal.touches.map(({ key, on, source, what, who, became, counts }) => (
          <li key={key} className="grid grid-cols-[6.5rem_1fr] gap-x-4 border-line border-b py-2 text-s">
            <span className="text-muted tabular-nums">{on}</span>
            <span>
              <b className="font-medium">{source}</b> {what}
              {who && <span className="text-muted"> · {who}</span>}
              <span className={counts ? "block font-medium" : "block text-muted"}>{became}</span>
            </span>
          </li>
        ))}
      </ul>
      {deal.hasMoreTouches && <p className="py-2 text-muted text-s">Only the latest 2,000 touches are listed.</p>}
    </section>
  );
}

function Stages({ deal }: { deal: DealView }) {
  if (deal.history.length === 0) return null;
  return (
    <section>
      <SectionHead title="Stages" note="as they were entered" />
      <ol>
        {deal.history.map(({ key, stage, ordinal, on, amount }) => (
          <li key={key} className="grid grid-cols-[6.5rem_1fr_auto] gap-x-4 border-line border-b py-2 text-s">
            <span className="text-muted tabular-nums">{on}</span>
            <span>
              {stage} <span className="text-muted">({ordinal})</span>
            </span>
            <span className="tabular-nums">{amount ?? "—"}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
