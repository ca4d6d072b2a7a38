import { type AgreementStatus, SIGNER_ROLES, type SignerRole, STATUS_LABELS } from "@/lib/domain/agreement-status";
import type { IsoDate } from "@/lib/domain/dates";
import { firstEffectiveFrom, frozenUntil } from "@/lib/domain/fiscal";
import { joinWords } from "@/lib/domain/phrases";
import { roleLabel } from "@/lib/domain/roles";
import { longDate } from "@/lib/view/dates";

/** What screens need of a version (lib/data/agreement-versions.ts). */
export interface Standing {
  readonly version: number;
  readonly status: AgreementStatus;
  readonly corrects: number | null;
  readonly effectiveFrom: IsoDate | null;
  readonly frozenUntil: IsoDate | null;
  readonly signatures: readonly { readonly role: SignerRole; readonly name: string; readonly at: Date }[];
}

/** "1 February 2028": day, month, year, without the weekday. */
export const dayText = (date: IsoDate): string => longDate(date).replace(/^\w+ /, "");

/** "Version 2, in force until 1 February 2028, signed by A, B and C." */
export function judgingNote({ version, status, frozenUntil: until, signatures }: Standing): string {
  if (status === "provisional" || until === null) {
    return `Version ${version}, provisional: nobody has signed it. It judges hand-overs until the first agreement is in force.`;
  }
  const names = joinWords(
    signatures.map(({ name }) => name),
    "and",
  );
  return `Version ${version}, in force until ${dayText(until)}, signed by ${names}. Whoever hands a lead over, it is judged by these lines.`;
}

/** The draft's page in a sentence. */
export function openTitle({ version, status, signatures, effectiveFrom }: Standing, changes: number): string {
  const things = changes === 1 ? "one change" : `${changes === 0 ? "no" : changes} changes`;
  if (status === "draft") return `Version ${version} is a draft with ${things}.`;
  if (status === "proposed")
    return `Version ${version} is proposed, and ${signatures.length} of ${SIGNER_ROLES.length} have signed it.`;
  return `Version ${version} is signed and comes into force on ${effectiveFrom ? dayText(effectiveFrom) : "its day"}.`;
}

export interface Fiscal {
  readonly today: IsoDate;
  readonly startMonth: number;
}

const STARTS = 3;

/** The days on which a draft may come into force, the first one first; none where the third signature decides. */
export function possibleStarts(
  judging: Standing,
  open: Standing,
  { today, startMonth }: Fiscal,
): { date: IsoDate; words: string }[] {
  if (judging.frozenUntil === null || open.corrects !== null) return [];
  const first = firstEffectiveFrom(judging.frozenUntil, today, startMonth);
  return Array.from({ length: STARTS }, (_, years) => {
    const date = `${Number(first.slice(0, 4)) + years}${first.slice(4)}`;
    return { date, words: dayText(date) };
  });
}

/** From when and until when it would hold if the third signed today: the dates are shown before anybody signs (metrics.md §6). */
export function holdWords(judging: Standing, open: Standing, fiscal: Fiscal): string {
  if (open.status === "signed" && open.effectiveFrom && open.frozenUntil) {
    return `It holds from ${dayText(open.effectiveFrom)} until ${dayText(open.frozenUntil)}.`;
  }
  if (open.corrects !== null && judging.frozenUntil) {
    return `It mends a slip of the pen: with three new signatures it takes the place of version ${open.corrects} at once, until ${dayText(judging.frozenUntil)} as before. That is possible for 24 hours after the third signature under version ${open.corrects}.`;
  }
  const from = open.effectiveFrom ?? possibleStarts(judging, open, fiscal)[0]?.date ?? null;
  const until = dayText(frozenUntil(fiscal.today, fiscal.startMonth, from));
  const begins = from === null ? "with the third signature" : `on ${dayText(from)}`;
  return `Signed today, it comes into force ${begins} and is frozen until ${until}: nobody can change it before, on any screen.`;
}

/** The three lines under a version: who signed when, and who has not. */
export function signatureRows(
  { signatures }: Pick<Standing, "signatures">,
  cmoTitle: string,
): { role: SignerRole; roleLabel: string; name: string | null; signedAt: Date | null }[] {
  return SIGNER_ROLES.map((role) => {
    const given = signatures.find((signature) => signature.role === role);
    return { role, roleLabel: roleLabel(role, cmoTitle), name: given?.name ?? null, signedAt: given?.at ?? null };
  });
}

/** What became of a version, in a few words for the list. */
export function statusWords({ status, effectiveFrom, frozenUntil: until, signatures }: Standing): string {
  if (status === "in_force" && until) return `${STATUS_LABELS[status]} until ${dayText(until)}`;
  if (status === "signed" && effectiveFrom) return `${STATUS_LABELS[status]}, from ${dayText(effectiveFrom)}`;
  if (status === "proposed") return `${STATUS_LABELS[status]}, ${signatures.length} of 3 signed`;
  return STATUS_LABELS[status];
}

/** "a1b2c3d4e5f6". */
export const shortHash = (hash: string): string => hash.slice(0, 12);
