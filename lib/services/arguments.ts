import "server-only";
import { authorize, type Person } from "@/lib/auth/actor";
import { ARGUMENTS_OBJECT } from "@/lib/data/arguments";
import { ARGUMENT_KINDS, ARGUMENT_LIMIT, ARGUMENT_TEXTS, isArgumentKind } from "@/lib/domain/arguments";
import { joinWords } from "@/lib/domain/phrases";
import { SEGMENTS, type Segment } from "@/lib/domain/segments";
import { lengthOf, shortText } from "@/lib/domain/short-text";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/prisma/generated/client";
import { audit } from "./audit";
import { settingsTransaction } from "./settings";
import { onlyRow, type Tx } from "./sql";

export interface ArgumentInput {
  /** What it is really about; anything but one of the four codes is refused. */
  kind: string;
  text: string;
  /** The row of the Monday page that it is about; "" for none. */
  source: string;
  /** Its segment; "" for all. */
  segment: string;
}

const refuse = (code: string, field: string, message: string) => new AppError(code, { field, message });

/** The fight about lead quality is a proxy for one of these: it is logged as that, or not at all. */
function proxyArgument(): AppError {
  const fights = ARGUMENT_KINDS.map((kind) => `${ARGUMENT_TEXTS[kind].label} (${ARGUMENT_TEXTS[kind].description})`);
  return refuse(
    "PROXY_ARGUMENT",
    "kind",
    `“Lead quality” is not what an argument is about. Choose the one behind it: ${joinWords(fights, "or")}.`,
  );
}

function argumentText(input: string): string {
  const text = shortText(input);
  if (text === "") throw refuse("TEXT_REQUIRED", "text", "Write what was argued, in a sentence or two.");
  const excess = lengthOf(text) - ARGUMENT_LIMIT;
  if (excess <= 0) return text;
  throw refuse("TEXT_TOO_LONG", "text", `Shorten this by ${excess} characters, to ${ARGUMENT_LIMIT}.`);
}

interface CellRef {
  source: string | null;
  segment: Segment | null;
}

async function cellOf(tx: Tx, { source, segment }: Pick<ArgumentInput, "source" | "segment">): Promise<CellRef> {
  const known = segment === "" ? null : SEGMENTS.find((code) => code === segment);
  if (known === undefined) throw refuse("SEGMENT_UNKNOWN", "segment", "Choose one of the segments, or all of them.");
  if (source === "") {
    if (known) throw refuse("SOURCE_REQUIRED", "source", "Choose the source too: a cell is a source and a segment.");
    return { source: null, segment: null };
  }
  const [row] = await tx.rows<{ code: string }>(Prisma.sql`SELECT code FROM sources WHERE code = ${source}`);
  if (!row) throw refuse("SOURCE_UNKNOWN", "source", "Choose one of the sources, or none.");
  return { source: row.code, segment: known };
}

/**
 * Logs an argument as exactly one of CAC, attribution, headcount and definition (product.md C11). Nobody changes or deletes it.
 * @returns its id
 * @throws AppError FORBIDDEN, PROXY_ARGUMENT, TEXT_REQUIRED, TEXT_TOO_LONG, SOURCE_UNKNOWN, SOURCE_REQUIRED, SEGMENT_UNKNOWN
 */
export async function logArgument(actor: Person, input: ArgumentInput, now: Date): Promise<bigint> {
  await authorize(actor, "arguments.log", ARGUMENTS_OBJECT);
  const { kind } = input;
  if (!isArgumentKind(kind)) throw proxyArgument();
  const text = argumentText(input.text);
  return settingsTransaction(async (tx) => {
    const { source, segment } = await cellOf(tx, input);
    const { id } = await onlyRow<{ id: bigint }>(
      tx,
      Prisma.sql`
        INSERT INTO arguments (kind, text, source_code, segment_code, logged_by_id, logged_at)
        VALUES (${kind}::argument_kind, ${text}, ${source}, ${segment}::segment_code, ${actor.id}, ${now}) RETURNING id`,
    );
    const after = { kind, text, source, segment };
    await audit(tx, { actor, action: "argument.log", object: `argument:${id}`, after });
    return id;
  });
}
