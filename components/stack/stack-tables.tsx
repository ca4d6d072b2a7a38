import type { ReactNode } from "react";
import { SectionHead } from "@/components/ui/section-head";

interface ToolLine {
  id: string;
  name: string;
  vendor: string | null;
  cost: string;
  renews: string;
  soon: string | null;
  owner: string;
  isOwnerGone: boolean;
  isActive: boolean;
  lock: string | null;
}

type LayerProps = {
  layer: string;
  label: string;
  what: string;
  tools: readonly ToolLine[];
  /** Where the reader may change them: what stands under a tool. */
  controls?: (id: string) => ReactNode;
};

/** One layer of the stack with its tools, those in use first. */
export function StackLayer({ layer, label, what, tools, controls }: LayerProps) {
  return (
    <section aria-labelledby={`layer-${layer}`} className="mb-10">
      <SectionHead id={`layer-${layer}`} title={label} note={what} />
      {tools.length === 0 && <p className="border-line border-b py-2.5 text-muted">No tool is registered.</p>}
      <ul>
        {tools.map((tool) => (
          <li key={tool.id} className="border-line border-b py-2.5">
            <Tool tool={tool} />
            {controls?.(tool.id)}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Tool({ tool }: { tool: ToolLine }) {
  const { name, vendor, cost, renews, soon, owner, isOwnerGone, isActive, lock } = tool;
  return (
    <div
      className={`grid gap-x-6 gap-y-1 md:grid-cols-[minmax(0,1.3fr)_minmax(0,1fr)_minmax(0,1fr)_minmax(0,1fr)] ${isActive ? "" : "text-muted"}`}
    >
      <p className="wrap-anywhere">
        <span className="font-medium">{name}</span>
        {!isActive && <span className="ml-2 text-xs">out of use</span>}
        {(vendor || lock) && (
          <span className="block text-muted text-xs">{[vendor, lock].filter(Boolean).join(" · ")}</span>
        )}
      </p>
      <p className="tabular-nums md:text-right">{cost}</p>
      <p className="tabular-nums">
        <span className="text-muted text-xs">renews </span>
        {renews}
        {soon && (
          <span className="block font-medium text-sla text-xs">
            <span aria-hidden="true">◆ </span>
            {soon}
          </span>
        )}
      </p>
      <p>
        <span className="text-muted text-xs">owner </span>
        {owner}
        {isOwnerGone && (
          <span className="block font-medium text-sla text-xs">
            <span aria-hidden="true">◆ </span>no active account any more
          </span>
        )}
      </p>
    </div>
  );
}

type ModelsProps = {
  models: readonly {
    key: string;
    version: string;
    of: string | null;
    seen: string;
    retrained: string;
    flag: string | null;
  }[];
  /** Where the reader may enter a retrain: the form for it. */
  children?: ReactNode;
};

/** Versions of scoring models, as they became known; nothing here is ever taken back. */
export function ModelList({ models, children }: ModelsProps) {
  return (
    <section aria-labelledby="models" className="mb-10">
      <SectionHead id="models" title="Scoring models" note="the latest first; kept for good" />
      {models.length === 0 && (
        <p className="border-line border-b py-2.5 text-muted">
          None is known yet: the first score that names a model brings it.
        </p>
      )}
      <ul>
        {models.map(({ key, version, of, seen, retrained, flag }) => (
          <li
            key={key}
            className="grid gap-x-6 gap-y-1 border-line border-b py-2.5 md:grid-cols-[minmax(0,1.3fr)_minmax(0,1fr)_minmax(0,2fr)]"
          >
            <p className="font-medium wrap-anywhere">
              {version}
              {of && <span className="block font-normal text-muted text-xs">{of}</span>}
              {flag && (
                <span className="block text-sla text-xs">
                  <span aria-hidden="true">◆ </span>
                  {flag}
                </span>
              )}
            </p>
            <p className="tabular-nums">
              <span className="text-muted text-xs">first seen </span>
              {seen}
            </p>
            <p className="tabular-nums">
              <span className="text-muted text-xs">retrained </span>
              {retrained}
            </p>
          </li>
        ))}
      </ul>
      {children}
    </section>
  );
}
