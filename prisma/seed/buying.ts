import { createHash } from "node:crypto";
import pg from "pg";
import { briefObject } from "@/lib/data/briefs";
import { sessionUrl } from "@/lib/database-url";
import { type BriefCriteria, type BriefSigner, type BriefTerms, canonicalBrief, vendorKey } from "@/lib/domain/briefs";
import { addDays, instantAtOrAfter } from "@/lib/domain/dates";
import { audit } from "@/lib/services/audit";
import type { IngestOptions } from "@/lib/services/ingest";
import { onlyRow, pgTx, type Tx } from "@/lib/services/sql";
import { Prisma } from "@/prisma/generated/client";
import { ORGANISATION } from "./organisation";
import type { Scene } from "./scene";

/** The sellers of the leads of content syndication, each with a brief that both sides have signed. */
export const LIST_SELLERS = ["Paperlane Media", "Inkwell Leads"] as const;

interface DemoBrief {
  readonly terms: BriefTerms;
  /** Days before the Monday that is looked at. */
  readonly writtenDaysAgo: number;
  readonly signatures: readonly (readonly [role: BriefSigner, daysAgo: number, minute: number])[];
}

const CREDIT =
  "Credited in full: rows that fail the brief, bad data, and duplicates of an open opportunity. Claims within 30 days of the delivery.";

/** Two that deliver, one that waits for the CRO and delivers nothing yet. */
function briefsOf({ asOf }: Scene): DemoBrief[] {
  const terms = (vendor: string, volume: number, price: string, from: number, to: number): BriefTerms => ({
    vendor,
    volume,
    price,
    currency: "USD",
    deliveryFrom: addDays(asOf, from),
    deliveryTo: addDays(asOf, to),
    creditTerms: CREDIT,
  });
  const [paperlane, inkwell] = LIST_SELLERS;
  const both: DemoBrief["signatures"] = [
    ["cmo", 83, 610],
    ["cro", 82, 925],
  ];
  return [
    { terms: terms(paperlane, 600, "62.00", -80, 102), writtenDaysAgo: 85, signatures: both },
    { terms: terms(inkwell, 500, "48.50", -80, 74), writtenDaysAgo: 84, signatures: both },
    {
      terms: terms("Copperquill Data", 400, "71.00", 14, 104),
      writtenDaysAgo: 5,
      signatures: [["cmo", 4, 655]],
    },
  ];
}

async function write(tx: Tx, brief: DemoBrief, criteria: BriefCriteria, { asOf }: Scene): Promise<string> {
  const at = (daysAgo: number, minute: number) =>
    instantAtOrAfter(addDays(asOf, -daysAgo), minute, ORGANISATION.timeZone);
  const { terms, signatures } = brief;
  const document = canonicalBrief(terms, criteria);
  const hash = createHash("sha256").update(document).digest("hex");
  const last = signatures.length === 2 ? signatures[1] : undefined;
  const { id } = await onlyRow<{ id: bigint }>(
    tx,
    Prisma.sql`
      INSERT INTO buying_briefs (vendor, vendor_key, agreement_version, volume, price, currency, delivery_from, delivery_to, credit_terms,
        document, content_hash, created_at, signed_at)
      VALUES (${terms.vendor}, ${vendorKey(terms.vendor)}, ${criteria.agreementVersion}, ${terms.volume}, ${terms.price}::numeric,
        ${terms.currency}, ${terms.deliveryFrom}::date, ${terms.deliveryTo}::date, ${terms.creditTerms}, ${document},
        decode(${hash}, 'hex'), ${at(brief.writtenDaysAgo, 540)}, ${last ? at(last[1], last[2]) : null}::timestamptz)
      RETURNING id`,
  );
  for (const [role, daysAgo, minute] of signatures) {
    await tx.rows(Prisma.sql`
      INSERT INTO brief_signatures (brief_id, user_id, role, content_hash, signed_at)
      SELECT ${id}, id, role, decode(${hash}, 'hex'), ${at(daysAgo, minute)} FROM users
      WHERE role = ${role}::user_role AND active ORDER BY id LIMIT 1`);
  }
  return briefObject(id);
}

/** Triggers that keep the clock and count signatures: the past of the sample company is older than its database. */
const GUARDED = ["buying_briefs", "brief_signatures"] as const;

/** The buying briefs of the sample company, before its leads come in. Only the owner of the database can write a past. */
export async function writeDemoBriefs(url: string, scene: Scene, actor: IngestOptions["actor"]): Promise<void> {
  const client = new pg.Client({ connectionString: sessionUrl(url) });
  await client.connect();
  try {
    await client.query("BEGIN");
    const tx = pgTx(client);
    const criteria = await onlyRow<BriefCriteria>(
      tx,
      Prisma.sql`SELECT version AS "agreementVersion", definition, required_data AS "requiredData" FROM agreements
        WHERE status IN ('provisional', 'in_force')`,
    );
    for (const table of GUARDED) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    for (const brief of briefsOf(scene)) {
      const object = await write(tx, brief, criteria, scene);
      const after = { vendor: brief.terms.vendor, agreement: criteria.agreementVersion };
      await audit(tx, { actor, action: "brief.write", object, after, agreementVersion: criteria.agreementVersion });
    }
    for (const table of GUARDED) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
    await client.query("COMMIT");
  } finally {
    await client.end();
  }
}
