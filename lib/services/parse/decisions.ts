import { startOfDay } from "@/lib/domain/dates";
import { isReason, needsDuplicate, needsTouch, REASONS } from "@/lib/domain/reasons";
import { TOUCH_KINDS } from "@/lib/domain/touches";
import type { ParseContext } from "./context";
import type { Moment } from "./dates";
import type { Fields } from "./fields";
import { type Agreed, type Cell, type KindParser, once, type Read, type Row, refuse } from "./row";
import { shown } from "./texts";

function verdictCell(fields: Fields): Cell {
  const verdict = fields.text("verdict");
  return (row) => {
    const text = verdict(row);
    if (text === null || text === "accept" || text === "reject") return text;
    return refuse(row, "verdict", "VERDICT_UNKNOWN", `${shown(text)} is no verdict. Write accept or reject.`);
  };
}

/** Exactly one of the five codes, as they are written, with a rejection and only then (product.md A4). */
function reasonCell(fields: Fields, verdict: Cell): Cell {
  const reason = fields.text("reason_code");
  return (row) => {
    const code = reason(row);
    const given = verdict(row);
    if (given === "accept" && code !== null) {
      return refuse(row, "reason_code", "REASON_NOT_ALLOWED", "an acceptance has no reason. Leave it blank.");
    }
    if (given === "reject" && code === null) {
      return refuse(row, "reason_code", "REASON_REQUIRED", `a rejection needs one of ${REASONS.join(", ")}.`);
    }
    if (code === null || isReason(code)) return code;
    return refuse(
      row,
      "reason_code",
      "REASON_UNKNOWN",
      `${shown(code)} is none of ${REASONS.join(", ")}. Write one of them exactly so.`,
    );
  };
}

/**
 * The text as it came. It may name a record that is not here: a lead that was never exported or an opportunity that is
 * imported later. Such a verdict is a fact all the same, so nothing unknown is refused (only the lead itself is, by the
 * write); who reads it looks the id up among the leads and opportunities of the source system as they are then.
 */
function duplicateCell(fields: Fields, reason: Cell): Cell {
  const duplicateOf = fields.text("duplicate_of");
  return (row) => {
    const given = duplicateOf(row);
    const code = reason(row);
    if (given === null && code !== null && isReason(code) && needsDuplicate(code)) {
      return refuse(
        row,
        "duplicate_of",
        "DUPLICATE_OF_REQUIRED",
        `${code} names the open opportunity or lead that this one duplicates. Give its id.`,
      );
    }
    return given;
  };
}

/**
 * Touched at the decision unless the record says when; a `no_intent` rejection must say (formats.md). An acceptance and
 * `no_intent` rest on the touch, so it cannot come after them. A decision dated by the day alone was made some time that day.
 */
function touchedCell(fields: Fields, { zone }: ParseContext, reason: Cell, decidedAt: Read<Moment>): Cell {
  const touchedAt = fields.moment("touched_at");
  return (row) => {
    const [given, decided, code] = [touchedAt(row), decidedAt(row), reason(row)];
    const isNeeded = code === null || (isReason(code) && needsTouch(code));
    if (given === null) {
      if (code === null || !isNeeded) return decided?.at ?? null;
      return refuse(row, "touched_at", "TOUCH_REQUIRED", `${code} can only be known after a touch. Give its time.`);
    }
    if (isNeeded && decided && isAfter(given, decided, zone)) {
      const problem = "is later than decided_at, and this verdict rests on a touch before it. Correct one of the two.";
      return refuse(row, "touched_at", "TOUCH_REQUIRED", problem);
    }
    return given.at;
  };
}

function isAfter(touched: Moment, decided: Moment, zone: string): boolean {
  if (touched.ms <= decided.ms) return false;
  return touched.on !== decided.on || decided.ms !== startOfDay(decided.on, zone).getTime();
}

const AGREED: Agreed = {
  columns: ["verdict", "reason"],
  field: "decided_at",
  code: "DECISION_FIXED",
  problem: "a row above gives this lead another verdict at this very time. Keep the true one, or correct the time.",
};

/** Decisions (formats.md). The e-mail of who decided is one of our people's. */
export function decisionParser(fields: Fields, context: ParseContext): KindParser {
  const decidedAt = once(fields.moment("decided_at"));
  const verdict = once(verdictCell(fields));
  const reason = once(reasonCell(fields, verdict));
  const columns = {
    lead_external_id: fields.text("lead_external_id"),
    decided_at: (row: Row) => decidedAt(row)?.at ?? null,
    verdict,
    reason,
    duplicate_of: duplicateCell(fields, reason),
    decided_by: fields.email("decided_by"),
    touched_at: touchedCell(fields, context, reason, decidedAt),
    touch_kind: fields.choice("touch_kind", TOUCH_KINDS, "KIND_UNKNOWN"),
    note: fields.text("note"),
  };
  return { columns, identity: ["source_system", "lead_external_id", "decided_at"], agreed: AGREED };
}
