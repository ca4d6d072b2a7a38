import type { Stage } from "./lifecycle";

/** The five stages that local names translate to (product.md A1, A11). */
export const NAMED_STAGES = ["lead", "mql", "sal", "sql", "pipeline"] as const satisfies readonly Stage[];
export type NamedStage = (typeof NAMED_STAGES)[number];

export const STAGE_LABELS: Readonly<Record<NamedStage, string>> = {
  lead: "Lead",
  mql: "MQL",
  sal: "SAL",
  sql: "SQL",
  pipeline: "Pipeline",
};

/** First opportunity stage that counts as pipeline (metrics.md §3). */
export const PIPELINE_ORDINAL = 3;
export const MAX_ORDINAL = 99;

export interface StageName {
  readonly name: string;
  readonly stage: NamedStage;
  readonly ordinal: number | null;
  readonly isWon: boolean;
  readonly crmValue: string | null;
}

export interface StageNameError {
  readonly field: "name" | "stage" | "ordinal" | "won" | "crm_value";
  readonly code: "NAME_REQUIRED" | "STAGE_UNKNOWN" | "STAGE_ORDINAL" | "STAGE_WON" | "CRM_VALUE";
  readonly message: string;
}

/** A line as it is typed. */
export interface StageNameText {
  readonly name: string;
  readonly stage: string;
  readonly ordinal: string;
  readonly won: boolean;
  readonly crmValue: string;
}

export type StageNameResult =
  | { readonly ok: true; readonly line: StageName }
  | { readonly ok: false; readonly errors: readonly StageNameError[] };

const LONGEST = 80;

function plain(text: string): string {
  return text.normalize("NFC").trim().replace(/\s+/gu, " ");
}

/** Ordinals 1 and 2 are SQL, 3 and beyond pipeline: the cost metric reads the ordinal, the lifecycle the stage. */
function ordinalError(stage: NamedStage, ordinal: number | null): string | null {
  if (ordinal === null) return null;
  if (stage !== "sql" && stage !== "pipeline") return "Leave this blank: only stages of an opportunity have a place.";
  if (stage === "sql" && ordinal >= PIPELINE_ORDINAL)
    return `SQL is stage 1 or 2. From ${PIPELINE_ORDINAL} on choose Pipeline.`;
  if (stage === "pipeline" && ordinal < PIPELINE_ORDINAL)
    return `Pipeline begins at stage ${PIPELINE_ORDINAL}. For 1 and 2 choose SQL.`;
  return null;
}

function ordinalOf(text: string): number | null {
  const bare = text.trim();
  if (bare === "") return null;
  return /^\d{1,2}$/.test(bare) && Number(bare) >= 1 ? Number(bare) : Number.NaN;
}

/** Reads one line of the translation table, collecting every error. */
export function parseStageName(text: StageNameText): StageNameResult {
  const errors: StageNameError[] = [];
  const [name, crmValue] = [plain(text.name), plain(text.crmValue)];
  const stage = NAMED_STAGES.find((known) => known === text.stage);
  const ordinal = ordinalOf(text.ordinal);
  if (name === "" || [...name].length > LONGEST) {
    errors.push({
      field: "name",
      code: "NAME_REQUIRED",
      message: `Enter the local name, up to ${LONGEST} characters.`,
    });
  }
  if (!stage) errors.push({ field: "stage", code: "STAGE_UNKNOWN", message: "Choose one of the five stages." });
  if (Number.isNaN(ordinal)) {
    const message = `Enter a whole number from 1 to ${MAX_ORDINAL}, or leave it blank.`;
    errors.push({ field: "ordinal", code: "STAGE_ORDINAL", message });
  } else {
    const message = stage && ordinalError(stage, ordinal);
    if (message) errors.push({ field: "ordinal", code: "STAGE_ORDINAL", message });
  }
  if (text.won && (stage !== "pipeline" || ordinal === null)) {
    const message = "Only a pipeline stage with a place can be the won one.";
    errors.push({ field: "won", code: "STAGE_WON", message });
  }
  if ([...crmValue].length > LONGEST) {
    errors.push({ field: "crm_value", code: "CRM_VALUE", message: `Enter up to ${LONGEST} characters.` });
  }
  if (errors.length > 0 || !stage) return { ok: false, errors };
  return { ok: true, line: { name, stage, ordinal, isWon: text.won, crmValue: crmValue === "" ? null : crmValue } };
}
