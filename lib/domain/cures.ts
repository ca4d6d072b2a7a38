import { addDays, diffDays, type IsoDate, isMonday } from "./dates";
import { compareNames } from "./source-rows";

/** A clock is due this many days after it opened; a breach this soon after a cure resumes the old clock. */
export const CURE_DAYS = 30;

/** Days that a figure looks back at most: cost 90, acceptance four matured weeks (metrics.md §2, §3). */
const WINDOW_DAYS = 90;

export type ClockState = "open" | "cured" | "due" | "killed" | "defunded" | "extended";

export interface Clock {
  /** `acceptance:<source>:<segment>`, `sales_sla:<source>:<segment>`, `cost:<source>` or `reason:<code>`. */
  readonly unit: string;
  readonly opened: IsoDate;
  readonly due: IsoDate;
  readonly state: ClockState;
  /** The day of the cure or of the decision that ended it; `null` while it runs. */
  readonly settledOn: IsoDate | null;
  /** After a kill or defund: a later snapshot showed the unit healthy. */
  readonly rested: boolean;
}

/** What one Monday snapshot says. A unit in neither set (low n, no data) is not judged. */
export interface CureSnapshot {
  readonly asOf: IsoDate;
  readonly breached: ReadonlySet<string>;
  /** Left out: every unit that is not breached is healthy. */
  readonly healthy?: ReadonlySet<string>;
}

/** A decision of the weekly review about a clock that is due. */
export interface CureDecision {
  readonly unit: string;
  readonly on: IsoDate;
  readonly type: "kill" | "defund" | "extend";
  /** Only for `extend`: the new due date, 30 days on when left out. */
  readonly until?: IsoDate;
}

export const acceptanceUnit = (source: string, segment: string): string => `acceptance:${source}:${segment}`;
/** The breach that sales owns: its cell was decided too late or not at all (metrics.md §2). */
export const salesSlaUnit = (source: string, segment: string): string => `sales_sla:${source}:${segment}`;
export const costUnit = (source: string): string => `cost:${source}`;
export const reasonUnit = (code: string): string => `reason:${code}`;

export type CureUnit =
  | { readonly kind: "acceptance" | "sales_sla"; readonly source: string; readonly segment: string }
  | { readonly kind: "cost"; readonly source: string }
  | { readonly kind: "reason"; readonly code: string };

/** The parts of a unit, or `null`. A source may hold colons (`Unmapped: x`), a segment and a code may not. */
export function parseUnit(unit: string): CureUnit | null {
  const parts = /^(acceptance|sales_sla|cost|reason):(.+)$/su.exec(unit);
  const rest = parts?.[2];
  if (!rest) return null;
  if (parts[1] === "cost") return { kind: "cost", source: rest };
  if (parts[1] === "reason") return { kind: "reason", code: rest };
  const split = rest.lastIndexOf(":");
  if (split < 1 || split === rest.length - 1) return null;
  const kind = parts[1] === "sales_sla" ? "sales_sla" : "acceptance";
  return { kind, source: rest.slice(0, split), segment: rest.slice(split + 1) };
}

/** What the review may decide about a clock that is due: a source's cell is killed, its cost defunded; any may be extended. */
export function decisionFits(unit: string, type: CureDecision["type"]): boolean {
  const kind = parseUnit(unit)?.kind;
  if (type === "kill") return kind === "acceptance";
  return type === "defund" ? kind === "cost" : kind !== undefined;
}

/** The source whose cell or cost a unit is; null for a reason. */
export function sourceOfUnit(unit: string): string | null {
  const parts = parseUnit(unit);
  return parts && parts.kind !== "reason" ? parts.source : null;
}

/** Running: at most one such clock per unit (metrics.md §5). */
export function isRunning(clock: Clock): boolean {
  return clock.state === "open" || clock.state === "due" || clock.state === "extended";
}

/** A unit has one running clock (product.md D1): the second is refused. */
export class ClockAlreadyOpenError extends Error {
  override readonly name = "ClockAlreadyOpenError";
  readonly code = "CLOCK_ALREADY_OPEN";

  constructor(readonly unit: string) {
    super(
      `A clock of ${unit} is running already. It ends on a snapshot that shows the unit healthy, or by a decision of the review.`,
    );
  }
}

/** The clock that a Monday opens. Throws ClockAlreadyOpenError while one of the unit runs. */
export function openClock(clocks: readonly Clock[], unit: string, asOf: IsoDate): Clock {
  if (clocks.some((clock) => clock.unit === unit && isRunning(clock))) throw new ClockAlreadyOpenError(unit);
  return { unit, opened: asOf, due: addDays(asOf, CURE_DAYS), state: "open", settledOn: null, rested: false };
}

/** Open clocks and extended ones go on to `due` on the first snapshot on or after the due date that shows the breach. */
function stillBreached(clock: Clock, asOf: IsoDate): Clock {
  return asOf >= clock.due ? { ...clock, state: "due", settledOn: null } : clock;
}

/** Nothing of what the figure of that Monday looks back on lies before the decision, nor on its day. */
const isWindowAfter = (decidedOn: IsoDate | null, asOf: IsoDate): boolean =>
  decidedOn !== null && diffDays(decidedOn, asOf) > WINDOW_DAYS;

