import { type AgreementStatus, SIGNER_ROLES, type SignerRole, STATUS_LABELS } from "@/lib/domain/agreement-status";
import { addDays, type IsoDate } from "@/lib/domain/dates";
import { firstEffectiveFrom, frozenUntil, isTypoWindow, SIGNING_GRACE_DAYS, TYPO_HOURS } from "@/lib/domain/fiscal";
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
  /** From when on the hours for a slip of the pen run; null where nobody has signed. */
  readonly typoFrom: Date | null;
  readonly signatures: readonly Signed[];
}

interface Signed {
  readonly role: SignerRole;
  readonly name: string;
  readonly at: Date;
  readonly userId: string;
}

/** "1 February 2028": day, month, year, without the weekday. */
export const dayText = (date: IsoDate): string => longDate(date).replace(/^\w+ /, "");

/** "in force until 1 February 2028"; from that day on it judges all the same, until the next one is in force. */
export function inForceWords(until: IsoDate, isFrozen: boolean): string {
  return isFrozen ? `in force until ${dayText(until)}` : `in force; its freeze ended on ${dayText(until)}`;
}

/** "Version 2, in force until 1 February 2028, signed by A, B and C." */
export function judgingNote({ version, status, frozenUntil: until, signatures }: Standing, today: IsoDate): string {
  if (status === "provisional" || until === null) {
    return `Version ${version}, provisional: nobody has signed it. It judges hand-overs until the first agreement is in force.`;
  }
  const names = joinWords(
    signatures.map(({ name }) => name),
    "and",
  );
  const isFrozen = until > today;
  return `Version ${version}, ${inForceWords(until, isFrozen)}${isFrozen ? "," : ";"} signed by ${names}. Whoever hands a lead over, it is judged by these lines.`;
}

/** The draft's page in a sentence. */
export function openTitle({ version, status, signatures, effectiveFrom }: Standing, changes: number): string {
  const things = changes === 1 ? "one change" : `${changes === 0 ? "no" : changes} changes`;
  if (status === "draft") return `Version ${version} is a draft with ${things}.`;
  if (status === "proposed")
    return `Version ${version} is proposed, and ${signatures.length} of ${SIGNER_ROLES.length} have signed it.`;
  return `Version ${version} is signed and comes into force on ${effectiveFrom ? dayText(effectiveFrom) : "its day"}.`;
}

/** `today` is the date of `now` in the organisation's zone. */
export interface Clock {
  readonly now: Date;
  readonly today: IsoDate;
  readonly startMonth: number;
}

const STARTS = 3;

/** Whether a slip of the pen in this version can still be mended (metrics.md §6). */
export function isMendable({ typoFrom }: Standing, now: Date): boolean {
  return typoFrom !== null && isTypoWindow(typoFrom, now);
}

/** It takes the place of the version that judges with the third signature; not for longer than the hours for a slip of the pen. */
const isCorrection = (judging: Standing, open: Standing, now: Date): boolean =>
  open.corrects === judging.version && isMendable(judging, now);

/** The days on which a draft may come into force, the first one first; none where the third signature decides. */
export function possibleStarts(
  judging: Standing,
  open: Standing,
  { now, today, startMonth }: Clock,
): { date: IsoDate; words: string }[] {
  if (judging.frozenUntil === null || isCorrection(judging, open, now)) return [];
  const first = firstEffectiveFrom(judging.frozenUntil, today, startMonth);
  return Array.from({ length: STARTS }, (_, years) => {
    const date = `${Number(first.slice(0, 4)) + years}${first.slice(4)}`;
    return { date, words: dayText(date) };
  });
}

/** Why what is proposed can no longer be signed, as `sign` refuses it; null while it can. */
export function lateWords(judging: Standing, open: Standing, clock: Clock): string | null {
  if (open.status !== "proposed") return null;
  const anew = possibleStarts(judging, open, clock)[0];
  const earliest = anew ? `, which can come into force on ${anew.words} at the earliest` : "";
  if (open.corrects !== null) {
    if (isCorrection(judging, open, clock.now)) return null;
    return `The ${TYPO_HOURS} hours for a slip of the pen are over, so it can no longer be signed. It must be sent back and proposed as the next version${earliest}.`;
  }
  const { effectiveFrom } = open;
  if (effectiveFrom === null || clock.today <= addDays(effectiveFrom, SIGNING_GRACE_DAYS)) return null;
  return `It was to come into force on ${dayText(effectiveFrom)}, and more than ${SIGNING_GRACE_DAYS} days have gone since, so it can no longer be signed. It must be sent back and proposed anew${earliest}.`;
}

/** From when and until when it would hold if the third signed today: the dates are shown before anybody signs (metrics.md §6). */
export function holdWords(judging: Standing, open: Standing, clock: Clock): string {
  if (open.status === "signed" && open.effectiveFrom && open.frozenUntil) {
    return `It holds from ${dayText(open.effectiveFrom)} until ${dayText(open.frozenUntil)}.`;
  }
  const late = lateWords(judging, open, clock);
  if (late !== null) return late;
  if (isCorrection(judging, open, clock.now) && judging.frozenUntil) {
    return `It mends a slip of the pen: with three new signatures it takes the place of version ${open.corrects} at once, until ${dayText(judging.frozenUntil)} as before. That is possible for ${TYPO_HOURS} hours after the third signature.`;
  }
  const over =
    open.corrects === null
      ? ""
      : `The ${TYPO_HOURS} hours for a slip of the pen are over, so this is the draft of the next version. `;
  const from = open.effectiveFrom ?? possibleStarts(judging, open, clock)[0]?.date ?? null;
  const until = dayText(frozenUntil(clock.today, clock.startMonth, from));
  const begins = from === null ? "with the third signature" : `on ${dayText(from)}`;
  return `${over}Signed today, it comes into force ${begins} and is frozen until ${until}: nobody can change it before, on any screen.`;
}

/** Why this person has nothing to sign, or null: three different people sign, one for each role (product.md C3). */
export function signedWords(
  { signatures }: Pick<Standing, "signatures">,
  person: { readonly id: bigint; readonly role: string },
  cmoTitle: string,
): string | null {
  const own = signatures.find(({ userId }) => userId === String(person.id));
  if (own) return `You have signed it, as ${roleLabel(own.role, cmoTitle)}. Three different people sign.`;
  const other = signatures.find(({ role }) => role === person.role);
  return other
    ? `${other.name} has signed it as ${roleLabel(other.role, cmoTitle)}. Each of the three roles signs once.`
    : null;
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
export function statusWords(
  { status, effectiveFrom, frozenUntil: until, signatures }: Standing,
  today: IsoDate,
): string {
  if (status === "in_force" && until)
    return inForceWords(until, until > today).replace(/^in force/, STATUS_LABELS[status]);
  if (status === "signed" && effectiveFrom) return `${STATUS_LABELS[status]}, from ${dayText(effectiveFrom)}`;
  if (status === "proposed") return `${STATUS_LABELS[status]}, ${signatures.length} of 3 signed`;
  return STATUS_LABELS[status];
}

/** "a1b2c3d4e5f6". */
export const shortHash = (hash: string): string => hash.slice(0, 12);
