"use client";

import { type KeyboardEvent, useEffect, useId, useState } from "react";
import { cx } from "./cx";

/** One line of the list. */
export type SearchHit = {
  /** Unique in the list. */
  key: string;
  label: string;
  /** What it is, in a word or two: "Lead", "Deal", "Page". */
  hint?: string;
};

type Props<Hit extends SearchHit> = {
  label: string;
  placeholder?: string;
  query: string;
  onQuery: (query: string) => void;
  hits: Hit[];
  onPick: (hit: Hit) => void;
  /** How many were found or that it is still looking; announced. */
  words: string;
};

/** A field with a list of what matches: arrows choose, Enter picks, the focus stays in the field. */
export function SearchList<Hit extends SearchHit>({
  label,
  placeholder,
  query,
  onQuery,
  hits,
  onPick,
  words,
}: Props<Hit>) {
  const id = useId();
  const [active, setActive] = useState(0);
  const at = Math.min(active, hits.length - 1);
  const current = hits[at];

  useEffect(() => {
    document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: "nearest" });
  }, [id, at]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined && event.key !== "Enter") return;
    event.preventDefault();
    if (step !== undefined && current) setActive((at + step + hits.length) % hits.length);
    else if (current) onPick(current);
  };

  return (
    <>
      <input
        type="text"
        role="combobox"
        aria-label={label}
        aria-autocomplete="list"
        aria-expanded={hits.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={current ? `${id}-${at}` : undefined}
        autoComplete="off"
        placeholder={placeholder}
        value={query}
        onChange={(event) => {
          onQuery(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        className="h-12 w-full border-line border-b bg-transparent px-5 text-m -outline-offset-2"
      />
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={label}
        hidden={!current}
        className="max-h-[50vh] overflow-y-auto py-1.5"
      >
        {hits.map((hit, index) => (
          <Option
            key={hit.key}
            id={`${id}-${index}`}
            hit={hit}
            selected={index === at}
            onPoint={() => setActive(index)}
            onPick={() => onPick(hit)}
          />
        ))}
      </div>
      <p role="status" className="px-5 py-2 text-muted text-xs">
        {words}
      </p>
    </>
  );
}

type OptionProps = { id: string; hit: SearchHit; selected: boolean; onPoint: () => void; onPick: () => void };

/** Never takes the focus: keys are the field's, the pointer picks. */
function Option({ id, hit, selected, onPoint, onPick }: OptionProps) {
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={selected}
      onPointerMove={onPoint}
      onPointerDown={(event) => event.preventDefault()}
      onPointerUp={onPick}
      className={cx(
        "flex min-h-9 cursor-pointer items-center justify-between gap-4 px-5 text-s touch:min-h-11",
        selected && "bg-accent-soft",
      )}
    >
      <span>{hit.label}</span>
      {hit.hint && <span className="text-muted text-xs">{hit.hint}</span>}
    </div>
  );
}