/** A unit's latest clock after a snapshot that shows the breach; `null` when the breach needs a new clock. */
function onBreach(clock: Clock, asOf: IsoDate): Clock | null {
  switch (clock.state) {
    case "open":
    case "extended":
      return stillBreached(clock, asOf);
    case "due":
      return clock;
    case "cured":
      if (clock.settledOn === null || diffDays(clock.settledOn, asOf) > CURE_DAYS) return null;
      return stillBreached({ ...clock, state: "open", settledOn: null }, asOf);
    case "killed":
    case "defunded":
      return clock.rested || isWindowAfter(clock.settledOn, asOf) ? null : clock;
  }
}

/** A unit's latest clock after a snapshot without the breach. A clock that is due waits for the review: no cure any more. */
function onQuiet(clock: Clock, asOf: IsoDate, healthy: boolean): Clock {
  if (!healthy) return clock;
  switch (clock.state) {
    case "open":
    case "extended":
      return { ...clock, state: "cured", settledOn: asOf };
    case "killed":
    case "defunded":
      return { ...clock, rested: true };
    default:
      return clock;
  }
}

/** The last clock of each unit in a list that is in the order of opening. */
export function latestByUnit(clocks: readonly Clock[]): Map<string, Clock> {
  return new Map(clocks.map((clock) => [clock.unit, clock]));
}

/**
 * The clocks after one Monday snapshot (metrics.md §5), given all clocks before it in the order of opening: a breach
 * opens, keeps, resumes (within 30 days of the cure, old dates) or makes due; a healthy unit is cured unless its clock is
 * due already. After a kill or defund the trailing window may go on showing the breach: a new clock opens only once a
 * snapshot in between showed the unit healthy, or once the whole window lies after the decision. Throws `RangeError` when `asOf` is no Monday.
 */
export function judge(clocks: readonly Clock[], snapshot: CureSnapshot): Clock[] {
  const { asOf, breached, healthy } = snapshot;
  if (!isMonday(asOf)) throw new RangeError(`Clocks are judged on Mondays, not on ${asOf}`);
  const latest = latestByUnit(clocks);
  const judged = clocks.map((clock) => {
    if (latest.get(clock.unit) !== clock) return clock;
    if (breached.has(clock.unit)) return onBreach(clock, asOf) ?? clock;
    return onQuiet(clock, asOf, healthy?.has(clock.unit) ?? true);
  });
  const opened = [...breached].sort(compareNames).filter((unit) => {
    const clock = latest.get(unit);
    return !clock || onBreach(clock, asOf) === null;
  });
  return [...judged, ...opened.map((unit) => openClock(judged, unit, asOf))];
}

const DECIDED = { kill: "killed", defund: "defunded", extend: "extended" } as const;

/** The clocks after a decision of the review. Only a clock that is due, by what fits its unit; otherwise nothing changes. */
export function decide(clocks: readonly Clock[], decision: CureDecision): Clock[] {
  const state = DECIDED[decision.type];
  if (!decisionFits(decision.unit, decision.type)) return [...clocks];
  return clocks.map((clock) => {
    if (clock.unit !== decision.unit || clock.state !== "due") return clock;
    if (state !== "extended") return { ...clock, state, settledOn: decision.on };
    return { ...clock, state, due: decision.until ?? addDays(decision.on, CURE_DAYS) };
  });
}

/**
 * All clocks that a history of snapshots and decisions has made, in the order of opening, then by unit. The order of the
 * arguments does not matter; on one day the snapshot comes before the decision.
 */
export function replayClocks(snapshots: readonly CureSnapshot[], decisions: readonly CureDecision[] = []): Clock[] {
  return clockSteps(snapshots, decisions).reduce<Clock[]>((clocks, step) => stepClocks(clocks, step), []);
}

/** One thing that may move clocks. */
export type ClockStep<D extends CureDecision = CureDecision> =
  | { readonly snapshot: CureSnapshot; readonly decision?: undefined }
  | { readonly snapshot?: undefined; readonly decision: D };

/** Snapshots and decisions in the order in which they count. */
export function clockSteps<D extends CureDecision>(
  snapshots: readonly CureSnapshot[],
  decisions: readonly D[],
): ClockStep<D>[] {
  return [
    ...snapshots.map((snapshot) => ({ key: `${snapshot.asOf} 0`, step: { snapshot } })),
    ...decisions.map((decision) => ({ key: `${decision.on} 1 ${decision.unit} ${decision.type}`, step: { decision } })),
  ]
    .sort((a, b) => compareNames(a.key, b.key))
    .map(({ step }) => step);
}

export function stepClocks(clocks: readonly Clock[], { snapshot, decision }: ClockStep): Clock[] {
  return snapshot ? judge(clocks, snapshot) : decide(clocks, decision);
}

/**
 * The live view of all running clocks, by unit, as a snapshot of today's figures at `today.asOf` would leave them, given the
 * clocks of the snapshots before: the `cures` of the metrics JSON.
 */
export function runningClocks(clocks: readonly Clock[], today: CureSnapshot): Clock[] {
  return judge(clocks, today)
    .filter(isRunning)
    .sort((a, b) => compareNames(a.unit, b.unit));
}
