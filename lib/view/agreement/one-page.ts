import type { AgreementDocument } from "@/lib/domain/agreement-document";
import type { AgreementStatus, SignerRole } from "@/lib/domain/agreement-status";
import { dateIn, type IsoDate } from "@/lib/domain/dates";
import type { PageLabels } from "@/lib/domain/one-page/labels";
import { type SetPage, setPage, signedName } from "@/lib/domain/one-page/layout";
import { overWords, type PageUse } from "@/lib/domain/one-page/page-use";
import { dateWithYear } from "@/lib/view/dates";
import { shortMomentWords } from "@/lib/view/moments";
import { shortHash } from "./standing";

/** How a version stands; a `VersionFacts` of lib/data/agreement-versions.ts is one. */
export interface Standing {
  readonly version: number;
  readonly status: AgreementStatus;
  readonly corrects: number | null;
  readonly effectiveFrom: IsoDate | null;
  readonly signedAt: Date | null;
  readonly frozenUntil: IsoDate | null;
  readonly inForceAt: Date | null;
  readonly supersededAt: Date | null;
  readonly hash: string | null;
  readonly signatures: readonly { readonly role: SignerRole; readonly name: string; readonly at: Date }[];
}

/** One of the three lines at the foot; an unsigned one is blank. */
export interface SignatureLine {
  role: SignerRole;
  label: string[];
  name: string[];
  /** "Signed 28 Nov 2026, 09:14"; null where nobody has. */
  signed: string | null;
}

/** The page as it is drawn. */
export interface OnePageModel {
  page: SetPage;
  /** "Draft, not signed". */
  state: string;
  facts: { key: string; label: string; value: string }[];
  signatures: SignatureLine[];
}

function stateWords({ status, signatures, signedAt, supersededAt }: Standing, day: (at: Date) => string): string {
  const signed = signedAt ? `Signed ${day(signedAt)}` : "Not signed";
  switch (status) {
    case "provisional":
      return "Provisional, not signed";
    case "draft":
      return "Draft, not signed";
    case "proposed":
      return `Proposed, ${signatures.length} of 3 signatures`;
    case "signed":
      return `${signed}, not yet in force`;
    case "in_force":
      return `${signed}, in force`;
    case "superseded":
      return supersededAt ? `${signed}, superseded ${day(supersededAt)}` : signed;
  }
}

function factsOf(standing: Standing, day: (at: Date) => string): OnePageModel["facts"] {
  const { version, corrects, effectiveFrom, inForceAt, frozenUntil, hash } = standing;
  const begins = effectiveFrom ? dateWithYear(effectiveFrom) : "The third signature";
  return [
    { key: "version", label: "Version", value: corrects === null ? `${version}` : `${version}, corrects ${corrects}` },
    { key: "from", label: "In force from", value: inForceAt ? day(inForceAt) : begins },
    { key: "until", label: "Frozen until", value: frozenUntil ? dateWithYear(frozenUntil) : "Set when signed" },
    { key: "hash", label: "SHA-256 of the text", value: hash ? shortHash(hash) : "Set when proposed" },
  ];
}

/** Prepares the printed page of a version (product.md C2). */
export function onePageModel(
  document: AgreementDocument,
  labels: PageLabels,
  { standing, zone }: { readonly standing: Standing; readonly zone: string },
): OnePageModel {
  const page = setPage(document, labels);
  const day = (at: Date) => dateWithYear(dateIn(at, zone));
  const signatures = page.signers.map(({ role, label }) => {
    const signature = standing.signatures.find((one) => one.role === role);
    const signed = signature ? `Signed ${shortMomentWords(signature.at, zone)}` : null;
    return { role, label, name: signature ? signedName(signature.name) : [], signed };
  });
  return { page, state: stateWords(standing, day), facts: factsOf(standing, day), signatures };
}

/** What the meter shows beside the editor. */
export interface PageMeterModel {
  fits: boolean;
  used: number;
  available: number;
  /** "Fits on one page: 53 of 59 lines", or by how much it does not, and where to shorten. */
  words: string;
}

export function pageMeter(use: PageUse): PageMeterModel {
  const { fits, used, available } = use;
  const words = fits ? `Fits on one page: ${used} of ${available} lines.` : `▲ ${overWords(use)}`;
  return { fits, used, available, words };
}
