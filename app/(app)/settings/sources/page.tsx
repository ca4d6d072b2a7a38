import type { Metadata } from "next";
import { Suspense } from "react";
import { Feed } from "@/app/(app)/settings/feed";
import { SourceList } from "@/components/settings/source-list";
import { UnmappedSources } from "@/components/settings/unmapped-sources";
import { PageHead } from "@/components/ui/page-head";
import { SectionHead } from "@/components/ui/section-head";
import { Skeleton } from "@/components/ui/skeleton";
import type { Person } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/gate";
import { readSources, readUnmappedSources, SOURCES_OBJECT, type SourcesPage } from "@/lib/data/sources";
import { codeChoices } from "@/lib/view/choices";

export const metadata: Metadata = { title: "Sources" };

export default async function SourcesSettings() {
  const actor = await requireActor("settings.edit");
  const page = await readSources(actor);
  return (
    <>
      <PageHead
        title="Sources"
        note="Their order is that of every table. There is no “Other”: a value that nobody has mapped stands as a row of its own."
      />
      <section aria-labelledby="unmapped">
        <SectionHead
          id="unmapped"
          title="Not mapped yet"
          note="mapping moves everything that came in under a value, and later records follow; frozen Mondays stay"
        />
        <Suspense fallback={<Skeleton label="Counting what came in" lines={2} />}>
          <Unmapped actor={actor} page={page} />
        </Suspense>
      </section>
      <section aria-labelledby="sources" className="mt-12">
        <SectionHead id="sources" title="Configured sources" note="floors are set on their own page" />
        <SourceList sources={page.sources} seen={String(page.seen)} />
      </section>
      <Feed objects={[SOURCES_OBJECT]} />
    </>
  );
}

/** Counts rows of large tables: it comes after the rest of the page. */
async function Unmapped({ actor, page: { sources, seen } }: { actor: Person; page: SourcesPage }) {
  const unmapped = await readUnmappedSources(actor);
  const targets = codeChoices(sources.filter(({ isActive }) => isActive));
  return <UnmappedSources unmapped={unmapped} sources={targets} seen={String(seen)} />;
}
