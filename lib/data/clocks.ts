import "server-only";
import { db } from "@/lib/db";
import type { ClockMoveKind } from "@/lib/domain/clock-moves";
import type { OwnerDirectory, OwningPerson } from "@/lib/domain/clock-owners";
import type { Clock } from "@/lib/domain/cures";
import type { IsoDate } from "@/lib/domain/dates";
import type { Reason } from "@/lib/domain/reasons";
import { Prisma } from "@/prisma/generated/client";
import type { Reader } from "./reader";

/** One step of a clock and what caused it: a snapshot or a decision, never neither. */
export interface StoredMove {
  kind: ClockMoveKind;
  on: IsoDate;
  /** The due date from then on. */
  due: IsoDate;
  snapshotAsOf: IsoDate | null;
  decision: { id: string; reviewAsOf: IsoDate; why: string } | null;
}

/** A clock as the latest judging snapshot and the decisions after it left it. */
export interface StoredClock extends Clock {
  id: bigint;
  /** Oldest first. */
  moves: StoredMove[];
}

/**
 * The clocks with all their moves, oldest first; `unit` and `id` narrow, `running` leaves out settled ones. What was
 * settled stays for ever: a few a week at most.
 */
export async function readClocks(
  { running = false, unit, id }: { running?: boolean; unit?: string; id?: bigint } = {},
  reader: Reader = db(),
): Promise<StoredClock[]> {
  return reader.$queryRaw<StoredClock[]>`
    SELECT c.id, c.unit, c.opened::text, c.due::text, c.state::text, c.settled_on::text AS "settledOn", c.rested,
      (SELECT coalesce(json_agg(json_build_object('kind', m.kind, 'on', m."on", 'due', m.due, 'snapshotAsOf', m.snapshot_as_of,
          'decision', CASE WHEN d.id IS NOT NULL THEN json_build_object('id', d.id::text, 'reviewAsOf', r.as_of, 'why', d.why) END)
          ORDER BY m."on", m.kind, m.id), '[]')
        FROM clock_moves m LEFT JOIN review_decisions d ON d.id = m.decision_id LEFT JOIN reviews r ON r.id = d.review_id
        WHERE m.clock_id = c.id) AS moves
    FROM clocks c
    WHERE ${running ? Prisma.sql`c.state IN ('open', 'due', 'extended')` : Prisma.sql`true`}
      AND ${unit === undefined ? Prisma.sql`true` : Prisma.sql`c.unit = ${unit}`}
      AND ${id === undefined ? Prisma.sql`true` : Prisma.sql`c.id = ${id}`}
    ORDER BY c.opened, c.unit`;
}

/** Who answers for breaches now: the active people of the two roles, and the named person of each reason. */
export async function readOwnerDirectory(reader: Reader = db()): Promise<OwnerDirectory> {
  const rows = await reader.$queryRaw<(OwningPerson & { of: string })[]>`
    SELECT u.id, u.name, u.active, u.role::text AS of FROM users u
      WHERE u.active AND u.role IN ('head_demand_gen', 'head_sdr')
    UNION ALL
    SELECT u.id, u.name, u.active, r.reason::text FROM reason_owners r JOIN users u ON u.id = r.user_id WHERE r.until IS NULL
    ORDER BY 2, 1`;
  const of = (role: string): OwningPerson[] =>
    rows.filter((row) => row.of === role).map(({ id, name, active }) => ({ id, name, active }));
  const isRole = (text: string) => text === "head_demand_gen" || text === "head_sdr";
  const reasons = rows.filter((row) => !isRole(row.of));
  return {
    roles: { head_demand_gen: of("head_demand_gen"), head_sdr: of("head_sdr") },
    reasons: new Map(reasons.map(({ of: reason, id, name, active }) => [reason as Reason, { id, name, active }])),
  };
}
