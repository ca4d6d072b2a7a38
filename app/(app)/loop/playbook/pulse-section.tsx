import { Sparkline } from "@/components/chart/sparkline";
import { PulseForm } from "@/components/playbook/pulse-form";
import { PulseTable } from "@/components/playbook/pulse-table";
import { SectionHead } from "@/components/ui/section-head";
import { may, type Person } from "@/lib/auth/actor";
import type { PulsePage } from "@/lib/data/pulse";
import { roleLabel } from "@/lib/domain/roles";
import { monthWords } from "@/lib/view/dates";
import { PULSE_CAPTION, pulseLines, pulseMeans, pulseState } from "@/lib/view/loop/pulse";

type Props = { actor: Person; page: PulsePage; cmoTitle: string };

/** 0 to 10 from both leaders each month, hidden until both have answered. */
export function PulseSection({ actor, page: { month, own, months }, cmoTitle }: Props) {
  const isShown = months.some((answered) => answered.month === month);
  const asks = may(actor, "pulse.answer") && own === null && !isShown;
  return (
    <section aria-labelledby="pulse">
      <SectionHead
        id="pulse"
        title="Conflict pulse"
        note="0 is peace, 10 is war; once a month from each of the two leaders"
        actions={
          months.length > 1 && (
            <Sparkline values={pulseMeans(months)} floor={null} steps="months answered by both" unit="of 10" />
          )
        }
      />
      <p className="max-w-text py-3 text-muted">{pulseState(month, own, isShown)}</p>
      {asks && <PulseForm month={monthWords(month)} />}
      {months.length > 0 && <PulseTable lines={pulseLines(months)} cro={roleLabel("cro")} cmo={cmoTitle} />}
      <p className="mt-2 max-w-text text-muted text-xs">{PULSE_CAPTION}</p>
    </section>
  );
}
