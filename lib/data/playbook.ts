import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { dateIn, type IsoDate } from "@/lib/domain/dates";
import { validateDefinition } from "@/lib/domain/definition-validation";
import { type Playbook, type PlaybookFacts, playbook } from "@/lib/domain/playbook";
import { REASONS, type Reason } from "@/lib/domain/reasons";
import { DEFAULT_POLICY } from "@/lib/domain/spend-policy";
import { type FrozenRejection, firstFallen, type ReasonShare, shareOf } from "@/lib/domain/watch";
import { Prisma } from "@/prisma/generated/client";
import { frozenRejections } from "./frozen-rejections";
import { readOrganisation } from "./organisation";

export const PLAYBOOK_OBJECT = "playbook";

type FactRow = Omit<
  PlaybookFacts,
  "definitionDrafted" | "watchStarted" | "fixOpened" | "fixOwner" | "moved" | "thanked"
> & {
  /** First edit of the definition, and first proposal, of a version after the provisional one. */
  defined: IsoDate | null;
  proposed: IsoDate | null;
  /** The definition of such a version while nobody has proposed it. */
  draft: unknown;
};

/** The day of an instant in the organisation's zone. */
const dayOf = (instant: Prisma.Sql): Prisma.Sql => Prisma.sql`((${instant}) AT TIME ZONE o.time_zone)::date`;
const day = (instant: Prisma.Sql): Prisma.Sql => Prisma.sql`${dayOf(instant)}::text`;
const AFTER_PROVISIONAL = Prisma.sql`> (SELECT min(version) FROM agreements)`;
const agreed = (column: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`SELECT min(${column}) FROM agreements WHERE version ${AFTER_PROVISIONAL}`;
const audited = (action: string): Prisma.Sql =>
  Prisma.sql`SELECT min(at) FROM audit_log WHERE action = ${action} AND agreement_version ${AFTER_PROVISIONAL}`;

/**
 * The first day, from `since` on, on which an import brought records that were new or changed: a year of history counts from
 * when it came in. The sample company is loaded at once, so that there the date of the record itself says when that would have been.
 */
const broughtOn = (kinds: readonly string[], dated: Prisma.Sql, since: Prisma.Sql): Prisma.Sql => Prisma.sql`
  CASE WHEN EXISTS (SELECT FROM imports WHERE kind::text = ANY (${kinds}) AND via = 'demo' AND inserted > 0) THEN ${dated}
    ELSE (SELECT min(${dayOf(Prisma.sql`finished_at`)}) FROM imports WHERE kind::text = ANY (${kinds}) AND inserted + updated > 0
      AND ${dayOf(Prisma.sql`finished_at`)} >= ${since}) END`;

const FIRST_LEADS = broughtOn(["leads"], Prisma.sql`(SELECT min(handed_over_on) FROM cycles)`, Prisma.sql`'-infinity'`);
/** A deal cannot have been known as won before it was, nor before an import that came after. */
const FIRST_CREDIT = Prisma.sql`
  coalesce(${broughtOn(["opportunities", "stage_history"], Prisma.sql`deal.won_on`, Prisma.sql`deal.won_on`)}, deal.won_on)`;
const FIRST_WON = Prisma.sql`
  SELECT won_on FROM opportunities d WHERE won_on IS NOT NULL AND EXISTS (SELECT FROM deal_credits WHERE opportunity_id = d.id)
  ORDER BY won_on LIMIT 1`;

/** Values that nobody has mapped, from the day on which each came in, and those that were. */
const VALUES = Prisma.sql`
  SELECT ${dayOf(Prisma.sql`first_seen_at`)} AS since, NULL::date AS until FROM sources WHERE is_unmapped
  UNION ALL SELECT ${dayOf(Prisma.sql`(after ->> 'came_in')::timestamptz`)}, ${dayOf(Prisma.sql`at`)} FROM audit_log WHERE action = 'source.map'`;

/** Sources in use of which the agreement that judges books spend, from the day on which they were added until their first. */
const SPENDING = Prisma.sql`
  SELECT ${dayOf(Prisma.sql`SELECT max(at) FROM audit_log WHERE action = 'source.add' AND after ->> 'code' = s.code`)} AS since,
    (SELECT min(CASE WHEN i.via = 'demo' OR i.id IS NULL THEN p.start_date ELSE ${dayOf(Prisma.sql`i.finished_at`)} END)
      FROM spend p LEFT JOIN imports i ON i.id = p.import_id WHERE p.source_code = s.code) AS until
  FROM sources s JOIN agreements a ON a.status IN ('provisional', 'in_force')
  WHERE NOT s.is_unmapped AND s.is_active AND coalesce(a.spend_policy ->> s.code, ${DEFAULT_POLICY}) <> 'none'`;
const waits = (rows: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`SELECT coalesce(json_agg(json_build_object('from', since, 'until', until)), '[]') FROM (${rows}) AS wait`;

/** When all five reasons first had somebody at once, whoever left since. */
const REASONS_OWNED = Prisma.sql`
  SELECT min(r.since) FROM reason_owners r WHERE (SELECT count(DISTINCT reason) FROM reason_owners
    WHERE since <= r.since AND (until IS NULL OR until > r.since)) = ${REASONS.length}`;

/** All but the watch in one statement: smallest and latest dates by index, counts over settings. */
const FACTS = Prisma.sql`
  SELECT ${day(Prisma.sql`SELECT min(opened_at) FROM diagnostic_rounds`)} AS "roundOpened",
    ${day(agreed(Prisma.sql`created_at`))} AS "draftOpened",
    ${day(Prisma.sql`SELECT min(revealed_at) FROM diagnostic_rounds`)} AS "bothAnswered",
    ${day(audited("agreement.define"))} AS defined,
    least(${day(agreed(Prisma.sql`proposed_at`))}, ${day(audited("agreement.propose"))}) AS proposed,
    ${day(agreed(Prisma.sql`signed_at`))} AS signed,
    ${day(Prisma.sql`SELECT min(in_force_at) FROM agreements WHERE frozen_until IS NOT NULL`)} AS frozen,
    (SELECT definition FROM agreements WHERE status = 'draft' ORDER BY version LIMIT 1) AS draft,
    (${FIRST_LEADS})::text AS "firstLeads", (${waits(VALUES)}) AS values, (${waits(SPENDING)}) AS spending,
    (${FIRST_CREDIT})::text AS "firstCredit",
    ${day(Prisma.sql`SELECT min(taken_at) FROM snapshots`)} AS "firstSnapshot",
    (SELECT count(DISTINCT r.reason)::int FROM reason_owners r JOIN users u ON u.id = r.user_id AND u.active
      WHERE r.until IS NULL) AS "ownedReasons",
    ${day(REASONS_OWNED)} AS "reasonsOwned",
    (SELECT coalesce(json_agg(json_build_object('asOf', as_of, 'closedOn', (closed_at AT TIME ZONE o.time_zone)::date) ORDER BY as_of), '[]')
      FROM reviews WHERE closed_at IS NOT NULL) AS reviews
  FROM organisation o LEFT JOIN LATERAL (${FIRST_WON}) AS deal ON true WHERE o.id = 1`;

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

/** Edits of floors, tables or required data draft no definition; one that is no longer whole is open until it is proposed. */
function draftedOn({ defined, proposed, draft }: FactRow): IsoDate | null {
  if (proposed === null) return validateDefinition(draft).ok ? defined : null;
  return defined !== null && defined < proposed ? defined : proposed;
}

/** The day on which the number was known to have fallen: that Monday may have been frozen later. */
function movedOn({ reason, baseline }: WatchRow, mondays: readonly FrozenRejection[]): IsoDate | null {
  const shares = mondays.map((monday) => shareOf(monday, reason));
  const fallen = firstFallen(baseline, shares)?.asOf;
  return mondays.find(({ asOf }) => asOf === fallen)?.takenOn ?? null;
}

/** The 90-day playbook (product.md D8) as it stands today; null while nothing has begun. Throws AppError FORBIDDEN. */
export async function readPlaybook(actor: Actor, now: Date): Promise<Playbook | null> {
  await authorize(actor, "metrics.read", PLAYBOOK_OBJECT);
  const today = dateIn(now, (await readOrganisation()).timeZone);
  const [[row], [watch]] = await Promise.all([db().$queryRaw<FactRow[]>(FACTS), db().$queryRaw<WatchRow[]>(WATCH)]);
  if (!row) return null;
  const to = watch?.endedOn ?? today;
  const mondays = watch ? await frozenRejections((sql) => db().$queryRaw(sql), { from: watch.baseline.asOf, to }) : [];
  const { defined: _defined, proposed: _proposed, draft: _draft, ...facts } = row;
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
