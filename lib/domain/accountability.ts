/** To whom the BDR team can report (product.md C14). */
export const BDR_HOMES = ["cro", "cmo", "ceo"] as const;
export type BdrHome = (typeof BDR_HOMES)[number];

export function isBdrHome(text: string): text is BdrHome {
  return (BDR_HOMES as readonly string[]).includes(text);
}

/** Under marketing the team that judges the leads belongs to the side that supplies them. */
export function isBlurred(home: BdrHome): boolean {
  return home === "cmo";
}
