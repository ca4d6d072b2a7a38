import type { AgreementDocument } from "@/lib/domain/agreement-document";
import { type AgreedLine, agreedParts, type Names } from "./lines";

/** What differs between two versions; `from` or `to` is null where there was nothing. */
export interface DiffLine {
  readonly key: string;
  readonly label: string;
  readonly from: string | null;
  readonly to: string | null;
}

export interface DiffPart {
  readonly title: string;
  readonly lines: readonly DiffLine[];
}

/** Lines of both, those of the later version in its order, then those that only the earlier one had. */
function compare(before: readonly AgreedLine[], after: readonly AgreedLine[]): DiffLine[] {
  const was = new Map(before.map((line) => [line.key, line]));
  const is = new Set(after.map(({ key }) => key));
  const kept = after.map(({ key, label, words }) => ({ key, label, from: was.get(key)?.words ?? null, to: words }));
  const gone = before
    .filter(({ key }) => !is.has(key))
    .map(({ key, label, words }) => ({ key, label, from: words, to: null }));
  return [...kept, ...gone].filter(({ from, to }) => from !== to);
}

/**
 * The readable difference between two versions (product.md C6): words and numbers by part, never JSON; parts without a
 * difference are left out. Equal documents give nothing.
 */
export function agreementDiff(before: AgreementDocument, after: AgreementDocument, names: Names): DiffPart[] {
  const [was, is] = [agreedParts(before, names), agreedParts(after, names)];
  const titles = [...new Set([...is, ...was].map(({ title }) => title))];
  const linesOf = (parts: typeof was, title: string) => parts.find((part) => part.title === title)?.lines ?? [];
  return titles
    .map((title) => ({ title, lines: compare(linesOf(was, title), linesOf(is, title)) }))
    .filter(({ lines }) => lines.length > 0);
}

/** How many things differ. */
export function countChanges(parts: readonly DiffPart[]): number {
  return parts.reduce((sum, { lines }) => sum + lines.length, 0);
}
