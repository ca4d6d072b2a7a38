/** What an argument about leads is really about (product.md C11): three real fights, and the definition. */
export const ARGUMENT_KINDS = ["cac", "attribution", "headcount", "definition"] as const;
export type ArgumentKind = (typeof ARGUMENT_KINDS)[number];

export const ARGUMENT_TEXTS: Readonly<Record<ArgumentKind, { label: string; description: string; settledBy: string }>> =
  {
    cac: {
      label: "CAC",
      description: "what a customer may cost, and who pays for it",
      settledBy: "cost per pipeline dollar",
    },
    attribution: {
      label: "Attribution",
      description: "which source a deal is credited to",
      settledBy: "influence by source, with the model frozen",
    },
    headcount: {
      label: "Headcount",
      description: "how many people work the leads",
      settledBy: "volume against the feed rate, and the two SLAs",
    },
    definition: {
      label: "Definition",
      description: "what counts as a lead, an MQL or an SQL",
      settledBy: "the eight fields that three have signed",
    },
  };

/** Characters of an argument. */
export const ARGUMENT_LIMIT = 500;

/** Days over which arguments are counted. */
export const ARGUMENT_DAYS = 90;

/** Whether text is exactly one of the four codes; case matters. */
export function isArgumentKind(text: string): text is ArgumentKind {
  return (ARGUMENT_KINDS as readonly string[]).includes(text);
}
