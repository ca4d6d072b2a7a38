import type { ReactNode } from "react";
import { Page } from "@/components/shell/page";
import { SectionNav } from "@/components/shell/section-nav";
import { requirePerson } from "@/lib/auth/gate";
import { agreementPagesFor } from "./entries";

/** Frame of all pages around the agreement: the tabs that this person may open. */
export default async function AgreementLayout({ children }: { children: ReactNode }) {
  const entries = agreementPagesFor(await requirePerson());
  return (
    <Page>
      <SectionNav label="Agreement" entries={entries} />
      {children}
    </Page>
  );
}
