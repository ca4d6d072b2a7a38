import type { DefinitionKey } from "@/lib/domain/definition";
import { ANSWER_TEXTS, type Comparison, type DiagnosticAnswer } from "@/lib/domain/diagnostic";

interface Asked {
  readonly name: string;
  readonly answeredAt: Date | null;
  readonly canAnswer: boolean;
}

interface RoundState {
  readonly cro: Asked;
  readonly cmo: Asked;
  readonly revealedAt: Date | null;
  readonly calledOffAt: Date | null;
}

/** What each text of an answer asks for. */
const PROMPTS: Readonly<Record<"sentence" | DefinitionKey, string>> = {
  sentence: "One sentence, as you would say it to a new colleague.",
  firmographic: "How large must the company be?",
  industries: "Which industries count?",
  tech_stack: "Which tools must it use?",
  behaviour: "What must the lead have done?",
  titles: "Whose title counts?",
  geography: "Where must the company be?",
  disqualifiers: "Who never counts?",
  time_decay: "After how long without a sign is it stale?",
};

/** The nine questions with what was answered so far. */
export function answerFields(own: DiagnosticAnswer | null) {
  return ANSWER_TEXTS.map(({ key, label }) => ({
    key,
    label: key === "sentence" ? `${label} …` : label,
    hint: PROMPTS[key],
    value: own?.[key] ?? "",
  }));
}

export const DIAGNOSTIC_NOTE =
  "Both leaders answer apart, by the eight fields of the definition. Nobody sees an answer until both are in. Where they differ, there is the problem.";

/** Neither has answered nor ever will. */
const isLost = ({ answeredAt, canAnswer }: Asked): boolean => answeredAt === null && !canAnswer;

function openTitle({ cro, cmo }: RoundState): string {
  const lost = [cro, cmo].filter(isLost).map(({ name }) => name);
  if (lost.length > 0) return `${lost.join(" and ")} cannot answer any more, so this round does not end by itself.`;
  if (cro.answeredAt) return `${cro.name} has answered, ${cmo.name} has not.`;
  if (cmo.answeredAt) return `${cmo.name} has answered, ${cro.name} has not.`;
  return `${cro.name} and ${cmo.name} are asked: what is a good lead?`;
}

/** The round in a sentence; null when there was none. */
export function diagnosticTitle(round: RoundState | null, comparison: Comparison | null): string {
  if (!round) return "Ask both leaders apart: what is a good lead?";
  if (comparison) return `The two answers agree in ${comparison.agreed} of ${comparison.fields.length} fields.`;
  return round.calledOffAt ? "This round was called off; its answers stay hidden." : openTitle(round);
}

/** How a round stands, in a few words. */
export function roundWords(round: RoundState): string {
  if (round.calledOffAt) return "called off";
  if (round.revealedAt) return "both have answered";
  if ([round.cro, round.cmo].some(isLost)) return "cannot be answered any more";
  return [round.cro, round.cmo].some(({ answeredAt }) => answeredAt) ? "one has answered" : "nobody has answered yet";
}

/** Where one of the two stands in an open round; `canCallOff`: the reader may end it. */
export function askedWords(asked: Asked, canCallOff: boolean): string {
  if (asked.answeredAt) return "has answered";
  if (!isLost(asked)) return "has not answered yet";
  return canCallOff
    ? "cannot answer any more; call the round off"
    : "cannot answer any more; the VP RevOps can call the round off";
}
