import type { Tx } from "@/lib/services/sql";
import type { Prisma } from "@/prisma/generated/client";
import { applyDecisions } from "./decisions";
import { applyFxRates } from "./fx-rates";
import { applyLeads } from "./leads";
import { applyOpportunities } from "./opportunities";
import { applySpend } from "./spend";
import { applyStageHistory } from "./stage-history";
import type { RecordKind } from "./staging";
import { applyTouches } from "./touches";
import type { Applied, Run } from "./write";

type Apply = (tx: Tx, from: Prisma.Sql, run: Run) => Promise<Applied>;

const WRITES: Record<RecordKind, Apply> = {
  leads: applyLeads,
  decisions: applyDecisions,
  opportunities: applyOpportunities,
  stage_history: applyStageHistory,
  touches: applyTouches,
  spend: applySpend,
  fx_rates: applyFxRates,
};

/** The one set-based write of a kind; form, import and API all come through here. */
export const applyRecords = (kind: RecordKind, tx: Tx, from: Prisma.Sql, run: Run): Promise<Applied> =>
  WRITES[kind](tx, from, run);
