import { Prisma } from "@/prisma/generated/client";

/**
 * Inserts the sources that unmapped values show as (metrics.md §1), for a WITH list beside the write of the rows that were
 * not refused: a refused row leaves no source behind. Foreign keys are checked when the whole statement is done.
 * @param accepted relation with `source_code`
 */
export const nameSources = (accepted: Prisma.Sql): Prisma.Sql => Prisma.sql`
  INSERT INTO sources (code, label, position, is_unmapped)
  SELECT DISTINCT source_code, source_code, 1000, true FROM (${accepted}) AS a WHERE source_code LIKE 'Unmapped: %'
  ON CONFLICT DO NOTHING`;
