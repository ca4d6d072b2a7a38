import type { Metadata } from "next";
import { VersionTable } from "@/components/agreement/version-table";
import { PageHead } from "@/components/ui/page-head";
import { requireActor } from "@/lib/auth/gate";
import { readVersions } from "@/lib/data/agreement-versions";
import { readOrganisation } from "@/lib/data/organisation";
import { dateIn } from "@/lib/domain/dates";
import { shortHash, statusWords } from "@/lib/view/agreement/standing";
import { fullMomentWords } from "@/lib/view/moments";

export const metadata: Metadata = { title: "Versions of the agreement" };

export default async function VersionsPage() {
  const actor = await requireActor("agreement.read");
  const [versions, { timeZone }] = await Promise.all([readVersions(actor), readOrganisation()]);
  const today = dateIn(new Date(), timeZone);
  const rows = versions.map((version) => ({
    version: version.version,
    status: statusWords(version, today),
    since: fullMomentWords(version.inForceAt ?? version.createdAt, timeZone),
    signers: version.signatures.map(({ name }) => name).join(", "),
    hash: version.hash && shortHash(version.hash),
    before: versions.find(({ version: other }) => other < version.version)?.version ?? null,
  }));
  return (
    <>
      <PageHead
        title={versions.length === 1 ? "One version so far." : `${versions.length} versions of the agreement.`}
        note="Every hand-over, decision and frozen Monday points to the version that was in force at its time. A signed version never changes."
      />
      <VersionTable rows={rows} />
    </>
  );
}
