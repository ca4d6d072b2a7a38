import type { ClientBase } from "pg";
import { clockHistory, clockKey } from "@/lib/domain/clock-moves";
import type { ClockState, CureDecision } from "@/lib/domain/cures";
import { documentSnapshot } from "@/lib/domain/metrics-cures";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { type CheckResult, Tally } from "./check";

const SNAPSHOTS = `
  SELECT as_of::text AS "asOf", payload::json -> 'acceptance' AS acceptance, payload::json -> 'rejection' AS rejection, payload::json -> 'cost' AS cost
  FROM snapshots WHERE judges ORDER BY as_of`;

const DECISIONS = `
  SELECT d.id::text, d.unit, d.type::text, (r.closed_at AT TIME ZONE o.time_zone)::date::text AS "on", d.until::text
  FROM review_decisions d JOIN reviews r ON r.closed_decision_id = d.id CROSS JOIN organisation o
  WHERE d.type IN ('kill', 'defund', 'extend')`;

const CLOCKS = `
  SELECT unit, opened::text, due::text, state::text, settled_on::text AS "settledOn", rested FROM clocks ORDER BY opened, unit`;

const MOVES = `
  SELECT c.unit, c.opened::text, m.kind::text, m."on"::text, m.due::text, m.snapshot_as_of::text AS snapshot, m.decision_id::text AS decision
  FROM clock_moves m JOIN clocks c ON c.id = m.clock_id`;

type Frozen = Pick<MetricsDocument, "acceptance" | "rejection" | "cost"> & { asOf: string };
type Decision = Omit<CureDecision, "until"> & { id: string; until: string | null };

/** One line for each row, by its name: what is stored and what the replay says are compared as text. */
type Lines = Map<string, string>;

function compare(tally: Tally, stored: Lines, replayed: Lines): void {
  for (const key of new Set([...stored.keys(), ...replayed.keys()])) {
    tally.checked += 1;
    const [is, says] = [stored.get(key) ?? "nothing", replayed.get(key) ?? "nothing"];
    if (is !== says) tally.differ({ clock: key, stored: is, replayed: says });
  }
}

const lines = <Row>(rows: readonly Row[], key: (row: Row) => string, words: (row: Row) => string): Lines =>
  new Map(rows.map((row) => [key(row), words(row)]));

interface ClockRow {
  unit: string;
  opened: string;
  due: string;
  state: ClockState;
  settledOn: string | null;
  rested: boolean;
}

interface MoveRow extends Pick<ClockRow, "unit" | "opened" | "due"> {
  kind: string;
  on: string;
  snapshot: string | null;
  decision: string | null;
}

const clockWords = ({ due, state, settledOn, rested }: ClockRow) =>
  `${state}, due ${due}${settledOn ? `, settled ${settledOn}` : ""}${rested ? ", at rest" : ""}`;
const moveKey = (move: MoveRow) => `${clockKey(move)}: ${move.kind} ${move.on}`;
const moveWords = ({ due, snapshot, decision }: MoveRow) =>
  `due ${due} by ${decision ? `decision ${decision}` : `snapshot ${snapshot}`}`;

/**
 * Clocks and their moves are what snapshots and the decisions of closed reviews make of them, replayed without a look at what is
 * stored; each move has its cause, and no unit has two running clocks (metrics.md §5).
 */
export async function cureClocks(client: ClientBase): Promise<CheckResult> {
  const tally = new Tally("cure clocks and their moves");
  const { rows: frozen } = await client.query<Frozen>(SNAPSHOTS);
  const { rows: decisions } = await client.query<Decision>(DECISIONS);
  const { rows: clocks } = await client.query<ClockRow>(CLOCKS);
  const { rows: moves } = await client.query<MoveRow>(MOVES);
  const replay = clockHistory(
    frozen.map(({ asOf, ...parts }) => documentSnapshot(asOf, parts)),
    decisions.map(({ until, ...decision }) => ({ ...decision, ...(until && { until }) })),
  );
  const caused = replay.moves.map(({ decision, ...move }) => ({
    ...move,
    snapshot: decision ? null : move.on,
    decision: decision?.id ?? null,
  }));
  compare(tally, lines(clocks, clockKey, clockWords), lines(replay.clocks, clockKey, clockWords));
  compare(tally, lines(moves, moveKey, moveWords), lines(caused, moveKey, moveWords));
  const running = clocks.filter(({ state }) => ["open", "due", "extended"].includes(state)).map(({ unit }) => unit);
  for (const unit of new Set(running)) {
    const count = running.filter((each) => each === unit).length;
    if (count > 1) tally.differ({ unit, wrong: `${count} clocks run at once` });
  }
  return tally.result();
}
