import { ANSWER_TEXTS, type DiagnosticAnswer } from "@/lib/domain/diagnostic";

/** An answer in which every text is the same but those given. */
export function answerOf(text: string, own: Partial<DiagnosticAnswer> = {}): DiagnosticAnswer {
  const texts = Object.fromEntries(ANSWER_TEXTS.map(({ key }) => [key, text])) as DiagnosticAnswer;
  return { ...texts, ...own };
}
