"use client";

import { Fragment, useState } from "react";
import { Dialog } from "./dialog";
import { Kbd } from "./kbd";
import { setShortcutsOn, shortcutsOn, useShortcuts } from "./shortcuts";
import { Switch } from "./switch";

/** A line of the help: its keys ("J", "K") and what they do. */
export type KeyLine = {
  keys: string[];
  words: string;
  /** "–" between the first and the last of a row of keys. */
  joiner?: string;
};

type Props = {
  /** All keys of the page, for the sheet. */
  lines: KeyLine[];
  /** The few worth a place on the page itself. */
  shown?: KeyLine[];
};

/** The page's keys in a line, and all of them with the off-switch in a sheet that `?` or its button opens. */
export function ShortcutHelp({ lines, shown = [] }: Props) {
  const [open, setOpen] = useState(false);
  const [on, setOn] = useState(true);
  const show = () => {
    setOn(shortcutsOn());
    setOpen(true);
  };
  useShortcuts({ "?": { run: show } });
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-muted text-xs pointer-coarse:hidden print:hidden">
        {shown.map((line) => (
          <span key={line.words}>
            <Keys {...line} /> {line.words}
          </span>
        ))}
        <button
          type="button"
          aria-haspopup="dialog"
          className="inline-flex min-h-6 items-center gap-1 hover:text-ink"
          onClick={show}
        >
          <Kbd>?</Kbd> all keys
        </button>
      </div>
      <Dialog open={open} onClose={() => setOpen(false)} title="Keys on this page">
        <dl className="mb-4 grid grid-cols-[auto_1fr] items-baseline gap-x-6 gap-y-2 text-ink text-s">
          {lines.map((line) => (
            <Fragment key={line.words}>
              <dt>
                <Keys {...line} />
              </dt>
              <dd>{line.words}</dd>
            </Fragment>
          ))}
        </dl>
        <div className="border-line border-t pt-3 text-ink text-s">
          <Switch
            label="Single-key shortcuts"
            hint="They are silent while you type. Turn them off if keys are pressed by accident or by speech."
            checked={on}
            onChange={(event) => {
              setOn(event.target.checked);
              void setShortcutsOn(event.target.checked);
            }}
          />
        </div>
      </Dialog>
    </>
  );
}

function Keys({ keys, joiner = " " }: KeyLine) {
  return (
    <>
      {keys.map((key, index) => (
        <Fragment key={key}>
          {index > 0 && joiner}
          <Kbd>{key}</Kbd>
        </Fragment>
      ))}
    </>
  );
}
