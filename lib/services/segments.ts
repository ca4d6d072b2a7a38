import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { SEGMENTS_OBJECT } from "@/lib/data/segments";
import { type BoundsError, type BoundsText, parseBounds } from "@/lib/domain/segment-bounds";
import { SEGMENTS, type Segment, type SegmentBounds, SIZED_SEGMENTS } from "@/lib/domain/segments";
import { Prisma } from "@/prisma/generated/client";
import { isLive } from "./agreement/drafts";
import { editTable, intoDraft } from "./agreement/tables";
import { fieldsRefused, lock } from "./settings";
import type { Tx } from "./sql";

export interface SegmentsEdit {
  bounds: BoundsText;
  labels: Readonly<Record<Segment, string>>;
  seen: bigint;
}

interface Stored {
  code: Segment;
  label: string;
  minEmployees: number | null;
  maxEmployees: number | null;
}

type FieldError = { field: string; code: string; message: string } | BoundsError;

function labelErrors(labels: SegmentsEdit["labels"]): FieldError[] {
  const plain = SEGMENTS.map((code) => labelOf(labels[code]));
  return SEGMENTS.flatMap((code, index) => {
    const field = `${code}.label`;
    const label = plain[index] ?? "";
    const message = "Enter the name that tables show, up to 30 characters, each name once.";
    const isTaken = plain.findIndex((other) => other.toLowerCase() === label.toLowerCase()) < index;
    return label === "" || [...label].length > 30 || isTaken ? [{ field, code: "NAME_REQUIRED", message }] : [];
  });
}

const labelOf = (text: string): string => text.normalize("NFC").trim().replace(/\s+/gu, " ");

/** The state as people read it: "SMB": { label, from, to }. */
function stateOf(rows: readonly Stored[]): object {
  return Object.fromEntries(
    rows.map(({ code, label, minEmployees, maxEmployees }) => [code, { label, from: minEmployees, to: maxEmployees }]),
  );
}

/** `CASE` over bounds: the segment of `leads.employees`. */
function segmentSql(bounds: readonly SegmentBounds[]): Prisma.Sql {
  const cases = bounds.map(({ code, minEmployees, maxEmployees }) => {
    const [from, to] = [minEmployees ?? 0, maxEmployees];
    const until = to === null ? Prisma.empty : Prisma.sql`AND employees <= ${to}::int`;
    return Prisma.sql`WHEN employees >= ${from}::int ${until} THEN ${code}::segment_code`;
  });
  return Prisma.sql`CASE ${Prisma.join(cases, " ")} ELSE 'Unknown'::segment_code END`;
}

/**
 * Leads whose segment followed from the old bounds take that of the new ones, for their next hand-over; those whose record
 * named a segment keep it.
 */
export async function regroupLeads(
  tx: Tx,
  before: readonly SegmentBounds[],
  after: readonly SegmentBounds[],
): Promise<void> {
  const [was, will] = [segmentSql(before), segmentSql(after)];
  await tx.rows(Prisma.sql`
    UPDATE leads SET segment_code = ${will} WHERE employees IS NOT NULL AND segment_code = ${was} AND segment_code <> ${will}`);
}

async function lockSegments(tx: Tx, edited: readonly SegmentBounds[]): Promise<Stored[]> {
  const rows = await tx.rows<{ code: Segment; label: string }>(
    Prisma.sql`SELECT code::text, label FROM segments ORDER BY position, code FOR UPDATE`,
  );
  return rows.map((row) => ({ ...row, ...boundsOf(edited, row.code) }));
}

function boundsOf(bounds: readonly SegmentBounds[], code: Segment): Omit<SegmentBounds, "code"> {
  const { minEmployees = null, maxEmployees = null } = bounds.find((one) => one.code === code) ?? {};
  return { minEmployees, maxEmployees };
}

async function storeLabels(tx: Tx, after: readonly Stored[]): Promise<void> {
  await tx.rows(Prisma.sql`
    UPDATE segments s SET label = n.label
    FROM jsonb_to_recordset(${JSON.stringify(after)}::jsonb) AS n(code segment_code, label text)
    WHERE s.code = n.code AND s.label <> n.label`);
}

async function storeBounds(tx: Tx, before: readonly Stored[], after: readonly Stored[]): Promise<void> {
  await tx.rows(Prisma.sql`
    UPDATE segments s SET min_employees = n."minEmployees", max_employees = n."maxEmployees"
    FROM jsonb_to_recordset(${JSON.stringify(after)}::jsonb) AS n(code segment_code, "minEmployees" int, "maxEmployees" int)
    WHERE s.code = n.code`);
  await regroupLeads(tx, sized(before), sized(after));
}

/** As a version holds them. */
const agreedBounds = (rows: readonly Stored[]): object =>
  rows.map(({ code, minEmployees, maxEmployees }) => ({
    code,
    min_employees: minEmployees,
    max_employees: maxEmployees,
  }));

/**
 * Sets names and bounds of the segments. Cycles keep the segment of their hand-over; later hand-overs take the new bounds.
 * Names are no part of the agreement and change at once; bounds change in the draft of the next version while an agreement is
 * in force or one is being written (product.md C4).
 * @throws AppError SEGMENT_GAP, SEGMENT_OVERLAP, SEGMENT_BOUND, NAME_REQUIRED with every error in its details, ALREADY_SIGNED,
 * as `editSettings`
 */
export async function setSegments(actor: Actor, edit: SegmentsEdit): Promise<void> {
  await editTable(actor, { object: SEGMENTS_OBJECT, seen: edit.seen }, async (tx, tables) => {
    const result = parseBounds(edit.bounds);
    const errors = [...(result.ok ? [] : result.errors), ...labelErrors(edit.labels)];
    if (!result.ok || errors.length > 0) throw fieldsRefused(errors);
    // No import is under way that still reads the old bounds.
    await lock(tx, "ingest");
    const before = await lockSegments(tx, tables.segments.edited);
    const after = before.map(({ code }) => ({
      code,
      label: labelOf(edit.labels[code]),
      ...boundsOf(result.bounds, code),
    }));
    await storeLabels(tx, after);
    const states = { action: "segments.set", before: stateOf(before), after: stateOf(after) };
    if (before.every((row, index) => sameBounds(row, after[index]))) return states;
    if (!isLive(tables)) {
      return { ...states, ...(await intoDraft(tx, actor, SEGMENTS_OBJECT, ["segments", agreedBounds(after)])) };
    }
    await storeBounds(tx, before, after);
    return states;
  });
}

const sameBounds = (a: SegmentBounds, b: SegmentBounds | undefined): boolean =>
  a.minEmployees === b?.minEmployees && a.maxEmployees === b.maxEmployees;

const sized = (rows: readonly Stored[]): Stored[] =>
  rows.filter(({ code }) => (SIZED_SEGMENTS as readonly Segment[]).includes(code));
