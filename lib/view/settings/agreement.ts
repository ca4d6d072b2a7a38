import { fullMomentWords } from "@/lib/view/moments";

/** "Version 1, since 22 November 2026, 09:14." */
export function agreementNote({ version, since }: { version: number; since: Date }, zone: string): string {
  return `Version ${version}, since ${fullMomentWords(since, zone)}. Whoever hands a lead over, it is judged by these lines.`;
}

/** The two samples: their tabs, and what they hold. */
export const SAMPLE_WORDS = {
  arrived: { label: "Came in last", note: "the latest leads of the standard lane, judged today" },
  handed_over: { label: "Handed over last", note: "the latest hand-overs of the standard lane, judged as if today" },
} as const;
