import type { Metadata } from "next";
import { Feed } from "@/app/(app)/settings/feed";
import { BdrHomeForm } from "@/components/agreement/bdr-home-form";
import { BdrWarning } from "@/components/agreement/bdr-warning";
import { PageHead } from "@/components/ui/page-head";
import { SectionHead } from "@/components/ui/section-head";
import { TextLink } from "@/components/ui/text-link";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/gate";
import { ACCOUNTABILITY_OBJECT, readAccountability } from "@/lib/data/accountability";
import { readOrganisation } from "@/lib/data/organisation";
import {
  accountabilityHalves,
  bdrHomeOptions,
  bdrTeamWords,
  bdrWarning,
  type HalfView,
} from "@/lib/view/agreement/accountability";

export const metadata: Metadata = { title: "Accountability" };

/** Marketing owns supply, sales owns conversion, and where the BDR team sits (product.md C14). */
export default async function AccountabilityPage() {
  const actor = await requireActor("agreement.read");
  const [{ people, bdrs, bdrsReportTo, seen }, { cmoTitle }] = await Promise.all([
    readAccountability(actor),
    readOrganisation(),
  ]);
  return (
    <>
      <PageHead
        title="Marketing owns supply, sales owns conversion."
        note="Each measure of the Monday page has one side that answers for it; influence by source is read by both together."
        actions={
          <TextLink alone href="/">
            The Monday page
          </TextLink>
        }
      />
      <div className="mb-12 grid gap-x-10 gap-y-10 md:grid-cols-2">
        {accountabilityHalves(people, cmoTitle).map((half) => (
          <Half key={half.key} half={half} />
        ))}
      </div>
      <section aria-labelledby="team">
        <SectionHead id="team" title="The BDR team" />
        <p className="py-3">{bdrTeamWords(bdrsReportTo, bdrs, people, cmoTitle)}</p>
        <BdrWarning warning={bdrWarning(bdrsReportTo)} />
        {may(actor, "settings.edit") && (
          <BdrHomeForm home={bdrsReportTo} options={bdrHomeOptions(cmoTitle)} seen={String(seen)} />
        )}
      </section>
      <Feed objects={[ACCOUNTABILITY_OBJECT]} />
    </>
  );
}

function Half({ half: { key, owns, meaning, title, names, breach, measures } }: { half: HalfView }) {
  return (
    <section aria-labelledby={key}>
      <SectionHead id={key} title={owns} note={meaning} />
      <p className="py-3">
        {names ? <span className="font-medium">{names}, </span> : <span className="text-muted">Nobody yet, </span>}
        {title}
        {!names && <span className="text-muted">: an admin gives somebody this role</span>}
      </p>
      <dl className="border-line-strong border-t">
        {measures.map(({ name, against }) => (
          <div key={name} className="grid gap-x-4 border-line border-b py-2 lg:grid-cols-2">
            <dt>{name}</dt>
            <dd className="text-muted">{against}</dd>
          </div>
        ))}
      </dl>
      <p className="pt-2 text-muted text-xs">{breach}</p>
    </section>
  );
}
