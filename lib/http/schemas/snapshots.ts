import "server-only";
import { z } from "zod";
import type { SnapshotList } from "@/lib/data/snapshots";
import { parseAsOf } from "@/lib/domain/as-of";
import type { IsoDate } from "@/lib/domain/dates";
import { FieldsError } from "@/lib/http/problem";
import { asOfParam, pageParams } from "@/lib/http/query";

/** A call that takes no parameter. */
export const noQuery = z.strictObject({});

export const snapshotsQuery = z.strictObject(pageParams);

export const snapshotPath = z.strictObject({ as_of: asOfParam });

export const snapshotListSchema = z.strictObject({
  total: z.int().min(0),
  snapshots: z.array(
    z.strictObject({
      snapshot_id: z.string(),
      as_of: z.string().meta({ format: "date" }),
      taken_at: z.string().meta({ format: "date-time" }),
      agreement_version: z.int(),
      hash: z.string(),
    }),
  ),
});

/** The list in the words of the outside (formats.md). */
export function snapshotListJson({ items, total }: SnapshotList): string {
  const snapshots = items.map(({ asOf, takenAt, agreementVersion, hash }) => ({
    snapshot_id: asOf,
    as_of: asOf,
    taken_at: takenAt.toISOString(),
    agreement_version: agreementVersion,
    hash,
  }));
  return JSON.stringify({ total, snapshots } satisfies z.infer<typeof snapshotListSchema>);
}

/** The Monday in a path. Throws FieldsError. */
export function parseAsOfPath(text: string | undefined): IsoDate {
  const parsed = parseAsOf(text ?? "");
  if (parsed.ok) return parsed.asOf;
  throw new FieldsError([{ field: "as_of", code: parsed.code, message: parsed.message }]);
}
