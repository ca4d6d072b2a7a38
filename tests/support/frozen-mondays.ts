import { createHash } from "node:crypto";
import type pg from "pg";
import { canonicalJson } from "@/lib/domain/canonical";
import type { CureSnapshot } from "@/lib/domain/cures";
import { addDays, type IsoDate } from "@/lib/domain/dates";
import { cureSnapshot } from "@/lib/domain/metrics-cures";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import type { MetricsFacts } from "@/lib/domain/metrics-facts";
import { judgedClocks, storeJudged } from "@/lib/services/clocks";
import { pgTx } from "@/lib/services/sql";
import { SETTINGS } from "./metrics-facts";
import { costFacts, mondayDocument } from "./monday";
import { weekly } from "./weekly-counts";

export interface MondayFigures {
  /** [source, segment, n, accepted, rejected as no intent] */
  cells?: readonly (readonly [
    source: string,
    segment: "SMB" | "MM" | "ENT",
    n: number,
    accepted: number,
    rejected: number,
  ])[];
  /** Spend and pipeline in whole units. */
  costs?: Record<string, [spend: number, pipeline: number]>;
  settings?: Partial<MetricsFacts["settings"]>;
  /** Frozen Mondays before it, by which its clocks are counted. */
  earlier?: readonly MetricsDocument[];
}

const judgedOf = ({ as_of: asOf, acceptance, cost, rejection }: MetricsDocument): CureSnapshot =>
  cureSnapshot(asOf, {
    cells: acceptance.cells,
    costs: cost.rows,
    isCapBreached: rejection.verdict === "breach",
    reasons: rejection.reasons,
  });

/** The frozen document of a Monday with these figures, all in its first matured week. */
export function frozenDocumentOf(
  asOf: IsoDate,
  { cells = [], costs = {}, settings = {}, earlier = [] }: MondayFigures,
): MetricsDocument {
  const week = addDays(asOf, -21);
  const counts = cells.map(([source, segment, n, accepted, rejected]) =>
    weekly({
      source,
      segment,
      week,
      lane: source === "partner_referral" ? "partner" : "standard",
      handedOver: n,
      accepted,
      rejectedBy: { no_intent: rejected },
    }),
  );
  const document = mondayDocument({
    asOf,
    counts,
    trailing: costFacts(costs),
    settings: { ...SETTINGS, ...settings },
    history: earlier.map(judgedOf),
  });
  return { ...document, frozen: true, snapshot_id: asOf, hash: null };
}

/** Freezes a Monday as its snapshot would and judges the clocks on it; Mondays come in their order. */
export async function freezeMonday(pool: pg.Pool, document: MetricsDocument): Promise<void> {
  const payload = canonicalJson(document);
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await client.query(
      "INSERT INTO snapshots (as_of, taken_at, agreement_version, payload, hash) VALUES ($1, $2, 1, $3, $4)",
      [
        document.as_of,
        new Date(`${document.as_of}T11:00:00Z`),
        payload,
        createHash("sha256").update(payload, "utf8").digest(),
      ],
    );
    const { rows } = await client.query<{ seq: bigint }>(
      "SELECT audit_append(NULL, 'system:test', 'snapshot.take', $1, NULL, NULL, 1) AS seq",
      [`snapshot:${document.as_of}`],
    );
    const tx = pgTx(client);
    await storeJudged(tx, await judgedClocks(tx, document.as_of), rows[0]?.seq ?? 0n);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  } finally {
    client.release();
  }
}

/**
 * A Monday with something to decide: webinar in ENT and the cost of content syndication in breach, the rest healthy. Frozen on six Mondays
 * in a row, both clocks are due on the sixth.
 */
export const BREACHED: MondayFigures = {
  cells: [
    ["paid_search", "SMB", 100, 60, 40],
    ["webinar", "ENT", 20, 6, 14],
    ["intent", "MM", 20, 12, 2],
  ],
  costs: { paid_search: [40_000, 400_000], content_syndication: [12_000, 40_000], webinar: [20_000, 100_000] },
};

/** Freezes `count` Mondays that end with `last`, each with these figures. */
export async function freezeMondays(pool: pg.Pool, last: IsoDate, count: number, figures = BREACHED): Promise<void> {
  const earlier: MetricsDocument[] = [];
  for (let back = count - 1; back >= 0; back--) {
    const document = frozenDocumentOf(addDays(last, -7 * back), { ...figures, earlier });
    await freezeMonday(pool, document);
    earlier.push(document);
  }
}
