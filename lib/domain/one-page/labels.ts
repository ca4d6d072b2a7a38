import type { Segment } from "@/lib/domain/segments";

/** What the page says besides the document that is signed: names that RevOps gave to codes, and who the parties are. */
export interface PageLabels {
  readonly organisation: string;
  readonly currency: string;
  readonly cmoTitle: string;
  /** The configured ones in their order. */
  readonly sources: readonly { readonly code: string; readonly label: string; readonly isActive: boolean }[];
  readonly segments: readonly { readonly code: Segment; readonly label: string }[];
}
