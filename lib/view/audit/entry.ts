import { type ChangeLabels, type ChangeLine, changeModel } from "@/lib/view/settings/changes";
import { trailHref } from "./address";
import { objectHref } from "./object";

interface Entry {
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
  readonly leadId: bigint | null;
}

/** One entry of the trail, ready to draw. */
export interface TrailLine {
  key: string;
  at: Date;
  who: string;
  /** The label of the log, where it is not the name. */
  actor: string | null;
  title: string;
  action: string;
  lines: ChangeLine[];
  reason: string | null;
  object: string;
  /** The page about it. */
  href: string | null;
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

/** An entry in words: when, who, what, to which object, old → new field by field. Nothing of it is left out of `json`. */
export function trailLine(entry: Entry, labels: ChangeLabels, may: (permission: string) => boolean): TrailLine {
  const { seq, at, who, actor, action, object, before, after, agreementVersion, prevHash, hash, leadId } = entry;
  const { title, lines, reason } = changeModel(entry, labels);
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
    at,
    who,
    actor: who === actor ? null : actor,
    title,
    action,
    lines,
    reason,
    object,
    href: objectHref(object, leadId, may),
    objectTrail: trailHref({ ...NOTHING, object }),
    version:
      agreementVersion === null
        ? null
        : { text: `Agreement v${agreementVersion}`, href: `/agreement/versions/${agreementVersion}` },
    hash,
    shortHash: hash.slice(0, SHOWN_HASH),
    json: JSON.stringify(whole, null, 2),
  };
}

/** "decision" for all that is done to one, then each: the choices of the filter by noun. */
export function actionGroups(actions: readonly string[], titleOf: (action: string) => string) {
  const nouns = [...new Set(actions.map((action) => action.split(".")[0] ?? ""))].sort();
  return nouns.map((noun) => ({
    label: noun,
    options: [
      { value: noun, label: `${noun}: everything` },
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
