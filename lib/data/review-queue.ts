import "server-only";
import {
  type Candidate,
  type EarlierQueue,
  notArguable,
  type RunningClock,
  type RunningClocks,
  rankCandidates,
  waitingWeeks,
} from "@/lib/domain/candidates";
import { clockOwner } from "@/lib/domain/clock-owners";
import type { IsoDate } from "@/lib/domain/dates";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import type { Reason } from "@/lib/domain/reasons";
import { Prisma } from "@/prisma/generated/client";
import type { Rows } from "./agreement-versions";
import { type Frozen, fetchHistory } from "./snapshots";

/** Who answers for a candidate. */
export interface CandidateOwner {
  readonly id: string;
  readonly name: string;
}

/** A candidate as its review shows and keeps it. */
export interface QueuedCandidate extends Candidate {
  readonly waitingWeeks: number;
  readonly owner: CandidateOwner | null;
}

export interface ReviewQueue {
  document: MetricsDocument;
  clocks: RunningClocks;
  candidates: QueuedCandidate[];
  /** Names of the configured sources in use now, by code: budget moves to no other, and a fix names no other. */
  sources: ReadonlyMap<string, string>;
}

interface MoveRow {
  unit: string;
  clockId: string;
  kind: string;
  on: IsoDate;
  opened: IsoDate;
  due: IsoDate;
}

const STATES: Readonly<Record<string, RunningClock["state"]>> = {
  opened: "open",
  resumed: "open",
  due: "due",
  extended: "extended",
};

/** The clocks that run after a Monday was judged, from all moves in their order. */
export function clocksAt(moves: readonly MoveRow[], asOf: IsoDate): Map<string, RunningClock> {
  const clocks = new Map<string, RunningClock>();
  for (const { unit, clockId, kind, on, opened, due } of moves) {
    if (on > asOf) continue;
    const state = STATES[kind];
    if (state) clocks.set(unit, { id: clockId, state, opened, due });
    else clocks.delete(unit);
  }
  return clocks;
}

/** In their order: of one clock and one day, the kinds are named in the order in which they follow from each other. */
const MOVES = (asOf: IsoDate) => Prisma.sql`
  SELECT c.unit, c.id::text AS "clockId", m.kind::text, m."on"::text AS "on", c.opened::text, m.due::text
  FROM clock_moves m JOIN clocks c ON c.id = m.clock_id WHERE m."on" <= ${asOf}::date ORDER BY m."on", m.kind, m.id`;

/** Nobody waits longer than this; more would only cost time. */
const EARLIER = 104;

/** What the closed reviews before a Monday decided about, by their own Monday. */
async function decidedBefore(rows: Rows, asOf: IsoDate): Promise<Map<IsoDate, string>> {
  const found = await rows<{ asOf: IsoDate; unit: string }>(Prisma.sql`
    SELECT r.as_of::text AS "asOf", d.unit FROM reviews r JOIN review_decisions d ON d.id = r.closed_decision_id
    WHERE r.as_of < ${asOf}::date`);
  return new Map(found.map((row) => [row.asOf, row.unit]));
}

/** The queues of the judging Mondays before, latest first. */
async function earlierQueues(rows: Rows, asOf: IsoDate, { mondays }: Frozen, moves: readonly MoveRow[]) {
  const decided = await decidedBefore(rows, asOf);
  return mondays
    .slice(-EARLIER)
    .reverse()
    .map(({ snapshot, ...judged }): EarlierQueue => {
      const document = { ...judged, as_of: snapshot.asOf };
      return {
        candidates: rankCandidates(document, clocksAt(moves, snapshot.asOf)),
        shut: notArguable(document),
        decided: decided.get(snapshot.asOf) ?? null,
      };
    });
}

/** What only came in under an unmapped value is no source yet: nothing that stays names it, so that it can be mapped. */
async function fetchSourcesInUse(rows: Rows): Promise<Map<string, string>> {
  const found = await rows<{ code: string; label: string }>(
    Prisma.sql`SELECT code, label FROM sources WHERE is_active AND NOT is_unmapped ORDER BY position, code`,
  );
  return new Map(found.map(({ code, label }) => [code, label]));
}

type RoleOwners = Readonly<Record<"head_demand_gen" | "head_sdr", CandidateOwner | null>>;

function ownerOf(unit: string, roles: RoleOwners, reasons: ReadonlyMap<Reason, CandidateOwner>): CandidateOwner | null {
  const owner = clockOwner(unit);
  if (!owner) return null;
  return owner.kind === "reason" ? (reasons.get(owner.reason) ?? null) : roles[owner.role];
}

/** The two heads: those who sit in the review, else the one active person of the role. */
async function fetchHeads(rows: Rows, asOf: IsoDate): Promise<RoleOwners> {
  const found = await rows<{ role: string; id: string; name: string; seated: boolean }>(Prisma.sql`
    SELECT u.role::text, u.id::text, u.name, r.id IS NOT NULL AS seated FROM users u
    LEFT JOIN reviews r ON r.as_of = ${asOf}::date AND u.id IN (r.head_demand_gen_id, r.head_sdr_id)
    WHERE (u.active AND u.role IN ('head_demand_gen', 'head_sdr')) OR r.id IS NOT NULL ORDER BY u.id`);
  const one = (role: string): CandidateOwner | null => {
    const own = found.filter((row) => row.role === role);
    const [person, ...others] =
      own.filter(({ seated }) => seated).length > 0 ? own.filter(({ seated }) => seated) : own;
    return person && others.length === 0 ? { id: person.id, name: person.name } : null;
  };
  return { head_demand_gen: one("head_demand_gen"), head_sdr: one("head_sdr") };
}

async function fetchReasonOwners(rows: Rows): Promise<Map<Reason, CandidateOwner>> {
  const found = await rows<{ reason: Reason; id: string; name: string }>(Prisma.sql`
    SELECT o.reason::text, u.id::text, u.name FROM reason_owners o JOIN users u ON u.id = o.user_id WHERE o.until IS NULL AND u.active`);
  return new Map(found.map(({ reason, ...owner }) => [reason, owner]));
}

/**
 * The ranked candidates of a frozen Monday, as they stand now (product.md D6); null when that Monday is not frozen. Services
 * run it in their transaction.
 * @param frozen of that Monday, where it was read already
 */
export async function fetchQueue(rows: Rows, asOf: IsoDate, frozen?: Frozen): Promise<ReviewQueue | null> {
  const history = frozen ?? (await fetchHistory(rows, asOf));
  const { document } = history;
  if (!document) return null;
  const moves = await rows<MoveRow>(MOVES(asOf));
  const earlier = await earlierQueues(rows, asOf, history, moves);
  const clocks = clocksAt(moves, asOf);
  const [heads, reasons] = [await fetchHeads(rows, asOf), await fetchReasonOwners(rows)];
  const candidates = rankCandidates(document, clocks).map((candidate) => ({
    ...candidate,
    waitingWeeks: waitingWeeks(candidate, earlier),
    owner: ownerOf(candidate.unit, heads, reasons),
  }));
  return { document, clocks, candidates, sources: await fetchSourcesInUse(rows) };
}
