import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Signatures } from "@/app/(app)/agreement/signatures";
import { AgreedParts } from "@/components/agreement/agreed-parts";
import { CompareForm } from "@/components/agreement/compare-form";
import { DiffTable } from "@/components/agreement/diff-table";
import { LinkButton } from "@/components/ui/link-button";
import { PageHead } from "@/components/ui/page-head";
import { SectionHead } from "@/components/ui/section-head";
import { requireActor } from "@/lib/auth/gate";
import { fetchNaming, readVersion, readVersions } from "@/lib/data/agreement-versions";
import { readOrganisation } from "@/lib/data/organisation";
import { dateIn } from "@/lib/domain/dates";
import { agreementDiff } from "@/lib/view/agreement/diff";
import { agreedParts, type Names, namesOf } from "@/lib/view/agreement/lines";
import { statusWords } from "@/lib/view/agreement/standing";

export const metadata: Metadata = { title: "Version of the agreement" };

type Props = {
  params: Promise<{ version: string }>;
  searchParams: Promise<{ against?: string | string[] }>;
};

const numberOf = (text: unknown): number | null =>
  typeof text === "string" && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : null;

/** One version in words with its signatures, and what differs from any other. */
export default async function VersionPage({ params, searchParams }: Props) {
  const actor = await requireActor("agreement.read");
  const version = numberOf((await params).version);
  const [versions, { sources, segments, currency }] = await Promise.all([readVersions(actor), fetchNaming()]);
  if (version === null || !versions.some((one) => one.version === version)) notFound();
  const asked = numberOf((await searchParams).against);
  const others = versions.map((one) => one.version).filter((one) => one !== version);
  const against = others.find((one) => one === asked) ?? null;
  const [page, other, { timeZone }] = await Promise.all([
    readVersion(actor, version),
    against === null ? null : readVersion(actor, against),
    readOrganisation(),
  ]);
  const names = namesOf(sources, segments, currency);
  return (
    <>
      <PageHead
        title={`Version ${version} of the agreement`}
        note={`${statusWords(page, dateIn(new Date(), timeZone))}.`}
        actions={
          <>
            <LinkButton href={`/agreement/versions/${version}/print`}>The page to print</LinkButton>
            <LinkButton href="/agreement/versions">All versions</LinkButton>
          </>
        }
      />
      {others.length > 0 && <CompareForm version={version} others={others} against={against} />}
      {other && <Difference from={other} to={page} names={names} />}
      <div className="mt-10">
        <AgreedParts parts={agreedParts(page.document, names)} />
      </div>
      {page.hash && (
        <section aria-labelledby="signatures" className="mt-12">
          <SectionHead id="signatures" title="Signatures" note="three people, one content hash" />
          <Signatures version={page} />
        </section>
      )}
    </>
  );
}

type Version = Awaited<ReturnType<typeof readVersion>>;

function Difference({ from, to, names }: { from: Version; to: Version; names: Names }) {
  const diff = agreementDiff(from.document, to.document, names);
  return (
    <section aria-labelledby="difference" className="mt-6">
      <SectionHead id="difference" title={`Beside version ${from.version}`} />
      {diff.length > 0 ? (
        <DiffTable parts={diff} from={`Version ${from.version}`} to={`Version ${to.version}`} />
      ) : (
        <p className="pt-2.5 text-muted">Both say the same.</p>
      )}
    </section>
  );
}
