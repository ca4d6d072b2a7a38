"use client";

import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { FieldError } from "@/components/ui/field";
import { Radio } from "@/components/ui/radio";
import { SearchList } from "@/components/ui/search-list";
import { type Found, useSearch } from "@/components/ui/use-search";
import type { Draft } from "@/lib/view/desk";
import type { DuplicateOption, QueueLead } from "@/lib/view/queue";

type Props = {
  lead: QueueLead;
  draft: Draft;
  error: string | null;
  onDraft: (change: Partial<Draft>) => void;
};

export const DUPLICATE_FIELD = "duplicate";

/**
 * What an "already in pipeline" lead duplicates. It shows itself once that reason is chosen, by style alone; without
 * scripts it offers what is known of the company, with them the search.
 */
export function DuplicateField({ lead, draft, error, onDraft }: Props) {
  const [hasScript, setHasScript] = useState(false);
  useEffect(() => setHasScript(true), []);
  return (
    <fieldset
      id={DUPLICATE_FIELD}
      aria-describedby={error ? "duplicate-error" : undefined}
      className="mb-4 hidden group-has-[[data-names-duplicate]:checked]/form:block"
    >
      <legend className="mb-2 font-semibold text-s">It duplicates</legend>
      {hasScript && draft.duplicate === null && (
        <DuplicateSearch lead={lead} onPick={(duplicate) => onDraft({ duplicate })} />
      )}
      {hasScript && draft.duplicate !== null && (
        <Picked option={draft.duplicate} onChange={() => onDraft({ duplicate: null })} />
      )}
      {!hasScript && <KnownDuplicates options={lead.duplicates} chosen={draft.duplicate?.key ?? null} />}
      {error && (
        <div className="mt-1.5">
          <FieldError id="duplicate-error">{error}</FieldError>
        </div>
      )}
    </fieldset>
  );
}

function Picked({ option, onChange }: { option: DuplicateOption; onChange: () => void }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 rounded-md border border-accent bg-accent-soft px-3.5 py-2">
      <input type="hidden" name="duplicate_of" value={option.key} />
      <span className="min-w-0 wrap-anywhere">
        <b className="font-medium">{option.label}</b>
        <span className="block text-muted text-xs">{option.hint}</span>
      </span>
      <Button size="s" onClick={onChange}>
        Change
      </Button>
    </div>
  );
}

function KnownDuplicates({ options, chosen }: { options: readonly DuplicateOption[]; chosen: string | null }) {
  if (options.length === 0)
    return <p className="text-muted text-s">No other lead and no open opportunity of this company is known.</p>;
  return options.map(({ key, label, hint }) => (
    <Radio key={key} name="duplicate_of" value={key} label={label} hint={hint} defaultChecked={key === chosen} />
  ));
}

type SearchProps = { lead: QueueLead; onPick: (option: DuplicateOption) => void };

function DuplicateSearch({ lead, onPick }: SearchProps) {
  const [query, setQuery] = useState("");
  const found = useSearch(query, searchDuplicates);
  const isEmpty = query.trim() === "";
  const hits = (isEmpty ? lead.duplicates : found.hits).filter(({ key }) => key !== `lead:${lead.leadId}`);
  useEscape();
  return (
    <div className="rounded-md border border-line-strong bg-raised">
      <SearchList
        label="Open opportunity or lead that this one duplicates"
        placeholder="Company or id"
        query={query}
        onQuery={setQuery}
        hits={[...hits]}
        onPick={(option) => {
          onPick(option);
          document.getElementById("reject")?.focus();
        }}
        words={statusWords(found, hits.length, isEmpty, lead.company)}
      />
    </div>
  );
}

/** Esc leaves the search for its reason, from where the arrows reach the other four. */
function useEscape() {
  useEffect(() => {
    const leave = (event: KeyboardEvent) => {
      const isHere = event.target instanceof HTMLElement && event.target.closest(`#${DUPLICATE_FIELD}`) !== null;
      if (event.key === "Escape" && isHere) document.getElementById("reason-already_in_pipeline")?.focus();
    };
    document.addEventListener("keydown", leave);
    return () => document.removeEventListener("keydown", leave);
  }, []);
}

function statusWords({ status }: Found<unknown>, count: number, isEmpty: boolean, company: string): string {
  const keys = " · ↑ ↓ to choose, Enter to name it";
  if (isEmpty && count === 0) return `Nothing else is known of ${company}. Type the beginning of a company or an id.`;
  if (isEmpty) return `${count} known of ${company}${keys}. Or type another company or an id.`;
  if (status === "idle") return "Type at least two characters.";
  if (status === "busy") return "Searching…";
  if (status === "failed") return "The search did not answer. Type on to ask again.";
  return count === 0 ? "Nothing open begins like this." : `${count} found${keys}`;
}

/** Open opportunities and leads whose company or id begins like the query. */
async function searchDuplicates(query: string, signal: AbortSignal): Promise<DuplicateOption[]> {
  const response = await fetch(`/api/search/duplicates?q=${encodeURIComponent(query)}`, { signal });
  if (!response.ok) throw new Error(`search answered ${response.status}`);
  const body: { hits: DuplicateOption[] } = await response.json();
  return body.hits;
}
