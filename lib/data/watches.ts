import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { dateIn, type IsoDate } from "@/lib/domain/dates";
import { type Reason, rankReasons } from "@/lib/domain/reasons";
import { type FrozenRejection, firstFallen, hasFallen, type ReasonShare, shareOf } from "@/lib/domain/watch";
import { AppError } from "@/lib/errors";
import type { Rows } from "./frozen-figures";
import { frozenRejections, latestRejection } from "./frozen-rejections";
import { readOrganisation } from "./organisation";

export const WATCH_OBJECT = "watch";
export const watchObject = (id: bigint | string): string => `${WATCH_OBJECT}:${id}`;

/** The one watched reason (product.md D9). */
export interface Watch {
  id: bigint;
  reason: Reason;
  baseline: ReasonShare;
  startedOn: IsoDate;
  startedBy: string;
}

/** A public thank-you with both numbers and their frozen Mondays. */
export interface ThankYou {
  id: bigint;
  reason: Reason;
  baseline: ReasonShare;
  now: ReasonShare;
  by: string;
  text: string;
  at: Date;
}

export interface WatchPage {
  watch: Watch | null;
  /** The latest frozen Monday's figure of the watched reason, where it is later than the baseline. */
  now: ReasonShare | null;
  isFallen: boolean;
  /** First Monday after the baseline on which the number had fallen. */
  firstFallen: ReasonShare | null;
  /** From the baseline on, oldest first. */
  trend: ReasonShare[];
  /** The latest frozen Monday, from which a reason is chosen; null before the first one. */
  latest: FrozenRejection | null;
  /** The reason with most rejections there. */
  hottest: Reason | null;
  /** Latest first. */
  wall: ThankYou[];
}

interface WatchRow {
  id: bigint;
  reason: Reason;
  asOf: IsoDate;
  count: number;
  n: number;
  startedOn: IsoDate;
  startedBy: string;
}

async function openWatch(): Promise<Watch | null> {
  const [row] = await db().$queryRaw<WatchRow[]>`
    SELECT w.id, w.reason::text, w.baseline_as_of::text AS "asOf", w.baseline_count AS count, w.baseline_n AS n,
      w.started_on::text AS "startedOn", u.name AS "startedBy"
    FROM watches w JOIN users u ON u.id = w.started_by_id WHERE w.ended_on IS NULL`;
  if (!row) return null;
  const { id, reason, startedOn, startedBy, asOf, count, n } = row;
  return { id, reason, startedOn, startedBy, baseline: { asOf, count, n } };
}

/** Every thank-you, the latest first. */
function fetchWall(): Promise<ThankYou[]> {
  return db().$queryRaw<ThankYou[]>`
    SELECT t.id, w.reason::text,
      json_build_object('asOf', w.baseline_as_of, 'count', t.baseline_count, 'n', t.baseline_n) AS baseline,
      json_build_object('asOf', t.as_of, 'count', t.count, 'n', t.n) AS now, u.name AS by, t.text, t.at
    FROM thanks t JOIN watches w ON w.id = t.watch_id JOIN users u ON u.id = t.by_id ORDER BY t.at DESC, t.id DESC`;
}

function hottestOf(latest: FrozenRejection | null): Reason | null {
  const [first] = latest ? rankReasons(latest.counts) : [];
  return first?.rank === 1 ? first.code : null;
}

/** The watched reason, its number since the baseline, and the wall of thank-yous. Throws AppError FORBIDDEN. */
export async function readWatch(actor: Actor, now: Date): Promise<WatchPage> {
  await authorize(actor, "metrics.read", WATCH_OBJECT);
  const { timeZone } = await readOrganisation();
  const today = dateIn(now, timeZone);
  const rowsOf: Rows = (sql) => db().$queryRaw(sql);
  const [watch, latest, wall] = await Promise.all([openWatch(), latestRejection(rowsOf, today), fetchWall()]);
  const known = { watch, latest, hottest: hottestOf(latest), wall };
  if (!watch) return { ...known, now: null, isFallen: false, firstFallen: null, trend: [] };
  const { reason, baseline } = watch;
  const rows = await frozenRejections(rowsOf, { from: baseline.asOf, to: today });
  const trend = rows.map((row) => shareOf(row, reason));
  const last = trend.at(-1);
  const current = last && last.asOf > baseline.asOf ? last : null;
  const isFallen = current !== null && hasFallen(baseline, current);
  return { ...known, now: current, isFallen, firstFallen: firstFallen(baseline, trend), trend };
}

export function noWatch(): AppError {
  return new AppError("NOT_FOUND", { message: "There is no such watch. Reload the page." });
}
