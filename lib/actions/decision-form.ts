import "server-only";
import { z } from "zod";
import { isReason } from "@/lib/domain/reasons";
import { AppError } from "@/lib/errors";
import type { DecisionInput } from "@/lib/services/decisions";
import { fields, idField } from "./form";

const FILTERS = ["source", "segment"];

/** The queue under the filters that the form came with (its field `filters`, a query), and with `name` in its address. */
export function queueAddress(form: FormData, name: "done" | "lead", id: string): string {
  const given = form.get("filters");
  const query = new URLSearchParams();
  for (const [key, value] of new URLSearchParams(typeof given === "string" ? given : ""))
    if (FILTERS.includes(key)) query.set(key, value);
  query.set(name, id);
  return `/queue?${query}`;
}

const AGAIN = "Reload the page and try again.";
const ONE_REASON = "Choose exactly one of the five reasons.";

const schema = z.object({
  cycle: idField,
  verdict: z.enum(["accept", "reject"], "Choose to accept or to reject."),
  touch: z
    .enum(["call", "reply", "meeting", "none"], "Choose how you reached the lead, or “None yet”.")
    .default("none"),
  // Whatever it holds is looked at below: empty and unknown are two refusals (product.md A4).
  reason: z.union([z.string(), z.array(z.string())]).default(""),
  duplicate_of: z.string(AGAIN).trim().default(""),
  note: z.string("Enter one note.").trim().default(""),
  filters: z.string(AGAIN).optional(),
});

const read = fields(schema);

/**
 * A decision as the form of the queue sends it. Fields: cycle, verdict, touch, reason, duplicate_of, note.
 * Throws AppError INVALID, REASON_REQUIRED (none), REASON_UNKNOWN (not one of the five, or several).
 */
export function decisionOf(form: FormData): DecisionInput {
  const { cycle, verdict, touch, reason, duplicate_of, note } = read(form);
  const common = { cycleId: cycle, touch: touch === "none" ? null : touch, note: note || undefined };
  // With the page's own form a reason may stand chosen beside Accept; the button that was pressed counts.
  if (verdict === "accept") return { ...common, verdict };
  if (reason === "")
    throw new AppError("REASON_REQUIRED", { field: "reason", message: "Choose one of the five reasons." });
  if (typeof reason !== "string" || !isReason(reason)) {
    throw new AppError("REASON_UNKNOWN", { field: "reason", message: ONE_REASON });
  }
  const duplicateOf = reason === "already_in_pipeline" && duplicate_of !== "" ? duplicate_of : undefined;
  return { ...common, verdict, reason, duplicateOf };
}
