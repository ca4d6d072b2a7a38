import type { TranslationLine } from "@/lib/domain/agreement-document";
import { NAMED_STAGES, STAGE_LABELS } from "@/lib/domain/stage-names";

/** "Closed Won (6, won, CRM “closedwon”)". */
function nameWords({ name, ordinal, is_won, crm_value }: TranslationLine): string {
  const facts = [
    ...(ordinal === null ? [] : [String(ordinal)]),
    ...(is_won ? ["won"] : []),
    ...(crm_value === null ? [] : [`CRM “${crm_value}”`]),
  ];
  return facts.length === 0 ? name : `${name}\u00a0(${facts.join(", ")})`;
}

const byPlace = (a: TranslationLine, b: TranslationLine): number =>
  (a.ordinal ?? 0) - (b.ordinal ?? 0) || (a.key < b.key ? -1 : 1);

/** The translation table by stage, names in the order of their places (product.md A11). */
export function stageLines(lines: readonly TranslationLine[]): { key: string; label: string; words: string }[] {
  return NAMED_STAGES.flatMap((stage) => {
    const names = lines.filter((line) => line.stage === stage).sort(byPlace);
    if (names.length === 0) return [];
    return [{ key: stage, label: STAGE_LABELS[stage], words: names.map(nameWords).join(", ") }];
  });
}
