import type { InfluenceCell } from "@/lib/domain/cells";

/** The address of one part of a credit, from that of all of it. Alone in its file, so that a browser loads no more. */
export function influencePartHref(address: string, part: NonNullable<InfluenceCell["part"]>): string {
  return `${address}&part=${part}`;
}
