import { SignatureLines } from "@/components/agreement/signature-lines";
import { Time } from "@/components/ui/time";
import type { VersionFacts } from "@/lib/data/agreement-versions";
import { readOrganisation } from "@/lib/data/organisation";
import { signatureRows } from "@/lib/view/agreement/standing";

/** The three lines of a version with the hash they stand over. */
export async function Signatures({ version }: { version: VersionFacts }) {
  const { timeZone, cmoTitle } = await readOrganisation();
  const rows = signatureRows(version, cmoTitle).map(({ signedAt, ...row }) => ({
    ...row,
    at: signedAt && <Time at={signedAt} zone={timeZone} />,
  }));
  return <SignatureLines signatures={rows} hash={version.hash} />;
}
