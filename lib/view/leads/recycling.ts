import type { RecyclingProblem } from "@/lib/domain/recycling";
import { RESPONSE_KINDS } from "@/lib/domain/touches";
import { dateWithYear } from "@/lib/view/dates";
import { type HandOverInput, type HandOverWords, handOverWords } from "./lead";

/** What a lead with a rejected or expired cycle needs for the next one, before anybody presses (product.md A8). */
export type RecyclingWords = Omit<HandOverWords, "code"> & { readonly code: string | null };

/** @param problem what keeps it from a new cycle today, apart from the evaluation */
export function recyclingWords(input: HandOverInput, problem: RecyclingProblem | null): RecyclingWords {
  if (problem === null) {
    const words = handOverWords(input);
    if (words.code !== null) return words;
    const kept = input.lead.lane === "partner" ? words.detail : `${words.detail} The old verdict stays.`;
    return { code: null, title: "This lead can be handed over again.", detail: kept };
  }
  const { code } = problem;
  if (code === "TOO_SOON") {
    return {
      code,
      title: `This lead can be handed over again on ${dateWithYear(problem.earliest)} at the earliest.`,
      detail: `Its last cycle ended on ${dateWithYear(problem.endedOn)}; a new one needs 30 days, new activity and a fresh evaluation.`,
    };
  }
  if (code === "NO_NEW_ACTIVITY") {
    return {
      code,
      title: `Nothing has come from this lead since ${dateWithYear(problem.endedOn)}.`,
      detail: `A new cycle needs a response after its last one ended: ${RESPONSE_KINDS.join(", ")}.`,
    };
  }
  return {
    code,
    title: "Only a lead that was rejected or expired last can be handed over again.",
    detail: "Its cycle is not over.",
  };
}
