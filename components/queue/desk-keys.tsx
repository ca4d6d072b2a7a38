import { ShortcutHelp } from "@/components/ui/shortcut-help";
import { type ShortcutMap, useShortcuts } from "@/components/ui/shortcuts";
import { needsDuplicate, REASONS, type Reason } from "@/lib/domain/reasons";
import { TOUCHES } from "@/lib/view/desk";
import type { Desk } from "./use-desk";

const MOVE = { keys: ["J", "K"], words: "move through the list" };
const DECIDE = [
  MOVE,
  { keys: ["C", "E", "M", "N"], words: "your touch: call, e-mail reply, meeting, none yet" },
  { keys: ["A"], words: "accept as SAL" },
  { keys: ["1", "5"], joiner: "–", words: "reject with that reason" },
  { keys: ["Z"], words: "take your last decision back" },
];
const SHOWN = [
  { keys: ["J", "K"], words: "move" },
  { keys: ["A"], words: "accept" },
  { keys: ["1", "5"], joiner: "–", words: "reject" },
  { keys: ["Z"], words: "undo" },
];

/** The single keys of the desk. Nothing is bound while one types; `?` shows them all and turns them off. */
export function DeskKeys({ desk, mayDecide }: { desk: Desk; mayDecide: boolean }) {
  useShortcuts(mayDecide ? { ...moves(desk), ...verdicts(desk) } : moves(desk));
  return (
    <div className="px-4 pb-16 md:px-10">
      <ShortcutHelp lines={mayDecide ? DECIDE : [MOVE]} shown={mayDecide ? SHOWN : [{ ...MOVE, words: "move" }]} />
    </div>
  );
}

function moves({ dispatch }: Desk): ShortcutMap {
  return {
    j: { run: () => dispatch({ type: "move", step: 1 }), repeat: true },
    k: { run: () => dispatch({ type: "move", step: -1 }), repeat: true },
  };
}

function verdicts({ state, dispatch, accept, reject, takeBack }: Desk): ShortcutMap {
  const { current: id } = state;
  const map: ShortcutMap = { a: { run: accept }, z: { run: takeBack } };
  if (id === null) return map;
  for (const { key, value } of TOUCHES)
    map[key] = { run: () => dispatch({ type: "draft", id, change: { touch: value } }) };
  for (const [index, reason] of REASONS.entries()) {
    map[String(index + 1)] = { run: () => pressReason(reason) };
  }
  return map;

  /** A duplicate must be named first: its key opens the search, and rejects once something was picked. */
  function pressReason(reason: Reason): void {
    const isNamed = (state.drafts[id ?? ""]?.duplicate ?? null) !== null;
    if (!needsDuplicate(reason) || isNamed) {
      reject(reason);
      return;
    }
    if (id !== null) dispatch({ type: "draft", id, change: { reason } });
    requestAnimationFrame(() => document.querySelector<HTMLElement>("#duplicate input:not([type=hidden])")?.focus());
  }
}
