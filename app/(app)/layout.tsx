import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { SignOut } from "@/components/session/sign-out";
import { AppShell } from "@/components/shell/app-shell";
import { parseTheme, THEME_COOKIE } from "@/components/ui/theme";
import { requirePerson } from "@/lib/auth/gate";
import { navigationFor } from "@/lib/auth/navigation";
import { homePath } from "@/lib/auth/permissions";
import { readOrganisation } from "@/lib/data/organisation";
import { openCount } from "@/lib/data/queue";
import { roleLabel } from "@/lib/domain/roles";

/** The frame of every page behind sign-in. It says who is here; what they may see is for each page to check. */
export default async function AppLayout({ children }: { children: ReactNode }) {
  const actor = await requirePerson();
  const [queue, organisation, jar] = await Promise.all([openCount(actor), readOrganisation(), cookies()]);
  return (
    <AppShell
      items={navigationFor(actor, { queue })}
      who={{ name: actor.name, roleLabel: roleLabel(actor.role, organisation.cmoTitle) }}
      home={homePath(actor.role)}
      zone={organisation.timeZone}
      theme={parseTheme(jar.get(THEME_COOKIE)?.value)}
      signOut={<SignOut />}
    >
      {children}
    </AppShell>
  );
}
