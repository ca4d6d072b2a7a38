/** A number as people copy it from screens: "25,000" is 25000. A comma that groups no thousands stays, for the reader to refuse. */
export function typedNumber(text: string): string {
  const bare = text.trim();
  return /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(bare) ? bare.replaceAll(",", "") : bare;
}
