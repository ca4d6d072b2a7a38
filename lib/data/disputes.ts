import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import type { IsoDate } from "@/lib/domain/dates";
import type { DefinitionKey } from "@/lib/domain/definition";
import type { FieldValue, Side } from "@/lib/domain/disputes";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/prisma/generated/client";
import { lastSeen } from "./changes";

export const DISPUTES_OBJECT = "disputes";
export const disputeObject = (id: bigint | string): string => `dispute:${id}`;

/** What one side wants a field to be, and why. */
export interface Position {
  side: Side;
  name: string;
  value: FieldValue;
  reason: string;
  statedAt: Date;
}

/** The CEO's pick. */
export interface Resolution {
  picked: Side;
  by: string;
  reason: string;
  at: Date;
  /** The version that carries it. */
  version: number;
  /** The first day on which the field may be disputed again. */
  closedUntil: IsoDate;
}

/** CRO and CMO differ about one field of the definition (product.md C10). */
export interface Dispute {
  id: bigint;
  field: DefinitionKey;
  raisedBy: Side;
  openedAt: Date;
  withdrawnAt: Date | null;
  /** At most one per side. */
  positions: Partial<Record<Side, Position>>;
  resolution: Resolution | null;
}

interface DisputeRow {
  id: bigint;
  field: DefinitionKey;
  raisedBy: Side;
  openedAt: Date;
  withdrawnAt: Date | null;
  positions: (Omit<Position, "statedAt"> & { statedAt: string })[];
  picked: Side | null;
  by: string | null;
  reason: string | null;
  at: Date | null;
  version: number | null;
  closedUntil: IsoDate | null;
}

const DISPUTES = Prisma.sql`
  SELECT d.id, d.field::text, d.raised_by::text AS "raisedBy", d.opened_at AS "openedAt", d.withdrawn_at AS "withdrawnAt",
    (SELECT coalesce(json_agg(json_build_object('side', p.side, 'name', u.name, 'value', p.value, 'reason', p.reason,
        'statedAt', p.stated_at)), '[]')
      FROM dispute_positions p JOIN users u ON u.id = p.user_id WHERE p.dispute_id = d.id) AS positions,
    d.picked::text, c.name AS by, d.reason, d.resolved_at AS at, d.agreement_version AS version,
    d.closed_until::text AS "closedUntil"
  FROM disputes d LEFT JOIN users c ON c.id = d.resolved_by_id`;

function resolutionOf({ picked, by, reason, at, version, closedUntil }: DisputeRow): Resolution | null {
  if (picked === null || by === null || reason === null || at === null || version === null || closedUntil === null)
    return null;
  return { picked, by, reason, at, version, closedUntil };
}

function disputeOf(row: DisputeRow): Dispute {
  const { id, field, raisedBy, openedAt, withdrawnAt } = row;
  const positions = row.positions.map((one) => [one.side, { ...one, statedAt: new Date(one.statedAt) }] as const);
  return {
    id,
    field,
    raisedBy,
    openedAt,
    withdrawnAt,
    positions: Object.fromEntries(positions),
    resolution: resolutionOf(row),
  };
}

export const isOpenDispute = ({ withdrawnAt, resolution }: Dispute): boolean =>
  withdrawnAt === null && resolution === null;

/** All disputes, the open ones first, then the latest. Throws AppError FORBIDDEN. */
export async function readDisputes(actor: Actor): Promise<Dispute[]> {
  await authorize(actor, "agreement.read", DISPUTES_OBJECT);
  const rows = await db().$queryRaw<DisputeRow[]>`
    ${DISPUTES} ORDER BY (d.resolved_at IS NULL AND d.withdrawn_at IS NULL) DESC, coalesce(d.resolved_at, d.withdrawn_at, d.opened_at) DESC, d.id DESC`;
  return rows.map(disputeOf);
}

export interface DisputePage {
  dispute: Dispute;
  /** Last entry of the audit log about it. */
  seen: bigint;
}

/** One dispute; null for an address that names none. Throws AppError FORBIDDEN. */
export async function readDispute(actor: Actor, id: string): Promise<DisputePage | null> {
  await authorize(actor, "agreement.read", disputeObject(id));
  if (!/^[1-9]\d{0,17}$/.test(id)) return null;
  const [row] = await db().$queryRaw<DisputeRow[]>`${DISPUTES} WHERE d.id = ${BigInt(id)}`;
  return row ? { dispute: disputeOf(row), seen: await lastSeen(disputeObject(id)) } : null;
}

export function noDispute(): AppError {
  return new AppError("NOT_FOUND", { message: "There is no such dispute. Go back to the list." });
}
