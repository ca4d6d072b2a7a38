import type { ReactNode } from "react";
import { Page } from "@/components/shell/page";
import { SectionNav } from "@/components/shell/section-nav";
import { requirePerson } from "@/lib/auth/gate";
import { loopPagesFor } from "./entries";

/** Frame of the pages of the weekly loop: the tabs that this person may open. */
export default async function LoopLayout({ children }: { children: ReactNode }) {
  const entries = loopPagesFor(await requirePerson());
  return (
    <Page>
      <SectionNav label="Loop" entries={entries} />
      {children}
    </Page>
  );
}
