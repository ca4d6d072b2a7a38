import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { dateIn, type IsoDate } from "@/lib/domain/dates";
import { validateDefinition } from "@/lib/domain/definition-validation";
import { type Playbook, type PlaybookFacts, playbook } from "@/lib/domain/playbook";
import type { Reason } from "@/lib/domain/reasons";
import { type FrozenRejection, firstFallen, type ReasonShare, shareOf } from "@/lib/domain/watch";
import { Prisma } from "@/prisma/generated/client";
import { frozenRejections } from "./frozen-rejections";
import { readOrganisation } from "./organisation";

export const PLAYBOOK_OBJECT = "playbook";

/** The first version after the provisional one, as far as nobody has proposed it yet. */
interface OpenDraft {
  definition: unknown;
  editedOn: IsoDate;
}

type FactRow = Omit<
  PlaybookFacts,
  "definitionDrafted" | "watchStarted" | "fixOpened" | "fixOwner" | "moved" | "thanked"
> & {
  proposed: IsoDate | null;
  draft: OpenDraft | null;
};

const day = (instant: Prisma.Sql): Prisma.Sql => Prisma.sql`((${instant}) AT TIME ZONE o.time_zone)::date::text`;
const agreed = (column: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`SELECT min(${column}) FROM agreements WHERE version > (SELECT min(version) FROM agreements)`;

/** All but the watch in one statement: smallest and latest dates by index, counts over settings. */
const FACTS = Prisma.sql`
  SELECT ${day(Prisma.sql`SELECT min(opened_at) FROM diagnostic_rounds`)} AS "roundOpened",
    ${day(agreed(Prisma.sql`created_at`))} AS "draftOpened",
    ${day(Prisma.sql`SELECT min(revealed_at) FROM diagnostic_rounds`)} AS "bothAnswered",
    ${day(agreed(Prisma.sql`proposed_at`))} AS proposed, ${day(agreed(Prisma.sql`signed_at`))} AS signed,
    ${day(Prisma.sql`SELECT min(in_force_at) FROM agreements WHERE frozen_until IS NOT NULL`)} AS frozen,
    (SELECT json_build_object('definition', definition, 'editedOn', (updated_at AT TIME ZONE o.time_zone)::date)
      FROM agreements WHERE status = 'draft' AND updated_at > created_at ORDER BY version LIMIT 1) AS draft,
    (SELECT min(handed_over_on)::text FROM cycles) AS "firstHandOver",
    ${day(Prisma.sql`SELECT max(at) FROM audit_log WHERE action = 'source.map'`)} AS "lastMapped",
    (SELECT count(*)::int FROM sources WHERE is_unmapped) AS unmapped,
    (SELECT min(start_date)::text FROM spend) AS "firstSpend",
    (SELECT count(*)::int FROM sources s WHERE NOT is_unmapped AND is_active AND EXISTS (SELECT FROM spend WHERE source_code = s.code))
      AS "sourcesWithSpend",
    (SELECT count(*)::int FROM sources WHERE NOT is_unmapped AND is_active) AS sources,
    (SELECT won_on::text FROM opportunities d WHERE won_on IS NOT NULL
      AND EXISTS (SELECT FROM deal_credits WHERE opportunity_id = d.id) ORDER BY won_on LIMIT 1) AS "firstCredit",
    ${day(Prisma.sql`SELECT min(taken_at) FROM snapshots`)} AS "firstSnapshot",
    (SELECT count(DISTINCT r.reason)::int FROM reason_owners r JOIN users u ON u.id = r.user_id AND u.active
      WHERE r.until IS NULL) AS "ownedReasons",
    ${day(Prisma.sql`SELECT max(since) FROM (SELECT min(since) AS since FROM reason_owners GROUP BY reason) AS first`)} AS "reasonsOwned",
    (SELECT coalesce(json_agg(json_build_object('asOf', as_of, 'closedOn', (closed_at AT TIME ZONE o.time_zone)::date) ORDER BY as_of), '[]')
      FROM reviews WHERE closed_at IS NOT NULL) AS reviews
  FROM organisation o WHERE o.id = 1`;

interface WatchRow {
  reason: Reason;
  baseline: ReasonShare;
  startedOn: IsoDate;
  endedOn: IsoDate | null;
  thankedOn: IsoDate | null;
  fixOpened: IsoDate | null;
  fixOwner: string | null;
}

/** The watch that the playbook follows: the first that ended in a thank-you, else the latest. A fix counts that was open in its time. */
const WATCH = Prisma.sql`
  SELECT w.reason::text, json_build_object('asOf', w.baseline_as_of, 'count', w.baseline_count, 'n', w.baseline_n) AS baseline,
    w.started_on::text AS "startedOn", w.ended_on::text AS "endedOn",
    (t.at AT TIME ZONE o.time_zone)::date::text AS "thankedOn", CASE WHEN f.opened_on IS NOT NULL THEN greatest(f.opened_on, w.started_on)::text END AS "fixOpened",
    f.name AS "fixOwner"
  FROM watches w CROSS JOIN organisation o LEFT JOIN thanks t ON t.watch_id = w.id
  LEFT JOIN LATERAL (SELECT x.opened_on, u.name FROM fixes x JOIN users u ON u.id = x.owner_id
    WHERE x.reason = w.reason AND (x.closed_on IS NULL OR x.closed_on >= w.started_on)
      AND (w.ended_on IS NULL OR x.opened_on <= w.ended_on) ORDER BY x.opened_on, x.id LIMIT 1) f ON true
  ORDER BY t.at IS NULL, t.at, w.id DESC LIMIT 1`;

function draftedOn({ proposed, draft }: FactRow): IsoDate | null {
  if (proposed !== null || draft === null) return proposed;
  return validateDefinition(draft.definition).ok ? draft.editedOn : null;
}

function movedOn({ reason, baseline }: WatchRow, mondays: readonly FrozenRejection[]): IsoDate | null {
  const shares = mondays.map((monday) => shareOf(monday, reason));
  return firstFallen(baseline, shares)?.asOf ?? null;
}

/** The 90-day playbook (product.md D8) as it stands today; null while nothing has begun. Throws AppError FORBIDDEN. */
export async function readPlaybook(actor: Actor, now: Date): Promise<Playbook | null> {
  await authorize(actor, "metrics.read", PLAYBOOK_OBJECT);
  const today = dateIn(now, (await readOrganisation()).timeZone);
  const [[row], [watch]] = await Promise.all([db().$queryRaw<FactRow[]>(FACTS), db().$queryRaw<WatchRow[]>(WATCH)]);
  if (!row) return null;
  const to = watch?.endedOn ?? today;
  const mondays = watch ? await frozenRejections((sql) => db().$queryRaw(sql), { from: watch.baseline.asOf, to }) : [];
  const { proposed: _proposed, draft: _draft, ...facts } = row;
  return playbook(
    {
      ...facts,
      definitionDrafted: draftedOn(row),
      watchStarted: watch?.startedOn ?? null,
      fixOpened: watch?.fixOpened ?? null,
      fixOwner: watch?.fixOwner ?? null,
      moved: watch ? movedOn(watch, mondays) : null,
      thanked: watch?.thankedOn ?? null,
    },
    today,
  );
}
