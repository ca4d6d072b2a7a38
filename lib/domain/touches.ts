/** All kinds of a touch, as `formats.md` lists them. */
export const TOUCH_KINDS = [
  "form",
  "click",
  "attended",
  "meeting",
  "reply",
  "call",
  "email_sent",
  "invited",
  "impression",
  "outbound_call",
  "outbound_email",
] as const;
export type TouchKind = (typeof TOUCH_KINDS)[number];

/** The person did something. Only these can be credited, and only these are activity (metrics.md §4). */
export const RESPONSE_KINDS = [
  "form",
  "click",
  "attended",
  "meeting",
  "reply",
  "call",
] as const satisfies readonly TouchKind[];
/** Sales reached out. They make an opportunity outbound (metrics.md §3) and are never credited themselves. */
export const OUTBOUND_KINDS = ["outbound_call", "outbound_email"] as const satisfies readonly TouchKind[];

const responses: ReadonlySet<TouchKind> = new Set(RESPONSE_KINDS);
const outbound: ReadonlySet<TouchKind> = new Set(OUTBOUND_KINDS);
const kinds: ReadonlySet<unknown> = new Set(TOUCH_KINDS);

export function isResponse(kind: TouchKind): boolean {
  return responses.has(kind);
}

export function isOutboundKind(kind: TouchKind): boolean {
  return outbound.has(kind);
}

export function isTouchKind(value: unknown): value is TouchKind {
  return kinds.has(value);
}
