import { AcceptanceTableView } from "@/components/monday/acceptance-table";
import { CostTableView } from "@/components/monday/cost-table";
import { InfluenceTableView } from "@/components/monday/influence-table";
import { SectionHead } from "@/components/ui/section-head";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import type { SegmentSetting } from "@/lib/domain/metrics-facts";
import { acceptanceTable } from "@/lib/view/monday/acceptance-table";
import { costTable } from "@/lib/view/monday/cost-table";
import { influenceTable } from "@/lib/view/monday/influence-table";
import type { Labels } from "@/lib/view/monday/labels";
import { sectionNotes } from "@/lib/view/monday/page";

type Props = { document: MetricsDocument; labels: Labels; segments: readonly SegmentSetting[]; minimumN: number };

/** A trend is today's knowledge: it has no place beside frozen figures. */
const NO_TREND = { mondays: [], total: { floor: null, points: [] }, bySource: [], cells: [] };

/** The three tables of a frozen Monday, as a review reads them. */
export function ReviewTables({ document, labels, segments, minimumN }: Props) {
  const notes = sectionNotes(document, minimumN);
  const order = segments.map(({ code }) => code);
  return (
    <>
      <section className="mb-8 print:mb-3">
        <SectionHead title="Acceptance, by source and segment" note={notes.acceptance.note} />
        <AcceptanceTableView compact table={acceptanceTable(document, NO_TREND, labels, order, minimumN)} />
      </section>
      <section className="mb-8 print:mb-3">
        <SectionHead title="Cost per pipeline dollar, by source" note={notes.cost.note} />
        <CostTableView compact table={costTable(document, labels)} />
      </section>
      <section className="mb-8 print:mb-3">
        <SectionHead title="Closed-won influence, by source" note={notes.influence.note} />
        <InfluenceTableView compact table={influenceTable(document, labels)} />
      </section>
    </>
  );
}
