import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Sheet } from "@/components/agreement/one-page/sheet";
import { LinkButton } from "@/components/ui/link-button";
import { PrintButton } from "@/components/ui/print-button";
import { requireActor } from "@/lib/auth/gate";
import { readPageLabels } from "@/lib/data/agreement-page";
import { readVersion } from "@/lib/data/agreement-versions";
import { readOrganisation } from "@/lib/data/organisation";
import { AppError } from "@/lib/errors";
import { onePageModel } from "@/lib/view/agreement/one-page";

type Props = { params: Promise<{ version: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Agreement, version ${(await params).version}` };
}

/** The version in the address; what is no number is no version. */
async function versionOf(params: Props["params"]): Promise<number> {
  const { version } = await params;
  return /^[1-9]\d{0,8}$/.test(version) ? Number(version) : notFound();
}

/** A version of the agreement as one sheet of paper, to print, to sign and to file (product.md C2). */
export default async function PrintAgreementPage({ params }: Props) {
  const actor = await requireActor("agreement.read");
  const version = await versionOf(params);
  const [standing, labels, { timeZone: zone }] = await Promise.all([
    readVersion(actor, version).catch((error: unknown) => {
      if (error instanceof AppError && error.code === "NOT_FOUND") return notFound();
      throw error;
    }),
    readPageLabels(actor),
    readOrganisation(),
  ]);
  return (
    <>
      <div className="mx-auto mb-4 flex max-w-[49.5rem] items-center justify-between gap-4 print:hidden">
        <LinkButton href={`/agreement/versions/${version}`}>Back to the version</LinkButton>
        <PrintButton />
      </div>
      <Sheet {...onePageModel(standing.document, labels, { standing, zone })} />
    </>
  );
}
