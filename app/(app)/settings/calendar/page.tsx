import type { Metadata } from "next";
import { Feed } from "@/app/(app)/settings/feed";
import { EditingNote, SavedWords } from "@/components/agreement/editing-note";
import { HolidayList } from "@/components/settings/holiday-list";
import { WorkingTimeForm } from "@/components/settings/working-time-form";
import { PageHead } from "@/components/ui/page-head";
import { SectionHead } from "@/components/ui/section-head";
import { requireActor } from "@/lib/auth/gate";
import { readEditing } from "@/lib/data/agreed-tables";
import { readCalendar } from "@/lib/data/calendar";
import { dateIn } from "@/lib/domain/dates";
import { isClosed } from "@/lib/domain/editing";
import { timeText } from "@/lib/view/settings/agreed-now";
import { clockText } from "@/lib/view/settings/clock-text";
import { editingModel, savedWords, saveWords } from "@/lib/view/settings/editing";

export const metadata: Metadata = { title: "Calendar" };

export default async function CalendarSettings() {
  const actor = await requireActor("settings.edit");
  const now = new Date();
  const [calendar, editing] = await Promise.all([readCalendar(actor), readEditing(actor, now)]);
  const { zone, holidays, seen, feed } = calendar;
  const model = editingModel(editing);
  const today = dateIn(now, zone);
  return (
    <>
      <PageHead
        title="Business calendar"
        note="Both SLAs are counted in it. Leads that were handed over keep their due dates; later hand-overs, and which weeks have matured, follow a change."
      />
      <EditingNote {...model} />
      <section aria-labelledby="time">
        <SectionHead id="time" title="Working time" note={`in ${zone}`} />
        {isClosed(editing) ? (
          <p className="pt-2.5">{timeText(calendar)}</p>
        ) : (
          <WorkingTimeForm
            days={calendar.workingDays}
            start={clockText(calendar.startMinute)}
            end={clockText(calendar.endMinute)}
            seen={String(seen)}
            now={calendar.live && `now ${timeText(calendar.live)}`}
            save={saveWords(editing)}
            saved={
              <SavedWords
                words={savedWords(editing, "Saved. Later hand-overs get their due dates by it.")}
                hasDraft={model.hasDraft}
              />
            }
          />
        )}
      </section>
      <section aria-labelledby="holidays" className="mt-12">
        <SectionHead id="holidays" title="Holidays" note={holidayNote(editing.isFrozen)} />
        <HolidayList
          coming={holidays.filter(({ day }) => day >= today)}
          past={holidays.filter(({ day }) => day < today).toReversed()}
          seen={String(seen)}
          heldTo={editing.isFrozen ? today : null}
        />
      </section>
      <Feed objects={feed} />
    </>
  );
}

/** Those that are over are part of what was counted. */
function holidayNote(isFrozen: boolean): string {
  const none = "nothing falls due on them";
  return isFrozen ? `${none}; no part of the agreement, but days up to today stay as they are` : none;
}
