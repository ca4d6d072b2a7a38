import type { Metadata } from "next";
import { OwnPasswordForm } from "@/components/account/own-password-form";
import { DigestChoice } from "@/components/digest/digest-choice";
import { Page } from "@/components/shell/page";
import { FactLines } from "@/components/ui/fact-lines";
import { PageHead } from "@/components/ui/page-head";
import { SectionHead } from "@/components/ui/section-head";
import { requireActor } from "@/lib/auth/gate";
import { PASSWORD_MAX, PASSWORD_MIN } from "@/lib/auth/passwords";
import { wantsDigest } from "@/lib/data/digest";
import { readOrganisation } from "@/lib/data/organisation";
import { hasOwnPassword } from "@/lib/data/people";
import { isReviewSeat, roleLabel } from "@/lib/domain/roles";

export const metadata: Metadata = { title: "Your account" };

/** Who one is here, one's own Monday mail and password. */
export default async function AccountPage() {
  const actor = await requireActor("account.manage");
  const [hasPassword, { cmoTitle }, wants] = await Promise.all([
    hasOwnPassword(actor),
    readOrganisation(),
    wantsDigest(actor),
  ]);
  const facts = [
    { label: "Name", value: actor.name },
    { label: "Role", value: roleLabel(actor.role, cmoTitle) },
    { label: "E-mail", value: actor.email },
  ];
  return (
    <Page>
      <PageHead title="Your account" note="An admin changes name and role, under Settings, People." />
      <FactLines facts={facts} className="border-ink border-t text-s" />
      {isReviewSeat(actor.role) && (
        <section aria-labelledby="own-digest" className="mt-12">
          <SectionHead id="own-digest" title="Monday digest" />
          <DigestChoice wants={wants} />
        </section>
      )}
      <section aria-labelledby="own-password" className="mt-12">
        <SectionHead id="own-password" title="Password" />
        {hasPassword ? (
          <OwnPasswordForm
            email={actor.email}
            hint={`${PASSWORD_MIN} to ${PASSWORD_MAX} characters; a sentence does well.`}
          />
        ) : (
          <p className="py-2.5 text-muted">
            Your account has no password: you come in another way. An admin can give you one.
          </p>
        )}
      </section>
    </Page>
  );
}
