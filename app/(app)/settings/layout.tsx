import type { ReactNode } from "react";
import { Page } from "@/components/shell/page";
import { SectionNav } from "@/components/shell/section-nav";
import { requirePerson } from "@/lib/auth/gate";
import { settingsFor } from "./entries";

/** Frame of all settings: the tabs that this person may open. What they may see is for each page to check. */
export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const entries = settingsFor(await requirePerson());
  return (
    <Page>
      <SectionNav label="Settings" entries={entries.map(({ href, label }) => ({ href, label }))} />
      {children}
    </Page>
  );
}
