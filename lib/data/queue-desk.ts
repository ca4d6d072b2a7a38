import "server-only";
import { may, type Person } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import type { BusinessCalendar } from "@/lib/domain/calendar";
import type { SegmentSetting, SourceSetting } from "@/lib/domain/metrics-facts";
import { type QueuedLead, type StandingVerdict, undoOpenSince } from "@/lib/domain/queue";
import { fetchMetricsSettings } from "./metrics-settings";
import { listActivePeople, type PersonOption } from "./people";
import { readQueueLeads } from "./queue-leads";
import { type QueueFilter, type QueueList, readOwnVerdicts, readQueue, readVerdict } from "./queue-list";

/** The calendar and the names that the queue's words need. */
export interface QueueSettings {
  calendar: BusinessCalendar;
  sources: readonly SourceSetting[];
  segments: readonly SegmentSetting[];
}

export interface QueueDesk extends QueueList {
  settings: QueueSettings;
  /** As asked for, without a source that does not exist. */
  filter: QueueFilter;
  /** The lead to show and those that follow it. */
  leads: QueuedLead[];
  selected: string | null;
  /** What stands on the lead that was asked for, when it is not this person's to decide. */
  verdict: StandingVerdict | null;
  own: StandingVerdict[];
  assignees: PersonOption[];
}

/** Details sent with the page: the lead that is shown, and so many after it. */
const AHEAD = 15;

export async function readQueueSettings(): Promise<QueueSettings> {
  const { calendar, sources, segments } = await fetchMetricsSettings(db());
  return { calendar, sources, segments };
}

/**
 * All that the queue's page shows this person. `lead` is a cycle to open, `done` one that was just decided; both may be
 * somebody else's or gone, which `verdict` then explains. Throws AppError FORBIDDEN, SETTINGS_MISSING.
 */
export async function readQueueDesk(
  actor: Person,
  asked: QueueFilter & { lead: string | null; done: string | null },
  now: Date,
): Promise<QueueDesk> {
  const settings = await readQueueSettings();
  const { source, segment, lead, done } = asked;
  const isKnown = settings.sources.some(({ code }) => code === source);
  const filter = { source: isKnown ? source : null, segment };
  const [list, own, assignees] = await Promise.all([
    readQueue(actor, filter, now),
    may(actor, "leads.decide") ? readOwnVerdicts(actor, undoOpenSince(now, settings.calendar.zone)) : [],
    may(actor, "queue.reassign") ? listActivePeople(["bdr", "partner_manager"]) : [],
  ]);
  const from = Math.max(
    0,
    list.rows.findIndex(({ id }) => id === lead),
  );
  const ids = list.rows.slice(from, from + AHEAD).map(({ id }) => id);
  const leads = await readQueueLeads(actor, lead === null ? ids : [...new Set([lead, ...ids])], now);
  const selected = leads.find(({ id }) => id === lead)?.id ?? ids[0] ?? null;
  const gone = done ?? (lead !== null && selected !== lead ? lead : null);
  const verdict = gone === null ? null : await readVerdict(actor, gone);
  return { ...list, settings, filter, leads, selected, verdict, own, assignees };
}
