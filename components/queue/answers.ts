import type { Choice, Draft, Fault } from "@/lib/view/desk";
import { momentWords } from "@/lib/view/moments";

/** A refusal as the actions answer it; kept structural, so that no server type is needed here. */
interface Refusal {
  ok: false;
  code: string;
  message: string;
  field?: string | undefined;
  details?: Readonly<Record<string, unknown>> | undefined;
}

/** The request broke off, so nobody can say whether it arrived; sending it again is safe, a second verdict is refused. */
export const NO_ANSWER: Refusal = {
  ok: false,
  code: "NO_ANSWER",
  message: "The server did not answer. Check your connection and try again; a decision is never counted twice.",
};

/** The fields of lib/actions/decision-form.ts. */
export function decisionForm(id: string, choice: Choice, draft: Draft): FormData {
  const form = new FormData();
  form.set("cycle", id);
  form.set("verdict", choice.verdict);
  form.set("touch", draft.touch);
  form.set("note", draft.note);
  if (choice.verdict === "reject" && choice.reason !== null) form.set("reason", choice.reason);
  if (draft.duplicate) form.set("duplicate_of", draft.duplicate.key);
  return form;
}

const FIELDS = ["touch", "reason", "duplicate_of", "note"] as const;

/** The refusal at its field, or at the form where the field is none of this form's. */
export function faultOf({ field, message }: Refusal): Fault {
  return { field: FIELDS.find((name) => name === field) ?? null, message };
}

/** "Kim Brand accepted this lead on Thu 8 July, 10:02. …" when somebody else was faster; else null. */
export function lostWords({ code, details, message }: Refusal, zone: string): string | null {
  if (code !== "ALREADY_DECIDED") return null;
  const { by, at, verdict } = details ?? {};
  if (typeof by !== "string" || typeof at !== "string") return message;
  return `${by} ${verdict === "rejected" ? "rejected" : "accepted"} this lead on ${momentWords(new Date(at), zone)}. Your choice was not recorded.`;
}
