import type { IsoDate } from "./dates";

/** What of the audit trail is asked for; null is all. */
export interface TrailFilter {
  /** As the log names it: an e-mail address, "system:expiry", "key:CRM". */
  readonly actor: string | null;
  /** "decision.reject", or "decision" for all that is done to one. */
  readonly action: string | null;
  /** "cycle:12", or "cycle" for all of the kind. */
  readonly object: string | null;
  /** Calendar dates in the organisation's zone, both inclusive. */
  readonly from: IsoDate | null;
  readonly to: IsoDate | null;
}

/** Where a page of the trail begins: before an entry (older ones), after one (newer ones), or with the last one. */
export type TrailCursor = { readonly before: bigint } | { readonly after: bigint } | null;

/** One link of the chain with every field as it was hashed (`audit_append`); empty text where there is none. */
export interface HashedEntry {
  readonly seq: string;
  /** "2027-07-05T12:00:00.000Z". */
  readonly at: string;
  readonly actorId: string;
  readonly actor: string;
  readonly action: string;
  readonly object: string;
  /** JSON as the database prints it. */
  readonly before: string;
  readonly after: string;
  readonly agreementVersion: string;
  /** Hexadecimal. */
  readonly prevHash: string;
  readonly hash: string;
}

/** How anyone can check an exported line, in words; README repeats it. */
export const HASH_RULE =
  "hash = SHA-256 of the bytes of prev_hash followed by the UTF-8 text of seq, at, actor_id, actor, action, object, before, after and agreement_version, joined by the unit separator U+001F, a null being empty text. prev_hash is the hash of the entry before; that of entry 1 is empty.";
