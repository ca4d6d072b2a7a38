import "server-only";
import {
  type Candidate,
  type EarlierQueue,
  type JudgedDocument,
  type RunningClock,
  type RunningClocks,
  rankCandidates,
  waitingWeeks,
} from "@/lib/domain/candidates";
import { clockOwner } from "@/lib/domain/clock-owners";
import type { IsoDate } from "@/lib/domain/dates";
import type { Reason } from "@/lib/domain/reasons";
import { Prisma } from "@/prisma/generated/client";
import type { Rows } from "./agreement-versions";

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
  document: JudgedDocument;
  clocks: RunningClocks;
  candidates: QueuedCandidate[];
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

const MOVES = (asOf: IsoDate) => Prisma.sql`
  SELECT c.unit, c.id::text AS "clockId", m.kind::text, m."on"::text AS "on", c.opened::text, m.due::text
  FROM clock_moves m JOIN clocks c ON c.id = m.clock_id WHERE m."on" <= ${asOf}::date ORDER BY m."on", m.id`;

interface JudgedRow {
  asOf: IsoDate;
  hash: string;
  judges: boolean;
  decided: string | null;
  judged: JudgedDocument | null;
}

/** What a frozen Monday says never changes: a process reads it once, by the hash of its payload. */
const remembered = new Map<string, JudgedDocument>();
const REMEMBER = 500;
/** Nobody waits longer than this; more would only cost time. */
const EARLIER = 104;

/** The Monday itself and the judging ones before it, latest first, each cut after its costs: no deals, no clocks. */
async function judgedMondays(
  rows: Rows,
  asOf: IsoDate,
): Promise<(Omit<JudgedRow, "judged"> & { judged: JudgedDocument })[]> {
  if (remembered.size > REMEMBER) remembered.clear();
  const known = new Map(remembered);
  const found = await rows<JudgedRow>(Prisma.sql`
    SELECT s.as_of::text AS "asOf", encode(s.hash, 'hex') AS hash, s.judges, d.unit AS decided,
      CASE WHEN encode(s.hash, 'hex') <> ALL (${[...known.keys()]}::text[])
        THEN (left(s.payload, strpos(s.payload, ',"influence":') - 1) || '}')::json END AS judged
    FROM snapshots s LEFT JOIN reviews r ON r.as_of = s.as_of LEFT JOIN review_decisions d ON d.id = r.closed_decision_id
    WHERE s.as_of <= ${asOf}::date ORDER BY s.as_of DESC LIMIT ${EARLIER}::int`);
  return found.flatMap((row) => {
    const judged = known.get(row.hash) ?? row.judged;
    if (judged === null) return [];
    remembered.set(row.hash, judged);
    return [{ ...row, judged }];
  });
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
    SELECT o.reason::text, u.id::text, u.name FROM reason_owners o JOIN users u ON u.id = o.user_id WHERE o.until IS NULL`);
  return new Map(found.map(({ reason, ...owner }) => [reason, owner]));
}

/**
 * The ranked candidates of a frozen Monday, as they stand now (product.md D6); null when that Monday is not frozen. Services
 * run it in their transaction.
 */
export async function fetchQueue(rows: Rows, asOf: IsoDate): Promise<ReviewQueue | null> {
  const moves = await rows<MoveRow>(MOVES(asOf));
  const [own, ...before] = await judgedMondays(rows, asOf);
  if (!own || own.asOf !== asOf) return null;
  const earlier = before
    .filter(({ judges }) => judges)
    .map(
      (row): EarlierQueue => ({
        candidates: rankCandidates(row.judged, clocksAt(moves, row.asOf)),
        decided: row.decided,
      }),
    );
  const clocks = clocksAt(moves, asOf);
  const [heads, reasons] = [await fetchHeads(rows, asOf), await fetchReasonOwners(rows)];
  const candidates = rankCandidates(own.judged, clocks).map((candidate) => ({
    ...candidate,
    waitingWeeks: waitingWeeks(candidate, earlier),
    owner: ownerOf(candidate.unit, heads, reasons),
  }));
  return { document: own.judged, clocks, candidates };
}
