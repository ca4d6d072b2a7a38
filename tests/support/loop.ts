import { createHash } from "node:crypto";
import { type Person, systemActor } from "@/lib/auth/actor";
import { fetchFrozen } from "@/lib/data/snapshots";
import { canonicalJson } from "@/lib/domain/canonical";
import { type CureDecision, parseUnit } from "@/lib/domain/cures";
import { addDays, type IsoDate } from "@/lib/domain/dates";
import { computeMetrics } from "@/lib/domain/metrics";
import type { MetricsFacts } from "@/lib/domain/metrics-facts";
import { frozenDocument, metricsDocument } from "@/lib/domain/metrics-json";
import type { ReasonCounts } from "@/lib/domain/reasons";
import type { Role } from "@/lib/domain/roles";
import type { Segment } from "@/lib/domain/segments";
import { audit } from "@/lib/services/audit";
import { judgedClocks, settleClock, storeJudged } from "@/lib/services/clocks";
import { auditRequiredFixes, openRequiredFixes } from "@/lib/services/required-fixes";
import { prismaTx } from "@/lib/services/sql";
import { Prisma, type PrismaClient } from "@/prisma/generated/client";
import { factsOf, NO_MONEY } from "./metrics-facts";
import { weekly } from "./weekly-counts";

/** Units that a Monday shows in breach and healthy, and what was rejected in no cell of theirs. */
export interface MondayFigures {
  breached?: readonly string[];
  healthy?: readonly string[];
  /** Rejections of paid search at SMB, beside 100 accepted, so that they breach nothing. */
  reasons?: Partial<ReasonCounts>;
}

function cellCounts(unit: string, isBreached: boolean, week: IsoDate) {
  const parts = parseUnit(unit);
  if (parts?.kind !== "acceptance" && parts?.kind !== "sales_sla") return [];
  const cell = { source: parts.source, segment: parts.segment as Segment, week, handedOver: 40 };
  if (!isBreached) return [weekly({ ...cell, accepted: 40 })];
  return [
    parts.kind === "sales_sla"
      ? weekly({ ...cell, accepted: 4 })
      : weekly({ ...cell, accepted: 4, rejectedBy: { bad_data: 36 } }),
  ];
}

/** The document of a Monday with these figures, as a snapshot stores it. */
export function mondayDocument(
  asOf: IsoDate,
  { breached = [], healthy = [], reasons = {} }: MondayFigures,
  past: Pick<MetricsFacts, "history" | "decisions"> = { history: [], decisions: [] },
) {
  const week = addDays(asOf, -28);
  const costs = [
    ...breached.map((unit) => [unit, true] as const),
    ...healthy.map((unit) => [unit, false] as const),
  ].flatMap(([unit, isOver]) => {
    const parts = parseUnit(unit);
    return parts?.kind === "cost" ? [{ source: parts.source, weighted: isOver ? "30000" : "20000" }] : [];
  });
  const rejected = Object.values(reasons).reduce((sum, count) => sum + count, 0);
  const { history, decisions } = past;
  const facts = factsOf({
    asOf,
    history,
    decisions,
    counts: [
      ...breached.flatMap((unit) => cellCounts(unit, true, week)),
      ...healthy.flatMap((unit) => cellCounts(unit, false, week)),
      ...(rejected > 0 ? [weekly({ week, handedOver: 900 + rejected, accepted: 900, rejectedBy: reasons })] : []),
    ],
    trailing: {
      ...NO_MONEY,
      spend: costs.map((cost) => ({ ...cost, totalDays: 1 })),
      pipeline: new Map(costs.map(({ source }) => [source, 10_000_000n])),
    },
  });
  return frozenDocument(metricsDocument(computeMetrics(facts), []));
}

