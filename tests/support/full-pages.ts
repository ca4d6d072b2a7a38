import type { Client } from "pg";
import type { AgreementDocument, TranslationLine } from "@/lib/domain/agreement-document";
import { setPage } from "@/lib/domain/one-page/layout";
import { NAMED_STAGES } from "@/lib/domain/stage-names";
import { defaultDocument, defaultLabels } from "./default-agreement";

/** The defaults as the database has them: nothing is asked for at hand-over, all spend is programme spend. */
const stored: AgreementDocument = { ...defaultDocument, requiredData: [], spendPolicy: {} };
const labels = { ...defaultLabels, organisation: "Your company" };

const nameOf = (stage: TranslationLine["stage"]): TranslationLine => ({
  key: `a ${stage}`,
  name: `A ${stage}`,
  stage,
  ordinal: null,
  is_won: false,
  crm_value: null,
});

/** The defaults with so many competitors, so many stages more, and a policy of its own for so many sources. */
function longer(competitors: number, stages: number, policies: number): AgreementDocument {
  const { definition, translation } = stored;
  const sources = labels.sources.slice(0, policies).map(({ code }) => [code, "commission"] as const);
  const names = Array.from({ length: competitors }, (_, index) => `competitor-${index}.example`);
  return {
    ...stored,
    definition: { ...definition, disqualifiers: { ...definition.disqualifiers, competitors: names } },
    spendPolicy: Object.fromEntries(sources),
    translation: [...NAMED_STAGES.slice(0, stages).map(nameOf), ...translation],
  };
}

function* candidates(): Generator<AgreementDocument> {
  for (let competitors = 1; competitors < 90; competitors++) {
    for (let stages = 0; stages <= 3; stages++) {
      for (let policies = 0; policies < labels.sources.length; policies++) yield longer(competitors, stages, policies);
    }
  }
}

interface FullPage {
  quarters: number;
  /** Makes version 1 of a new database that long. */
  write(client: Client): Promise<void>;
}

const writer = (document: AgreementDocument) => async (client: Client) => {
  const { definition, spendPolicy, translation } = document;
  await client.query("UPDATE agreements SET definition = $1, spend_policy = $2 WHERE version = 1", [
    JSON.stringify(definition),
    JSON.stringify(spendPolicy),
  ]);
  await client.query("DELETE FROM stage_names");
  await client.query("INSERT INTO stage_names SELECT * FROM jsonb_populate_recordset(NULL::stage_names, $1::jsonb)", [
    JSON.stringify(translation),
  ]);
};

/** Agreements of exactly these heights, found by trying. */
export function fullPages(heights: readonly number[]): FullPage[] {
  return heights.map((quarters) => {
    for (const document of candidates()) {
      if (setPage(document, labels).quarters === quarters) return { quarters, write: writer(document) };
    }
    throw new Error(`no agreement is ${quarters} quarters of a line high`);
  });
}
