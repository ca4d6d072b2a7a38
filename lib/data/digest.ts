import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { snapshotDueAt } from "@/lib/domain/as-of";
import { ownersOf } from "@/lib/domain/clock-owners";
import { addDays, type IsoDate } from "@/lib/domain/dates";
import type { DeliveryRow } from "@/lib/domain/deliveries";
import type { DigestClock, DigestDecision, DigestFacts, DigestThanks } from "@/lib/domain/digest";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { joinWords } from "@/lib/domain/phrases";
import { REVIEW_SEATS, type ReviewSeat } from "@/lib/domain/roles";
import { readClocks, readOwnerDirectory } from "./clocks";
import { listDeliveries } from "./deliveries";
import { appAddress, mailSettings, slackAddress } from "./delivery-settings";
import { readLabels } from "./labels";
import { readOrganisation } from "./organisation";
import type { Reader } from "./reader";
import { SITS_IN_REVIEW } from "./recipients";
import { WITHOUT_DEALS } from "./snapshots";

export const DIGEST_OBJECT = "digest";

async function fetchDecision(reader: Reader, reviewOf: IsoDate): Promise<DigestDecision | null> {
  const [decision] = await reader.$queryRaw<DigestDecision[]>`
    SELECT d.type::text, d.unit, d.to_source AS "toSource", d.amount::text, d.until::text, d.fix_source AS "fixSource",
      d.action, d.why, u.name AS owner, d.due_on::text AS "dueOn"
    FROM reviews r JOIN review_decisions d ON d.id = r.closed_decision_id JOIN users u ON u.id = d.owner_id
    WHERE r.as_of = ${reviewOf}::date`;
  return decision ?? null;
}

async function fetchThanks(reader: Reader, from: Date, to: Date): Promise<DigestThanks[]> {
  return reader.$queryRaw<DigestThanks[]>`
    SELECT w.reason::text, t.baseline_count AS "baselineCount", t.baseline_n AS "baselineN", t.count, t.n, u.name AS by, t.text
    FROM thanks t JOIN watches w ON w.id = t.watch_id JOIN users u ON u.id = t.by_id
    WHERE t.at >= ${from} AND t.at < ${to} ORDER BY t.at, t.id`;
}

/** The clocks that run since a Monday or longer, with the active people who answer for them. */
async function fetchClocks(reader: Reader, asOf: IsoDate): Promise<DigestClock[]> {
  const [clocks, directory] = await Promise.all([readClocks({ running: true }, reader), readOwnerDirectory(reader)]);
  return clocks
    .filter(({ opened }) => opened <= asOf)
    .map(({ unit, opened, due, state }) => ({
      unit,
      opened,
      due,
      state: state as DigestClock["state"],
      owner:
        joinWords(
          ownersOf(unit, directory).flatMap(({ name, active }) => (active ? [name] : [])),
          "and",
        ) || null,
    }));
}

/** The frozen document without its deals, which no digest names. */
async function fetchDocument(reader: Reader, asOf: IsoDate): Promise<MetricsDocument | null> {
  const [row] = await reader.$queryRaw<{ payload: string; hash: string }[]>`
    SELECT ${WITHOUT_DEALS} AS payload, encode(hash, 'hex') AS hash FROM snapshots WHERE as_of = ${asOf}::date`;
  return row ? { ...(JSON.parse(row.payload) as MetricsDocument), hash: row.hash } : null;
}

/** All that the digest of a Monday says; null while that Monday is not frozen. */
export async function fetchDigest(reader: Reader, asOf: IsoDate): Promise<DigestFacts | null> {
  const document = await fetchDocument(reader, asOf);
  if (!document) return null;
  const [from, to] = [addDays(asOf, -7), asOf].map((monday) => snapshotDueAt(monday, document.time_zone)) as [
    Date,
    Date,
  ];
  const [clocks, decision, thanks, labels] = await Promise.all([
    fetchClocks(reader, asOf),
    fetchDecision(reader, addDays(asOf, -7)),
    fetchThanks(reader, from, to),
    readLabels(),
  ]);
  return { document, clocks, decision, thanks, ...labels };
}

/** Somebody who gets the digest by e-mail. */
export interface DigestReader {
  id: bigint;
  name: string;
  email: string;
  role: ReviewSeat;
  /** They have not switched it off. */
  wants: boolean;
}

/** The active people of the five seats, seat by seat. */
export async function digestReaders(reader: Reader = db()): Promise<DigestReader[]> {
  const rows = await reader.$queryRaw<DigestReader[]>`
    SELECT u.id, u.name, u.email, u.role::text, u.digest AS wants FROM users u WHERE ${SITS_IN_REVIEW} ORDER BY u.name, u.id`;
  return REVIEW_SEATS.flatMap((seat) => rows.filter(({ role }) => role === seat));
}

/** Whether this person gets the digest. Throws AppError FORBIDDEN. */
export async function wantsDigest(actor: Actor & { kind: "person" }): Promise<boolean> {
  await authorize(actor, "account.manage", "account");
  const { digest } = await db().user.findUniqueOrThrow({ where: { id: actor.id }, select: { digest: true } });
  return digest;
}

export interface DigestPage {
  /** Of the latest Monday that is frozen; null before the first. */
  facts: DigestFacts | null;
  readers: DigestReader[];
  /** The app's address, as it stands in links. */
  base: string;
  zone: string;
  /** Which ways out are set up; the sender alone is no secret. */
  mailFrom: string | null;
  hasSlack: boolean;
  /** Latest first; null for those who do not look after it. */
  deliveries: DeliveryRow[] | null;
}

/** The digest as its page shows it. Throws AppError FORBIDDEN. */
export async function readDigestPage(actor: Actor, { manages }: { manages: boolean }): Promise<DigestPage> {
  await authorize(actor, "metrics.read", DIGEST_OBJECT);
  const [latest] = await db().$queryRaw<{ asOf: IsoDate }[]>`SELECT max(as_of)::text AS "asOf" FROM snapshots`;
  const [facts, readers, { timeZone }, deliveries] = await Promise.all([
    latest?.asOf ? fetchDigest(db(), latest.asOf) : null,
    digestReaders(),
    readOrganisation(),
    manages ? listDeliveries(actor) : null,
  ]);
  return {
    facts,
    readers,
    base: appAddress(),
    zone: timeZone,
    mailFrom: mailSettings()?.from ?? null,
    hasSlack: slackAddress() !== null,
    deliveries,
  };
}
