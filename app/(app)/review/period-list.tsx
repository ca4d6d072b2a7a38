import { PeriodList } from "@/components/period/period-list";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHead } from "@/components/ui/page-head";
import { requireActor } from "@/lib/auth/gate";
import { listPeriods } from "@/lib/data/period-reviews";
import { type PeriodKind, periodOf } from "@/lib/domain/periods";
import { periodLines } from "@/lib/view/period/list";
import { emptyWords, KIND_TITLES } from "@/lib/view/period/words";

/** The reviews of one kind. */
export async function PeriodListPage({ kind }: { kind: PeriodKind }) {
  const actor = await requireActor("metrics.read");
  const { periods, startMonth, today } = await listPeriods(actor, kind, new Date());
  const empty = emptyWords(periodOf(kind, today, startMonth), today, false);
  return (
    <>
      <PageHead {...KIND_TITLES[kind]} />
      {periods.length === 0 && <EmptyState title="No Monday is frozen yet">{empty.text}</EmptyState>}
      {periods.length > 0 && <PeriodList lines={periodLines(periods)} />}
    </>
  );
}
