import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** What we use of the font reader that next/font builds with; it reads WOFF2 but has no types. */
interface FontReader {
  unitsPerEm: number;
  characterSet: number[];
  variationCoords: number[];
  HVAR: unknown;
  hmtx: { metrics: { length: number; get(index: number): { advance: number } } };
  _cmapProcessor: { lookup(codePoint: number): number };
  _variationProcessor: { getAdvanceAdjustment(glyph: number, table: unknown): number };
}

const openFont = createRequire(import.meta.url)("next/dist/compiled/@next/font/dist/fontkit").default as (
  bytes: Buffer,
) => FontReader;

/** The cuts that the printed agreement is set in (components/ui/fonts.ts). */
export const CUTS = {
  text: { file: "inter/files/inter-latin-wght-normal.woff2", weight: 400 },
  strong: { file: "inter/files/inter-latin-wght-normal.woff2", weight: 600 },
  serif: { file: "source-serif-4/files/source-serif-4-latin-wght-normal.woff2", weight: 400 },
} as const;

/** Characters that stand by themselves: neither marks that sit on others nor invisible ones. */
function printable(codePoints: readonly number[]): string[] {
  const all = codePoints.map((point) => String.fromCodePoint(point));
  return all.filter((character) => !/[\p{M}\p{C}\uFFFD]/u.test(character));
}

/** Each character of a cut with its advance in units of the font, straight from the file. */
export function fontAdvances(cut: keyof typeof CUTS): { unitsPerEm: number; advances: Map<string, number> } {
  const { file, weight } = CUTS[cut];
  const font = openFont(readFileSync(`node_modules/@fontsource-variable/${file}`));
  font.variationCoords = [weight];
  const { metrics } = font.hmtx;
  const advanceOf = (character: string): number => {
    const glyph = font._cmapProcessor.lookup(character.codePointAt(0) ?? 0);
    const { advance } = metrics.get(Math.min(glyph, metrics.length - 1));
    return Math.round(advance + font._variationProcessor.getAdvanceAdjustment(glyph, font.HVAR));
  };
  const advances = new Map(printable(font.characterSet).map((character) => [character, advanceOf(character)]));
  return { unitsPerEm: font.unitsPerEm, advances };
}
