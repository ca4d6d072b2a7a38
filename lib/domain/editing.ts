import type { IsoDate } from "./dates";

/** Where a change of what is agreed goes, as every screen of it says (product.md C4). */
export interface Editing {
  /** The version that judges today. */
  readonly judging: number;
  /** Until when it is frozen; null before the first signing. */
  readonly frozenUntil: IsoDate | null;
  /** That day is still to come. */
  readonly isFrozen: boolean;
  /** The version that takes the change. `new`: its draft is made by the first change. */
  readonly target: EditTarget;
}

export interface EditTarget {
  readonly version: number;
  readonly status: "provisional" | "new" | "draft" | "proposed" | "signed";
  /** Those that a change would void. */
  readonly signatures: number;
  /** Of a version that is proposed or signed; null where it comes into force with the third signature. */
  readonly effectiveFrom: IsoDate | null;
}

/** A change counts at once: nobody has begun to write the first agreement. */
export const isLive = ({ target }: Editing): boolean => target.status === "provisional";

/** Three have signed it: nothing can be changed before it is sent back. */
export const isClosed = ({ target }: Editing): boolean => target.status === "signed";

/** The version whose draft takes the change; null where it counts at once. */
export const draftOf = (editing: Editing): number | null => (isLive(editing) ? null : editing.target.version);