/** Freezes a Monday with these figures, as the snapshot service would. */
export async function freezeMonday(
  prisma: PrismaClient,
  asOf: IsoDate,
  figures: MondayFigures = {},
  now = new Date(`${asOf}T12:00:00Z`),
): Promise<void> {
  const payload = canonicalJson(mondayDocument(asOf, figures, await fetchFrozen(prisma, asOf)));
  const hash = createHash("sha256").update(payload, "utf8").digest("hex");
  const actor = systemActor("test");
  await prisma.$transaction(async (client) => {
    const tx = prismaTx(client);
    await tx.rows(Prisma.sql`SELECT 1 FROM pg_advisory_xact_lock(hashtext('accord.snapshots'))`);
    if ((await tx.rows(Prisma.sql`SELECT 1 FROM snapshots WHERE as_of = ${asOf}::date`)).length > 0) return;
    await tx.rows(Prisma.sql`
      INSERT INTO snapshots (as_of, taken_at, agreement_version, payload, hash)
      VALUES (${asOf}::date, ${now}, 1, ${payload}, decode(${hash}, 'hex'))`);
    const fixes = await openRequiredFixes(tx, asOf, now);
    const entry = { actor, action: "snapshot.take", object: `snapshot:${asOf}`, after: { hash }, agreementVersion: 1 };
    await storeJudged(tx, await judgedClocks(tx, asOf), await audit(tx, entry));
    await auditRequiredFixes(tx, actor, fixes);
  });
}

/** A review of a Monday that was closed on the Tuesday after it with this decision about a clock that is due. */
export async function closeReview(
  prisma: PrismaClient,
  people: Record<Role, Person>,
  { asOf, unit, type, until }: { asOf: IsoDate; unit: string; type: CureDecision["type"]; until?: IsoDate },
): Promise<void> {
  const on = addDays(asOf, 1);
  const at = new Date(`${on}T15:00:00Z`);
  const [cro, cmo, revops] = [people.cro.id, people.cmo.id, people.vp_revops.id];
  const target = type === "defund" ? "webinar" : null;
  await prisma.$transaction(async (client) => {
    const tx = prismaTx(client);
    const [review] = await tx.rows<{ id: bigint }>(Prisma.sql`
      INSERT INTO reviews (as_of, held_on, opened_at, opened_by_id, cro_id, cmo_id, vp_revops_id, head_demand_gen_id, head_sdr_id, started_at)
      VALUES (${asOf}::date, ${on}::date, ${at}, ${revops}, ${cro}, ${cmo}, ${revops}, ${people.head_demand_gen.id}, ${people.head_sdr.id}, ${at})
      RETURNING id`);
    const [decision] = await tx.rows<{ id: bigint; clockId: bigint }>(Prisma.sql`
      INSERT INTO review_decisions (review_id, type, unit, clock_id, to_source, amount, until, why, owner_id, due_on, decided_at, decided_by_id, cro_id, cmo_id)
      SELECT ${review?.id}, ${type}::decision_type, unit, id, ${target}, ${target && 1000}::numeric, ${type === "extend" ? (until ?? addDays(on, 30)) : null}::date,
        'The review said so', ${revops}, ${addDays(on, 7)}::date, ${at}, ${cro}, ${cro}, ${cmo}
      FROM clocks WHERE unit = ${unit} ORDER BY opened DESC LIMIT 1
      RETURNING id, clock_id AS "clockId", type::text, unit, why, due_on::text, amount::text, to_source, until::text`);
    if (!decision) throw new Error(`${unit} has no clock`);
    await tx.rows(Prisma.sql`
      UPDATE reviews SET closed_at = ${at}, closed_by_id = ${cro}, closed_decision_id = ${decision.id}, candidates = '[]'
      WHERE id = ${review?.id}`);
    const { id, clockId, ...said } = decision;
    const [actor, object] = [people.cro, `review:${asOf}`];
    await audit(tx, { actor, action: "review.decide", object, after: said });
    const auditSeq = await audit(tx, {
      actor,
      action: "review.close",
      object,
      after: { decision: id, type, unit, on },
    });
    await settleClock(tx, { clockId, decisionId: id, type, on, until, auditSeq });
  });
}
