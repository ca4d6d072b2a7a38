import type { Metadata } from "next";
import { PhaseTable } from "@/components/playbook/phase-table";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHead } from "@/components/ui/page-head";
import { SectionHead } from "@/components/ui/section-head";
import { TextLink } from "@/components/ui/text-link";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/gate";
import { readOrganisation } from "@/lib/data/organisation";
import { readPlaybook } from "@/lib/data/playbook";
import { readPulse } from "@/lib/data/pulse";
import { readWatch } from "@/lib/data/watches";
import type { Playbook } from "@/lib/domain/playbook";
import { nextStep, PLAYBOOK_NOTE, phaseSections, playbookTitle, watchFrom } from "@/lib/view/loop/playbook";
import { PulseSection } from "./pulse-section";
import { WallSection, WatchSection } from "./watch-section";

export const metadata: Metadata = { title: "Playbook" };

/** The 90 days, the watched reason, the thank-yous and the conflict pulse (product.md D8 to D10). */
export default async function PlaybookPage() {
  const actor = await requireActor("metrics.read");
  const now = new Date();
  const opens: Opens = (href) => !href.startsWith("/settings/") || may(actor, "settings.edit");
  const { timeZone: zone, cmoTitle } = await readOrganisation();
  const [book, watch, pulse] = await Promise.all([
    readPlaybook(actor, now),
    readWatch(actor, now),
    readPulse(actor, now),
  ]);
  return (
    <>
      <PageHead title={playbookTitle(book)} note={book ? <Lede book={book} opens={opens} /> : PLAYBOOK_NOTE} />
      {book ? <Phases book={book} opens={opens} /> : <NotBegun />}
      <WatchSection actor={actor} page={watch} from={watchFrom(book)} />
      <WallSection page={watch} zone={zone} />
      <PulseSection actor={actor} page={pulse} cmoTitle={cmoTitle} />
    </>
  );
}

type Opens = (href: string) => boolean;
type BookProps = { book: Playbook; opens: Opens };

function Lede({ book, opens }: BookProps) {
  const next = nextStep(book, opens);
  return (
    <>
      {next && (
        <p className="mb-1 text-ink">
          Next: {next.href ? <TextLink href={next.href}>{next.words}</TextLink> : next.words}, {next.when}.
        </p>
      )}
      <p>{PLAYBOOK_NOTE}</p>
    </>
  );
}

function Phases({ book, opens }: BookProps) {
  return phaseSections(book, opens).map(({ id, title, note, caption, lines }) => (
    <section key={id} aria-labelledby={id} className="mb-11">
      <SectionHead id={id} title={title} note={note} />
      <PhaseTable caption={title} lines={lines} />
      {caption && <p className="mt-2 max-w-text text-muted text-xs">{caption}</p>}
    </section>
  ));
}

function NotBegun() {
  return (
    <div className="mb-11">
      <EmptyState title="Two ways to begin">
        Day 1 is the day on which the VP RevOps either{" "}
        <TextLink href="/agreement/diagnostic">opens the diagnostic</TextLink>, which asks both leaders apart what a
        good lead is, or <TextLink href="/agreement">starts the first draft of the agreement</TextLink>. Both are steps
        of the first 14 days.
      </EmptyState>
    </div>
  );
}
