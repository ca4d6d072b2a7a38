import type { ReactNode } from "react";
import { Page } from "@/components/shell/page";
import { SectionNav } from "@/components/shell/section-nav";
import { requirePerson } from "@/lib/auth/gate";
import { REVIEW_PAGES } from "./entries";

/** Frame of the reviews. */
export default async function ReviewLayout({ children }: { children: ReactNode }) {
  await requirePerson();
  return (
    <Page>
      <SectionNav label="Reviews" entries={REVIEW_PAGES} />
      {children}
    </Page>
  );
}
