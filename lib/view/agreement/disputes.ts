import { DEFINITION_FIELDS, type Definition, type DefinitionKey } from "@/lib/domain/definition";
import { CLOSED_MONTHS, type FieldValue, fieldLabel, fieldWords, type Side } from "@/lib/domain/disputes";
import { joinWords } from "@/lib/domain/phrases";
import { roleLabel } from "@/lib/domain/roles";

interface Position {
  readonly side: Side;
  readonly value: FieldValue;
}

interface Dispute {
  readonly id: bigint;
  readonly field: DefinitionKey;
  readonly raisedBy: Side;
  readonly withdrawnAt: Date | null;
  readonly positions: Partial<Record<Side, Position>>;
  readonly resolution: { readonly picked: Side; readonly closedUntil: string; readonly version: number } | null;
}

export const DISPUTES_NOTE = `The ICP is the one argument that the CEO settles; everything else is operational. Both sides say what they want, the CEO picks one, the draft of the agreement takes the pick, and the field is closed for ${CLOSED_MONTHS} months.`;

const isOpen = ({ withdrawnAt, resolution }: Dispute): boolean => withdrawnAt === null && resolution === null;

/** The list in a sentence. */
export function disputesTitle(disputes: readonly Dispute[]): string {
  const open = disputes.filter(isOpen).map(({ field }) => fieldLabel(field));
  if (open.length === 0) return "No dispute about the ICP is open.";
  return `${joinWords(open, "and")}: ${open.length === 1 ? "one dispute is" : `${open.length} disputes are`} open.`;
}

/** "the CRO’s": whose position, in the middle of a sentence. */
const whose = (side: Side, cmoTitle: string): string => `the ${roleLabel(side, cmoTitle)}’s`;

/** One dispute in a sentence. */
export function disputeTitle(dispute: Dispute, cmoTitle: string): string {
  const { field, resolution, positions, withdrawnAt } = dispute;
  const label = fieldLabel(field);
  if (resolution) return `${label}: the CEO picked ${whose(resolution.picked, cmoTitle)} position.`;
  if (withdrawnAt) return `${label}: the dispute was withdrawn.`;
  if (!positions.cro) return `${label}: the ${roleLabel("cro")} has not stated a position yet.`;
  if (!positions.cmo) return `${label}: the ${roleLabel("cmo", cmoTitle)} has not stated a position yet.`;
  return `${label}: two positions, and the CEO picks.`;
}

/** How a dispute stands, after its name in a list. */
export function disputeState(dispute: Dispute, cmoTitle: string, dateWords: (date: string) => string): string {
  const { resolution } = dispute;
  if (resolution) {
    return `the CEO picked ${whose(resolution.picked, cmoTitle)} position; closed until ${dateWords(resolution.closedUntil)}`;
  }
  if (dispute.withdrawnAt) return "withdrawn";
  return dispute.positions.cro && dispute.positions.cmo ? "waits for the CEO" : "waits for the other side";
}

/** What a side wants, in the words of the definition; null when it has not said so. */
export function positionWords({ field, positions }: Dispute, side: Side): string | null {
  const position = positions[side];
  return position ? fieldWords(field, position.value) : null;
}

export interface FieldChoice {
  key: DefinitionKey;
  label: string;
  /** What the agreement says now. */
  words: string;
  /** The dispute that is open about it. */
  openHref: string | null;
  /** The first day on which it may be disputed again; null when it may be now. */
  closedUntil: string | null;
}

/** The eight fields, and whether each can be disputed on this day. */
export function fieldChoices(definition: Definition, disputes: readonly Dispute[], today: string): FieldChoice[] {
  return DEFINITION_FIELDS.map(({ key, label }) => {
    const own = disputes.filter(({ field }) => field === key);
    const open = own.find(isOpen);
    const until =
      own
        .flatMap(({ resolution }) => resolution?.closedUntil ?? [])
        .sort()
        .at(-1) ?? null;
    return {
      key,
      label,
      words: fieldWords(key, definition[key]),
      openHref: open ? `/agreement/disputes/${open.id}` : null,
      closedUntil: until !== null && until > today ? until : null,
    };
  });
}
