import { groupDigits } from "@/lib/domain/phrases";
import { type ChangeLabels, type ChangeLine, changeModel } from "@/lib/view/settings/changes";
import { trailHref } from "./address";
import { objectHref } from "./object";
import { actorWords, type ObjectFacts, objectWords } from "./object-words";

interface Entry extends ObjectFacts {
  readonly seq: bigint;
  readonly at: Date;
  readonly who: string;
  readonly actor: string;
  readonly action: string;
  readonly object: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly agreementVersion: number | null;
  readonly prevHash: string;
  readonly hash: string;
}

/** One entry of the trail, ready to draw. */
export interface TrailLine {
  key: string;
  /** "1,204". */
  number: string;
  at: Date;
  /** "Jo Smith", "Scheduled work: snapshot". */
  who: string;
  /** The label of the log. */
  actor: string;
  title: string;
  /** The first change, or why it was done where nothing changed: "Owner: Dee". */
  first: string | null;
  /** Changes besides the first one. */
  more: number;
  lines: ChangeLine[];
  reason: string | null;
  object: string;
  /** "Lead 12" with its page; its trail where it has none. */
  about: { text: string; href: string };
  /** The trail of this object alone. */
  objectTrail: string;
  version: { text: string; href: string } | null;
  hash: string;
  shortHash: string;
  /** The whole entry as JSON. */
  json: string;
}

const NOTHING = { actor: null, action: null, object: null, from: null, to: null } as const;
const SHOWN_HASH = 12;

const WHOLE_HASH = /^[0-9a-f]{64}$/;

const short = (text: string): string => (WHOLE_HASH.test(text) ? `${text.slice(0, SHOWN_HASH)}…` : text);

/** "Owner: Dee", "Stage: MQL → SAL", "Owner: no longer Dee". */
function changeText({ label, from, to }: ChangeLine): string {
  if (to === null) return `${label}: no longer ${short(from ?? "")}`;
  return from === null ? `${label}: ${short(to)}` : `${label}: ${short(from)} → ${short(to)}`;
}

/** An entry in words: when, who, what, to which object, old → new field by field. Nothing of it is left out of `json`. */
export function trailLine(entry: Entry, labels: ChangeLabels, may: (permission: string) => boolean): TrailLine {
  const { seq, at, who, actor, action, object, before, after, agreementVersion, prevHash, hash } = entry;
  const { title, lines, reason } = changeModel(entry, labels);
  const objectTrail = trailHref({ ...NOTHING, object });
  const whole = {
    seq: String(seq),
    at: at.toISOString(),
    actor,
    action,
    object,
    before,
    after,
    agreement_version: agreementVersion,
    prev_hash: prevHash,
    hash,
  };
  return {
    key: String(seq),
    number: groupDigits(String(seq)),
    at,
    who: actorWords(actor, who),
    actor,
    title,
    first: lines[0] ? changeText(lines[0]) : reason,
    more: Math.max(0, lines.length - 1),
    lines,
    reason,
    object,
    about: { text: objectWords(object, entry), href: objectHref(object, entry.leadId, may) ?? objectTrail },
    objectTrail,
    version:
      agreementVersion === null
        ? null
        : { text: `Agreement v${agreementVersion}`, href: `/agreement/versions/${agreementVersion}` },
    hash,
    shortHash: hash.slice(0, SHOWN_HASH),
    json: JSON.stringify(whole, null, 2),
  };
}

const capital = (noun: string): string => noun.charAt(0).toUpperCase() + noun.slice(1);

/** "decision" for all that is done to one, then each: the choices of the filter by noun. */
export function actionGroups(actions: readonly string[], titleOf: (action: string) => string) {
  const nouns = [...new Set(actions.map((action) => action.split(".")[0] ?? ""))].sort();
  return nouns.map((noun) => ({
    label: capital(noun),
    options: [
      { value: noun, label: `${capital(noun)}: everything` },
      ...actions
        .filter((action) => action.startsWith(`${noun}.`))
        .map((action) => ({ value: action, label: titleOf(action) })),
    ],
  }));
}

/** Codes of refusals that people can read at once. */
const REFUSALS: Readonly<Record<string, string>> = {
  FORBIDDEN: "The role does not include it",
  CEO_ICP_ONLY: "Only the CEO picks between two positions",
  SCORE_READ_ONLY: "Scores are read-only",
  HIDDEN_UNTIL_ALL: "Hidden until both have answered",
  NOT_A_SIGNER: "Not one of the three signers",
};

export const refusalWords = (code: string): string => REFUSALS[code] ?? code;
