import type { Metadata } from "next";
import Link from "next/link";
import { PageHead } from "@/components/ui/page-head";
import { requireActor, requirePerson } from "@/lib/auth/gate";
import { settingsFor } from "./entries";

export const metadata: Metadata = { title: "Settings" };

/** What this role may set, and nothing else. */
export default async function SettingsPage() {
  const entries = settingsFor(await requirePerson());
  // Whoever may set nothing is refused, and the refusal logged, as at any other page.
  if (entries.length === 0) await requireActor("settings.edit");
  return (
    <>
      <PageHead title="Settings" note="Every change is kept with who made it, what it was before and what it is now." />
      <ul className="border-ink border-t">
        {entries.map(({ href, label, what }) => (
          <li key={href} className="relative border-line border-b">
            <div className="grid min-h-10 content-center gap-x-6 py-2.5 md:grid-cols-[11rem_minmax(0,1fr)]">
              <Link
                href={href}
                prefetch={false}
                className="font-medium underline-offset-2 after:absolute after:inset-0 hover:underline"
              >
                {label}
              </Link>
              <span className="text-muted">{what}</span>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
