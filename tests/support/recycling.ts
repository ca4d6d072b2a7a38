import type { Pool } from "pg";
import type { Person } from "@/lib/auth/actor";
import { decide } from "@/lib/services/decisions";
import { handOver } from "@/lib/services/leads";
import type { JsonRecord } from "@/lib/services/parse/records";
import { THURSDAY } from "./cycles";
import { fittingLead } from "./fitting-lead";
import { ingest } from "./ingest";

/** Around the 30th day after the Thursday's rejection: 1 July 2027 in New York and 31 July. */
export const DAY_29 = new Date("2027-07-31T03:59:59Z");
export const DAY_30 = new Date("2027-07-31T04:00:00Z");

export async function externalIdOf(pool: Pool, id: bigint): Promise<string> {
  const { rows } = await pool.query<{ external_id: string }>("SELECT external_id FROM leads WHERE id = $1", [id]);
  return rows[0]?.external_id ?? "";
}

let touches = 0;

/** A touch of a lead on a day; of a campaign that the definition asks for. */
export async function touched(pool: Pool, id: bigint, on: string, kind = "form"): Promise<void> {
  touches += 1;
  const record = { external_id: `again-${touches}`, lead_external_id: await externalIdOf(pool, id), source: "webinar" };
  const touch = { ...record, kind, campaign: "Demo request", touched_at: on };
  const refused = await ingest(pool, { touches: [touch] });
  if (refused.length > 0) throw new Error(`refused: ${JSON.stringify(refused)}`);
}

export interface People {
  handsOver: Person;
  decides: Person;
}

/** A lead that was handed over and rejected on the Thursday, and responded on the Friday unless said otherwise. */
export async function rejectedLead(
  pool: Pool,
  { handsOver, decides }: People,
  change: JsonRecord = {},
  response: string | null = "2027-07-02",
): Promise<bigint> {
  const id = await fittingLead(pool, change);
  const { cycleId } = await handOver(handsOver, id, THURSDAY);
  await decide(decides, { cycleId: BigInt(cycleId), touch: null, verdict: "reject", reason: "bad_data" }, THURSDAY);
  if (response) await touched(pool, id, response);
  return id;
}
