import { addDays, dateIn, diffDays } from "@/lib/domain/dates";
import { OUTBOUND_BDR } from "@/lib/domain/source-rows";
import type { TouchKind } from "@/lib/domain/touches";
import { type Contact, campaignOf } from "./contacts";
import type { Deal } from "./deals";
import type { Source } from "./plan";
import { type Random, randomFor } from "./random";
import { momentOn, type Scene, workdayMoment } from "./scene";
import { BEHAVIOURS, CHANNELS } from "./sources";

/** A touch of a lead, a deal or an account: exactly one of the three. */
export interface Touch {
  readonly leadId: string | null;
  readonly dealId: string | null;
  readonly account: string | null;
  readonly source: Source;
  readonly campaign: string | null;
  readonly kind: TouchKind;
  readonly at: Date;
}

const MINUTE = 60_000;

/** A moment between two, to the second; draws none when they are the wrong way round. */
function between(from: Date, to: Date, random: Random): Date {
  const span = Math.max(0, to.getTime() - from.getTime());
  return new Date(from.getTime() + Math.floor((span * random.next()) / 1000) * 1000);
}

/** What showed intent just before the hand-over: the definition's behaviour signal. */
function behaviour(contact: Contact, until: Date, random: Random): Pick<Touch, "campaign" | "kind" | "at">[] {
  const { campaign, kind, times } = random.pick(BEHAVIOURS);
  const latest = new Date(Math.max(contact.createdAt.getTime(), until.getTime() - 6 * 86_400_000));
  return Array.from({ length: times }, () => ({ campaign, kind, at: between(latest, until, random) }));
}

/** What a BDR did by telephone or e-mail to reach the lead. */
function outreach(contact: Contact, random: Random): Pick<Touch, "campaign" | "kind" | "at">[] {
  const { cycle } = contact;
  if (!cycle?.touchedAt) return [];
  const call = { campaign: null, kind: "outbound_call", at: cycle.touchedAt } as const;
  if (random.chance(0.7)) return [call];
  return [call, { campaign: null, kind: "outbound_email", at: between(cycle.handedOverAt, cycle.touchedAt, random) }];
}

function leadTouches(contact: Contact, scene: Scene, random: Random): Touch[] {
  const { leadId, source, campaign, createdAt, cycle, flaw } = contact;
  const { first, later, noise } = CHANNELS[source];
  const until = new Date((cycle?.handedOverAt ?? scene.now).getTime() - 2 * MINUTE);
  const own = { leadId, dealId: null, account: null, source };
  const touches: Touch[] = [{ ...own, campaign, kind: first, at: createdAt }];
  const hasIntent = flaw !== "no_intent" && (cycle !== null || random.chance(0.7));
  if (hasIntent) touches.push(...behaviour(contact, until, random).map((touch) => ({ ...own, ...touch })));
  if (hasIntent && random.chance(0.28)) {
    touches.push({ ...own, campaign, kind: random.pick(later), at: between(createdAt, until, random) });
  }
  for (let sent = random.round(0.3); sent > 0; sent--) {
    touches.push({ ...own, campaign, kind: noise, at: between(createdAt, until, random) });
  }
  const bdr = { ...own, source: OUTBOUND_BDR } as const;
  return [...touches, ...outreach(contact, random).map((touch) => ({ ...bdr, ...touch }))];
}

const DEAL_SOURCES = {
  webinar: 26,
  intent: 20,
  paid_search: 18,
  customer_referral: 12,
  outbound_bdr: 12,
  partner_referral: 7,
  content_syndication: 5,
} as const;

/** Responses while a deal is open: of its lead or recorded on the deal itself. */
function dealTouches(deal: Deal, scene: Scene, random: Random): Touch[] {
  const { zone } = scene.calendar;
  const end = dateIn(new Date((deal.closedAt ?? scene.now).getTime() - 1), zone);
  const days = diffDays(deal.createdOn, end);
  return Array.from({ length: days < 1 ? 0 : random.int(1, 4) }, () => {
    const source = random.weighted(DEAL_SOURCES);
    const at = momentOn(addDays(deal.createdOn, random.int(1, days)), random.int(8 * 60, 19 * 60), scene, random);
    const leadId = deal.leadId !== null && random.chance(0.6) ? deal.leadId : null;
    const dealId = leadId === null ? deal.id : null;
    const kind = random.pick(CHANNELS[source].later);
    return { leadId, dealId, account: null, source, campaign: campaignOf(source, random), kind, at };
  }).filter((touch) => touch.at < scene.now);
}

/** The calls and mails that made a deal outbound. */
function hunt(deal: Deal, scene: Scene, random: Random): Touch[] {
  const account = { leadId: null, dealId: null, account: deal.account, source: OUTBOUND_BDR, campaign: null } as const;
  const kinds = random
    .shuffled(["outbound_call", "outbound_email", "outbound_call"] as const)
    .slice(0, random.int(1, 3));
  const calls = kinds.map((kind) => {
    const at = workdayMoment(addDays(deal.createdOn, -random.int(5, 25)), scene, random);
    return { ...account, kind, at };
  });
  if (random.chance(0.3)) return calls;
  const at = workdayMoment(addDays(deal.createdOn, -random.int(5, 9)), scene, random);
  return [...calls, { ...account, kind: "reply", at }];
}

/** All touches but those of the showcase, in no order. */
export function touchesOf(contacts: readonly Contact[], deals: readonly Deal[], scene: Scene): Touch[] {
  const random = randomFor("touches");
  return [
    ...contacts.flatMap((contact) => leadTouches(contact, scene, random)),
    ...deals.flatMap((deal) => dealTouches(deal, scene, random)),
    ...deals
      .filter((deal) => deal.leadId === null && deal.owner === OUTBOUND_BDR)
      .flatMap((deal) => hunt(deal, scene, random)),
  ];
}
