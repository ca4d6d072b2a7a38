/** The two samples: their tabs, and what they hold. */
export const SAMPLE_WORDS = {
  arrived: { label: "Came in last", note: "the latest leads of the standard lane, judged today" },
  handed_over: { label: "Handed over last", note: "the latest hand-overs of the standard lane, judged as if today" },
} as const;
