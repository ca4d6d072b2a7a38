import type { ReactNode } from "react";
import { Page } from "@/components/shell/page";
import { SectionNav } from "@/components/shell/section-nav";
import { requirePerson } from "@/lib/auth/gate";

const PAGES = [
  { href: "/audit", label: "Trail" },
  { href: "/audit/refused", label: "Refused" },
] as const;

/** Frame of the audit trail and of the attempts that were refused. */
export default async function AuditLayout({ children }: { children: ReactNode }) {
  await requirePerson();
  return (
    <Page>
      <SectionNav label="Audit" entries={PAGES} />
      {children}
    </Page>
  );
}
