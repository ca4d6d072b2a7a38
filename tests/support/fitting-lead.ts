import type { Pool } from "pg";
import type { JsonRecord } from "@/lib/services/parse/records";
import { leadOf } from "./cycles";
import { ingest } from "./ingest";

let made = 0;

/** A lead that meets the definition of the source document, except where `change` says so. */
export async function fittingLead(pool: Pool, change: JsonRecord = {}): Promise<bigint> {
  made += 1;
  const external_id = `raw-${made}`;
  const refused = await ingest(pool, {
    leads: [
      {
        external_id,
        company: `Raw ${made}`,
        email: `ada@raw-${made}.example`,
        title: "VP of Sales",
        country: "DE",
        naics: "541511",
        employees: 640,
        annual_revenue: "25000000.00",
        technologies: "HubSpot CRM",
        source: "webinar",
        created_at: "2027-06-01",
        score: 71,
        score_vendor: "MadKudu",
        score_model_version: "2027-06",
        ...change,
      },
    ],
    touches: [
      {
        external_id,
        lead_external_id: external_id,
        source: "webinar",
        kind: "form",
        campaign: "Demo request",
        touched_at: "2027-06-28",
      },
    ],
  });
  if (refused.length > 0) throw new Error(`refused: ${JSON.stringify(refused)}`);
  return leadOf(pool, external_id);
}
