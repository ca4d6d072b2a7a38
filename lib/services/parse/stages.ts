import { accountKey } from "@/lib/domain/accounts";
import type { ParseContext } from "./context";
import { type Row, refuse } from "./row";
import { remember, shown } from "./texts";

/** What the translation table says of a stage name (product.md A11). */
export interface StageMeaning {
  /** Null for lifecycle names, which are no stage of an opportunity. */
  readonly ordinal: number | null;
  readonly isWon: boolean;
}

export interface ResolvedStage {
  readonly key: string;
  /** Null only where a stage without a place is allowed. */
  readonly ordinal: number | null;
  readonly isWon: boolean;
}

export interface UnmappedStage {
  readonly name: string;
  readonly seen: number;
}

/** Names of stages are matched as companies are: NFKC, case folded, single-spaced (stage_names.key). */
export const stageKey: (name: string) => string = accountKey;

const NAMES_REMEMBERED = 500;

/**
 * The translation table by `stageKey`: a name of ours, else what the CRM calls it (product.md A11). Where a name of one line
 * is the CRM value of another, the name is meant.
 */
export function stageMeanings(
  lines: readonly (StageMeaning & { readonly key: string; readonly crmValue: string | null })[],
): Map<string, StageMeaning> {
  const byName = lines.map(({ key, ordinal, isWon }) => [key, { ordinal, isWon }] as const);
  const byValue = lines.flatMap(({ crmValue, ordinal, isWon }) =>
    crmValue === null ? [] : [[stageKey(crmValue), { ordinal, isWon }] as const],
  );
  // Of two lines with one CRM value, which the settings refuse, the first counts.
  return new Map([...byValue.reverse(), ...byName]);
}

interface Own {
  /** The place that the record itself gives. */
  readonly ordinal: string | null;
  /** A stage without a place will do: the opportunity is closed and stands in no stage any more. */
  readonly mayLackPlace: boolean;
  /** What cures a stage without a place, besides the settings. */
  readonly cure: string;
}

/**
 * Stage name → ordinal (metrics.md §3): from the translation table, else from the record itself. A name
 * with neither is refused, STAGE_UNMAPPED; one that no line of the table covers is counted for RevOps in
 * `context.unmappedStages`.
 */
export function stageResolver({ stages, unmappedStages }: ParseContext) {
  const wonOrdinals = new Set([...stages.values()].filter(({ isWon }) => isWon).map(({ ordinal }) => ordinal));
  const keyOf = remember(NAMES_REMEMBERED, (name) => ({ key: stageKey(name), name }));
  return (row: Row, text: string, own: Own): ResolvedStage | null => {
    const { key, name } = keyOf(text);
    const known = stages.get(key);
    if (known && (known.ordinal !== null || own.mayLackPlace)) return { key, ...known };
    if (own.ordinal !== null) {
      const ordinal = Number(own.ordinal);
      return { key, ordinal, isWon: wonOrdinals.has(ordinal) };
    }
    if (known) {
      const problem = `${shown(text)} is in the translation table without a place among the stages of an opportunity. Give it one in the settings, or ${own.cure}.`;
      return refuse(row, "stage", "STAGE_UNMAPPED", problem);
    }
    unmappedStages.set(key, { name, seen: (unmappedStages.get(key)?.seen ?? 0) + 1 });
    return refuse(
      row,
      "stage",
      "STAGE_UNMAPPED",
      `${shown(text)} is in no translation table. Map it in the settings, then import again.`,
    );
  };
}
