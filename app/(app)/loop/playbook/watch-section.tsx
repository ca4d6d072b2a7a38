import { Sparkline } from "@/components/chart/sparkline";
import { Wall } from "@/components/playbook/wall";
import { ChooseWatchForm, EndWatchForm, ThanksForm } from "@/components/playbook/watch-forms";
import { WatchedNumber } from "@/components/playbook/watched-number";
import { SectionHead } from "@/components/ui/section-head";
import { may, type Person } from "@/lib/auth/actor";
import type { Watch, WatchPage } from "@/lib/data/watches";
import type { IsoDate } from "@/lib/domain/dates";
import { dateWithYear } from "@/lib/view/dates";
import {
  figureOf,
  reasonLabel,
  trendValues,
  WATCH_BASE,
  WATCH_WHY,
  watchChoices,
  watchState,
} from "@/lib/view/loop/watch";

type Props = {
  actor: Person;
  page: WatchPage;
  /** The day from which a watch is meant, while it is still ahead. */
  from: IsoDate | null;
};

/** The one watched reason: choosing it, its number since the baseline, and the thank-you once it has fallen. */
export function WatchSection({ actor, page, from }: Props) {
  const canChoose = may(actor, "watch.choose");
  const { watch } = page;
  return (
    <section aria-labelledby="watch" className="mb-11">
      <SectionHead
        id="watch"
        title="Watched reason"
        note={`one at a time, its share ${WATCH_BASE}; read from frozen Mondays alone`}
        actions={watch && canChoose && <EndWatchForm watch={String(watch.id)} />}
      />
      {watch ? (
        <Watched actor={actor} watch={watch} page={page} />
      ) : (
        <NotWatched canChoose={canChoose} page={page} from={from} />
      )}
    </section>
  );
}

function Watched({ actor, watch, page }: { actor: Person; watch: Watch; page: WatchPage }) {
  const { now, isFallen, trend } = page;
  const canThank = may(actor, "thanks.give");
  return (
    <>
      <div className="grid items-start gap-x-8 gap-y-4 border-line border-b py-4 md:grid-cols-[minmax(0,1fr)_10rem_10rem_auto]">
        <p>
          <span className="font-medium">{reasonLabel(watch.reason)}</span>
          <span className="block text-muted text-xs">
            {watch.startedBy} chose it on {dateWithYear(watch.startedOn)}
          </span>
        </p>
        <WatchedNumber label="Baseline" figure={figureOf(watch.baseline)} />
        {now ? <WatchedNumber label="Now" figure={figureOf(now)} /> : <p className="text-muted">—</p>}
        <Sparkline values={trendValues(trend)} floor={null} steps="frozen Mondays" />
      </div>
      <p className={isFallen ? "py-3 text-good" : "py-3 text-muted"}>
        {isFallen && <span aria-hidden="true">✓ </span>}
        {watchState(now, isFallen)}{" "}
        {!isFallen && canThank && "Your thank-you opens when a frozen Monday shows a lower share than the baseline."}
        {isFallen && !canThank && "The CRO can thank marketing in public now."}
      </p>
      <p className="max-w-text pb-3 text-muted text-xs">{WATCH_WHY}</p>
      {isFallen && canThank && now && <ThanksForm watch={String(watch.id)} asOf={now.asOf} />}
    </>
  );
}

function NotWatched({ canChoose, page, from }: Omit<Props, "actor"> & { canChoose: boolean }) {
  const { latest, hottest } = page;
  if (!latest || hottest === null) {
    return (
      <p className="max-w-text py-3 text-muted">
        Nothing to watch yet.{" "}
        {latest
          ? `On the frozen Monday ${dateWithYear(latest.asOf)} nothing was rejected, so no number can fall.`
          : "A reason is watched from a frozen Monday on, and none is frozen yet. The first one comes on Monday at 06:00."}
      </p>
    );
  }
  const meant = from && ` It is meant for days 46 to 90, from ${dateWithYear(from)} on.`;
  return (
    <>
      <p className="max-w-text py-3 text-muted">
        No reason is watched. The hottest on {dateWithYear(latest.asOf)} was {reasonLabel(hottest)}.{meant}
        {!canChoose && " The CRO, the CMO or the VP RevOps chooses one."}
      </p>
      <p className="max-w-text pb-3 text-muted text-xs">{WATCH_WHY}</p>
      {canChoose && <ChooseWatchForm choices={watchChoices(latest)} />}
    </>
  );
}

/** Every thank-you, the latest first; for all who read the page. */
export function WallSection({ page: { wall }, zone }: { page: WatchPage; zone: string }) {
  return (
    <section aria-labelledby="thanks" className="mb-11">
      <SectionHead id="thanks" title="Thank-yous" note={`from the CRO, in public, with both shares ${WATCH_BASE}`} />
      {wall.length === 0 && (
        <p className="max-w-text py-3 text-muted">
          No thank-you yet. When the watched number has fallen, the CRO thanks marketing here.
        </p>
      )}
      {wall.length > 0 && (
        <Wall
          zone={zone}
          lines={wall.map(({ id, reason, text, by, at, baseline, now }) => ({
            key: String(id),
            reason: reasonLabel(reason),
            text,
            by,
            at,
            before: figureOf(baseline),
            now: figureOf(now),
          }))}
        />
      )}
    </section>
  );
}
