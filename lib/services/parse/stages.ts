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
  readonly ordinal: number;
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
 * Stage name → ordinal (metrics.md §3): from the translation table, else from the record itself. A name
 * with neither is refused, STAGE_UNMAPPED, and counted for RevOps in `context.unmappedStages`.
 */
export function stageResolver({ stages, unmappedStages }: ParseContext) {
  const wonOrdinals = new Set([...stages.values()].filter(({ isWon }) => isWon).map(({ ordinal }) => ordinal));
  const keyOf = remember(NAMES_REMEMBERED, (name) => ({ key: stageKey(name), name }));
  return (row: Row, text: string, ownOrdinal: string | null): ResolvedStage | null => {
    const { key, name } = keyOf(text);
    const known = stages.get(key);
    if (known && known.ordinal !== null) return { key, ordinal: known.ordinal, isWon: known.isWon };
    if (ownOrdinal !== null) {
      const ordinal = Number(ownOrdinal);
      return { key, ordinal, isWon: wonOrdinals.has(ordinal) };
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
