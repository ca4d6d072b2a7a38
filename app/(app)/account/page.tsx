import type { Metadata } from "next";
import { OwnPasswordForm } from "@/components/account/own-password-form";
import { Page } from "@/components/shell/page";
import { FactLines } from "@/components/ui/fact-lines";
import { PageHead } from "@/components/ui/page-head";
import { SectionHead } from "@/components/ui/section-head";
import { requireActor } from "@/lib/auth/gate";
import { PASSWORD_MAX, PASSWORD_MIN } from "@/lib/auth/passwords";
import { readOrganisation } from "@/lib/data/organisation";
import { hasOwnPassword } from "@/lib/data/people";
import { roleLabel } from "@/lib/domain/roles";

export const metadata: Metadata = { title: "Your account" };

/** Who one is here, and one's own password. */
export default async function AccountPage() {
  const actor = await requireActor("account.manage");
  const [hasPassword, { cmoTitle }] = await Promise.all([hasOwnPassword(actor), readOrganisation()]);
  const facts = [
    { label: "Name", value: actor.name },
    { label: "Role", value: roleLabel(actor.role, cmoTitle) },
    { label: "E-mail", value: actor.email },
  ];
  return (
    <Page>
      <PageHead title="Your account" note="An admin changes name and role, under Settings, People." />
      <FactLines facts={facts} className="border-ink border-t text-s" />
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
