import { LazyTrendChart } from "@/components/chart/lazy-trend-chart";
import type { TrendModel } from "@/components/chart/trend-model";
import { SectionHead } from "@/components/ui/section-head";
import { type Tab, Tabs } from "@/components/ui/tabs";
import { CsvLink } from "./csv-link";

type Props = { model: TrendModel; sources: Tab[] /** Address of all trends as CSV. */; csv: string };

/** Twelve Mondays of one source against its floor, or the floors of its segments. The source is in the address. */
export function Trends({ model, sources, csv }: Props) {
  return (
    <section className="mb-11 print:hidden">
      <SectionHead
        title="Trends"
        note="acceptance of each Monday’s four matured weeks, today’s knowledge"
        actions={<CsvLink href={csv} />}
      />
      <Tabs label="Source" tabs={sources} />
      <LazyTrendChart model={model} />
    </section>
  );
}
