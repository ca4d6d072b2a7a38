import type { HashedEntry } from "@/lib/domain/audit-trail";
import type { CsvValue } from "@/lib/view/csv";

const orNull = (text: string): string | null => (text === "" ? null : text);

/**
 * A line of JSON from which its hash can be computed again (HASH_RULE): `before` and `after` are text, the JSON as it was hashed.
 */
export function jsonLine(entry: HashedEntry): string {
  const { seq, at, actorId, actor, action, object, before, after, agreementVersion, prevHash, hash } = entry;
  const line = {
    seq: Number(seq),
    at,
    actor_id: orNull(actorId),
    actor,
    action,
    object,
    before: orNull(before),
    after: orNull(after),
    agreement_version: agreementVersion === "" ? null : Number(agreementVersion),
    prev_hash: prevHash,
    hash,
  };
  return `${JSON.stringify(line)}\n`;
}

export const TRAIL_CSV_HEADER = [
  "seq",
  "at",
  "actor_id",
  "actor",
  "action",
  "object",
  "before",
  "after",
  "agreement_version",
  "prev_hash",
  "hash",
];

/** The same for a spreadsheet, whose guard against formulas may put an apostrophe before a text. */
export function trailCsvRow(entry: HashedEntry): CsvValue[] {
  const { seq, at, actorId, actor, action, object, before, after, agreementVersion, prevHash, hash } = entry;
  return [seq, at, actorId, actor, action, object, before, after, agreementVersion, prevHash, hash];
}
