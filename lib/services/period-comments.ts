import "server-only";
import { authorize, forbidden, loggingRefusals, type Person } from "@/lib/auth/actor";
import { readFrozen } from "@/lib/data/frozen-documents";
import { readFiscal } from "@/lib/data/organisation";
import { periodObject } from "@/lib/data/period-reviews";
import { isWithin, parseIsoDate } from "@/lib/domain/dates";
import { citable, type Figure } from "@/lib/domain/figures";
import { isPeriodKind, type Period, parsePeriod } from "@/lib/domain/periods";
import { lengthOf, shortText } from "@/lib/domain/short-text";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/prisma/generated/client";
import { audit } from "./audit";
import { settingsTransaction } from "./settings";

export const COMMENT_LIMIT = 1_000;
const COMMENT_LEAST = 3;

export interface CommentInput {
  /** "monthly", "quarterly", "partner". */
  kind: string;
  /** As addresses have it: "2026-10". */
  period: string;
  /** A frozen Monday of the period. */
  asOf: string;
  /** Address of a figure of that Monday (lib/domain/document-figures.ts). */
  figure: string;
  /** The field of it that is cited; left out or empty for the figure's own value. */
  field?: string;
  text: string;
}

const refuse = (code: string, field: string, message: string) => new AppError(code, { field, message });

const unknownPeriod = () =>
  refuse("PERIOD_UNKNOWN", "period", "There is no such review. Open it again from the list of reviews.");

async function periodAsked({ kind, period }: CommentInput, now: Date): Promise<Period & { startMonth: number }> {
  const { startMonth } = await readFiscal(now);
  const found = isPeriodKind(kind) ? parsePeriod(kind, period, startMonth) : null;
  if (found) return { ...found, startMonth };
  throw unknownPeriod();
}

function commentText(input: string): string {
  const text = shortText(input);
  if (lengthOf(text) < COMMENT_LEAST) {
    throw refuse("TEXT_REQUIRED", "text", "Write what you conclude from the figure, in a sentence or two.");
  }
  const excess = lengthOf(text) - COMMENT_LIMIT;
  if (excess <= 0) return text;
  throw refuse("TEXT_TOO_LONG", "text", `Shorten this by ${excess} characters, to ${COMMENT_LIMIT}.`);
}

/** The cited figure as its frozen Monday shows it. */
async function citedFigure(period: Period, { asOf, figure, field = "" }: CommentInput): Promise<Figure> {
  if (figure === "") {
    throw refuse("CELL_REF_REQUIRED", "figure", "Choose the figure that this is about: data, not opinions.");
  }
  const day = parseIsoDate(asOf);
  const [frozen] = day !== null && isWithin(day, period) ? await readFrozen({ from: day, to: day }) : [];
  if (!frozen) {
    throw refuse(
      "CELL_REF_REQUIRED",
      "as_of",
      "Choose one of the frozen Mondays of this review: the figure is cited as it stood there.",
    );
  }
  // The first field of a figure is its own value.
  const found = citable(period.kind, frozen.document).find(
    (cell) => cell.figure === figure && (field === "" || cell.field === field),
  );
  if (found) return found;
  throw refuse(
    "CELL_REF_REQUIRED",
    "figure",
    `The Monday of ${asOf} has no such figure for this review. Choose another figure or another Monday.`,
  );
}

/** A partner manager has a say about the partner lane alone (product.md, People). */
function checkLane(actor: Person, period: Period): void {
  if (actor.onlyLane !== "partner" || period.kind === "partner") return;
  throw forbidden(
    "Your role comments the partner review alone, so nothing was saved. Ask a head of the team to comment here, or write under the partner review of the week.",
  );
}

/**
 * A comment of a monthly, quarterly or partner review (product.md D7). It cites one field of one figure of one frozen Monday of the period, and
 * the value as it stood there is kept with it. Nobody changes or deletes it.
 * @returns its id
 * @throws AppError FORBIDDEN, PERIOD_UNKNOWN, TEXT_REQUIRED, TEXT_TOO_LONG, CELL_REF_REQUIRED
 */
export async function addComment(actor: Person, input: CommentInput, now: Date): Promise<bigint> {
  const asked = `review:${input.kind}:${input.period}`;
  await authorize(actor, "review.comment", asked);
  const period = await periodAsked(input, now);
  await loggingRefusals(actor, "review.comment", asked, async () => checkLane(actor, period));
  const text = commentText(input.text);
  // Snapshots never change: what was read before the transaction is what it would read.
  const { address: figure, value } = await citedFigure(period, input);
  return settingsTransaction(async (tx) => {
    // Nobody moves the fiscal year while this transaction holds the settings: a quarter is still the one that was read.
    const [comment] = await tx.rows<{ id: bigint }>(
      Prisma.sql`
        INSERT INTO review_comments (kind, period, as_of, figure, value, author_id, text, at)
        SELECT ${period.kind}::period_kind, ${period.from}::date, ${input.asOf}::date, ${figure}, ${value}, ${actor.id}, ${text}, ${now}
        FROM organisation WHERE fiscal_year_start_month = ${period.startMonth}
        RETURNING id`,
    );
    if (!comment) throw unknownPeriod();
    const after = { figure, as_of: input.asOf, value, text };
    await audit(tx, { actor, action: "review.comment", object: periodObject(period), after });
    return comment.id;
  });
}
