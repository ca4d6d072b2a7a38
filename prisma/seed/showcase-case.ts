import type { TouchKind } from "@/lib/domain/touches";
import type { Deal } from "./deals";
import type { SizedSegment, Source } from "./plan";

/** Days before `asOf`. */
type Ago = number;

type Target = "lead" | "colleague" | "deal" | "account";

export interface Case {
  /** What the deal is there to show, as its name says. */
  readonly shows: string;
  readonly segment: SizedSegment;
  /** The deal's contact, or another of its company; `handed` and `accepted` are missing where there was no hand-over. */
  readonly person?: {
    readonly as: "lead" | "colleague";
    readonly source: Source;
    readonly created: Ago;
    readonly handed?: Ago;
    readonly accepted?: Ago;
  };
  readonly team: Deal["team"];
  readonly created: Ago;
  /** Closed won on that day; open when missing. */
  readonly won?: Ago;
  readonly currency?: "EUR";
  readonly amount: string;
  /** The history; none where the record is all there is. An amount other than the deal's, or null, is given. */
  readonly steps: readonly (readonly [stage: string, entered: Ago, amount?: string | null, ordinal?: number])[];
  readonly touches: readonly (readonly [target: Target, on: Ago, source: Source, kind: TouchKind])[];
}
