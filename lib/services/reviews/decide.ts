import "server-only";
import { authorize, loggingRefusals, type Person } from "@/lib/auth/actor";
import { reviewObject } from "@/lib/data/review-objects";
import { fetchQueue, type ReviewQueue } from "@/lib/data/review-queue";
import { addDays, type IsoDate, parseIsoDate } from "@/lib/domain/dates";
import { joinWords } from "@/lib/domain/phrases";
import { roleLabel } from "@/lib/domain/roles";
import { lengthOf, shortText } from "@/lib/domain/short-text";
import { AppError } from "@/lib/errors";
import { audit } from "@/lib/services/audit";
import { requireOwner } from "@/lib/services/owners";
import { settingsTransaction } from "@/lib/services/settings";
import { onlyRow, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import { requireFreeFix } from "./fix";
import { conflict, type LockedReview, lockReview, presentIn, requireStarted, tellRoom } from "./room";
import { type Decided, requireSeen, standingDecision, wordsOf } from "./standing";
import { requireMove, requireTarget, requireUntil, type Target } from "./targets";

/** The one decision as a form says it; what its kind does not have is never looked at. */
export interface DecisionInput {
  type: string;
  unit: string;
  /** defund */
  toSource: string;
  amount: string;
  /** extend */
  until: string;
  /** fix: what is done; at one source, or "" for all. */
  action: string;
  fixSource: string;
  why: string;
  owner: bigint | null;
  dueOn: string;
}

const WORDS = { least: 3, most: 500 };
const A_YEAR = 366;

function requireWords(text: string, field: "why" | "action", asked: string): string {
  const words = shortText(text);
  const length = lengthOf(words);
  if (length >= WORDS.least && length <= WORDS.most) return words;
  const code = field === "why" ? "WHY_REQUIRED" : "FIX_ACTION_MISSING";
  throw new AppError(code, {
    field,
    message: `${asked} in ${WORDS.least} to ${WORDS.most} characters: it is kept with the decision.`,
  });
}

function requireDue(input: string, today: IsoDate): IsoDate {
  const due = parseIsoDate(input);
  if (due !== null && due > today && due <= addDays(today, A_YEAR)) return due;
  const message = "Say by when: a day after today, within a year. Thirty days is the usual.";
  throw new AppError("DUE_INVALID", { field: "due_on", message });
}

/** The terms that only some kinds have. */
interface Terms {
  toSource: string | null;
  amount: string | null;
  until: IsoDate | null;
  action: string | null;
  fixSource: string | null;
}

async function termsOf(
  tx: Tx,
  target: Target,
  input: DecisionInput,
  queue: ReviewQueue,
  today: IsoDate,
): Promise<Terms> {
  const none: Terms = { toSource: null, amount: null, until: null, action: null, fixSource: null };
  switch (target.type) {
    case "defund":
      return { ...none, ...requireMove(input, queue) };
    case "extend":
      return { ...none, until: requireUntil(input.until, today) };
    case "fix": {
      const action = requireWords(input.action, "action", "Say what is done");
      const fixSource = target.reason === null || input.fixSource === "" ? null : input.fixSource;
      requireKnownSource(fixSource, queue);
      if (target.reason !== null) await requireFreeFix(tx, target.reason, fixSource);
      return { ...none, action, fixSource };
    }
    default:
      return none;
  }
}

function requireKnownSource(source: string | null, { document, sources }: ReviewQueue): void {
  const isKnown = document.acceptance.by_source.some((row) => row.source === source && sources.has(row.source));
  if (source === null || isKnown) return;
  throw new AppError("SOURCE_UNKNOWN", {
    field: "fix_source",
    message:
      "Choose one of the sources of this Monday that are in use, or all of them. An unmapped value is mapped first, in the settings.",
  });
}

const LEADERS = ["cro", "cmo"] as const;

function leaderGone(seat: (typeof LEADERS)[number], name: string): AppError {
  return conflict(
    "LEADERS_ABSENT",
    `${name} does not hold the seat of the ${roleLabel(seat)} any more, and nothing is decided without both leaders. Give the seat to somebody else beside it, then record this again.`,
    { details: { absent: [name] } },
  );
}

/** Nothing is decided without both leaders in the room. Throws AppError LEADERS_ABSENT. */
async function requireLeaders(tx: Tx, review: LockedReview, now: Date): Promise<void> {
  const vacant = LEADERS.find((seat) => !review.seats[seat].holds);
  if (vacant) throw leaderGone(vacant, review.seats[vacant].name);
  const present = await presentIn(tx, review, now);
  const absent = LEADERS.map((seat) => review.seats[seat])
    .filter(({ id }) => !present.has(id))
    .map(({ name }) => name);
  if (absent.length === 0) return;
  throw conflict(
    "LEADERS_ABSENT",
    `${joinWords(absent, "and")} ${absent.length === 1 ? "is" : "are"} not in the room, and nothing is decided without both leaders. Ask them to open this page, then record it again.`,
    { details: { absent } },
  );
}

async function oneDecision(tx: Tx, standing: Decided): Promise<AppError> {
  const { by, type, unit } = standing;
  const message = `${by} has recorded the decision already: ${await wordsOf(tx, standing)}. A review takes exactly one: take that one back first, if it is not what you want.`;
  return conflict("ONE_DECISION", message, { details: { by, type, unit } });
}

/**
 * Records the one decision of a review, while both leaders are in the room (product.md D5). It takes effect when the review is
 * closed.
 * @returns its id
 * @throws AppError FORBIDDEN, NOT_FOUND, REVIEW_CLOSED, REVIEW_LAPSED, REVIEW_NOT_STARTED, ONE_DECISION, LEADERS_ABSENT,
 * OWNER_NOT_PERSON, ISSUE_OPEN, and those of targets.ts
 */
export async function recordDecision(
  actor: Person,
  input: DecisionInput & { asOf: IsoDate },
  now: Date,
): Promise<bigint> {
  const { asOf } = input;
  const object = reviewObject(asOf);
  await authorize(actor, "review.decide", object);
  return loggingRefusals(actor, "review.decide", object, () =>
    settingsTransaction(async (tx) => {
      const review = await lockReview(tx, actor, asOf, now);
      requireStarted(review);
      const standing = await standingDecision(tx, review);
      if (standing) throw await oneDecision(tx, standing);
      await requireLeaders(tx, review, now);
      return insertDecision(tx, actor, review, input, now);
    }),
  );
}

async function insertDecision(
  tx: Tx,
  actor: Person,
  review: LockedReview,
  input: DecisionInput,
  now: Date,
): Promise<bigint> {
  const { asOf, today, seats } = review;
  const queue = await fetchQueue((sql) => tx.rows(sql), asOf);
  if (!queue) throw new Error(`the snapshot of the review of ${asOf} is missing`);
  const target = requireTarget(input, queue);
  const terms = await termsOf(tx, target, input, queue, today);
  const why = requireWords(input.why, "why", "Say why");
  const dueOn = requireDue(input.dueOn, today);
  const owner = await requireOwner(tx, input.owner, "a decision");
  const { id } = await onlyRow<{ id: bigint }>(
    tx,
    Prisma.sql`
      INSERT INTO review_decisions (review_id, type, unit, clock_id, to_source, amount, until, action, fix_source, why, owner_id, due_on,
        decided_at, decided_by_id, cro_id, cmo_id)
      VALUES (${review.id}, ${target.type}::decision_type, ${target.unit}, ${target.clockId}, ${terms.toSource}, ${terms.amount}::numeric,
        ${terms.until}::date, ${terms.action}, ${terms.fixSource}, ${why}, ${input.owner}, ${dueOn}::date, ${now}, ${actor.id},
        ${seats.cro.id}, ${seats.cmo.id}) RETURNING id`,
  );
  const stated = Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== null));
  const after = { type: target.type, unit: target.unit, ...stated, why, owner: owner.name, due_on: dueOn };
  await tellRoom(tx, asOf);
  const { agreementVersion } = review;
  await audit(tx, { actor, action: "review.decide", object: reviewObject(asOf), after, agreementVersion });
  return id;
}

/**
 * Takes the one decision back before the review is closed, so that another can be recorded.
 * @param input.seen id of the decision that the actor saw
 * @throws AppError FORBIDDEN, NOT_FOUND, REVIEW_CLOSED, REVIEW_LAPSED, DECISION_MISSING, CONFLICT
 */
export async function takeBackDecision(
  actor: Person,
  { asOf, seen }: { asOf: IsoDate; seen: bigint },
  now: Date,
): Promise<void> {
  const object = reviewObject(asOf);
  await authorize(actor, "review.decide", object);
  await loggingRefusals(actor, "review.decide", object, () =>
    settingsTransaction(async (tx) => {
      const review = await lockReview(tx, actor, asOf, now);
      const standing = await requireSeen(tx, review, seen, "No decision is recorded, so there is none to take back.");
      await tx.rows(Prisma.sql`DELETE FROM review_decisions WHERE id = ${standing.id}`);
      await tellRoom(tx, asOf);
      const before = { type: standing.type, unit: standing.unit, by: standing.by };
      const { agreementVersion } = review;
      await audit(tx, { actor, action: "review.take_back", object, before, agreementVersion });
    }),
  );
}
