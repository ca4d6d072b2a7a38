import type { Metadata } from "next";
import { Feed } from "@/app/(app)/settings/feed";
import { HolidayList } from "@/components/settings/holiday-list";
import { WorkingTimeForm } from "@/components/settings/working-time-form";
import { PageHead } from "@/components/ui/page-head";
import { SectionHead } from "@/components/ui/section-head";
import { requireActor } from "@/lib/auth/gate";
import { CALENDAR_OBJECT, readCalendar } from "@/lib/data/calendar";
import { dateIn } from "@/lib/domain/dates";
import { clockText } from "@/lib/view/settings/clock-text";

export const metadata: Metadata = { title: "Calendar" };

export default async function CalendarSettings() {
  const actor = await requireActor("settings.edit");
  const { zone, workingDays, startMinute, endMinute, holidays, seen } = await readCalendar(actor);
  const today = dateIn(new Date(), zone);
  return (
    <>
      <PageHead
        title="Business calendar"
        note="Both SLAs are counted in it. Leads that were handed over keep their due dates; later hand-overs, and which weeks have matured, follow a change."
      />
      <section aria-labelledby="time">
        <SectionHead id="time" title="Working time" note={`in ${zone}`} />
        <WorkingTimeForm
          days={workingDays}
          start={clockText(startMinute)}
          end={clockText(endMinute)}
          seen={String(seen)}
        />
      </section>
      <section aria-labelledby="holidays" className="mt-12">
        <SectionHead id="holidays" title="Holidays" note="nothing falls due on them" />
        <HolidayList
          coming={holidays.filter(({ day }) => day >= today)}
          past={holidays.filter(({ day }) => day < today).toReversed()}
          seen={String(seen)}
        />
      </section>
      <Feed objects={[CALENDAR_OBJECT]} />
    </>
  );
}
