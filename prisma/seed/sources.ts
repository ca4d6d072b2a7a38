import type { TouchKind } from "@/lib/domain/touches";
import type { Source } from "./plan";

export interface Campaign {
  readonly name: string;
  /** Share of the source's leads and budget. */
  readonly share: number;
  /** Billed in euros. */
  readonly inEuros?: boolean;
  /** A yearly licence, paid at once, in place of a monthly budget. */
  readonly yearly?: boolean;
}

export interface Channel {
  readonly campaigns: readonly Campaign[];
  /** How a lead of the source shows itself first. */
  readonly first: TouchKind;
  /** What such people do afterwards; these are responses. */
  readonly later: readonly TouchKind[];
  /** What they are sent or shown; these are none. */
  readonly noise: TouchKind;
  /** Days from the first touch to the hand-over, at most. */
  readonly lagDays: number;
}

export const CHANNELS: Readonly<Record<Source, Channel>> = {
  paid_search: {
    campaigns: [
      { name: "Search: forecast accuracy", share: 60 },
      { name: "Search: spreadsheet replacement", share: 25 },
      { name: "Retargeting", share: 15 },
    ],
    first: "click",
    later: ["click", "form"],
    noise: "impression",
    lagDays: 12,
  },
  content_syndication: {
    campaigns: [
      { name: "Report: State of the funnel", share: 65 },
      { name: "Newsletter sponsorship, Europe", share: 35, inEuros: true },
    ],
    first: "form",
    later: ["click"],
    noise: "email_sent",
    lagDays: 9,
  },
  webinar: {
    campaigns: [
      { name: "Forecast accuracy in 40 minutes", share: 55 },
      { name: "Board-ready pipeline", share: 45 },
    ],
    first: "attended",
    later: ["attended", "click", "reply"],
    noise: "invited",
    lagDays: 10,
  },
  partner_referral: {
    campaigns: [{ name: "Partner referral fees", share: 100 }],
    first: "meeting",
    later: ["meeting", "reply"],
    noise: "email_sent",
    lagDays: 3,
  },
  intent: {
    campaigns: [
      { name: "Intent data licence", share: 55, yearly: true },
      { name: "Account ads", share: 45 },
    ],
    first: "click",
    later: ["click", "form"],
    noise: "impression",
    lagDays: 16,
  },
  outbound_bdr: {
    campaigns: [{ name: "Dialler and contact lists", share: 100 }],
    first: "reply",
    later: ["reply", "meeting"],
    noise: "outbound_email",
    lagDays: 20,
  },
  customer_referral: {
    campaigns: [{ name: "Customer introductions", share: 100 }],
    first: "meeting",
    later: ["meeting", "reply"],
    noise: "email_sent",
    lagDays: 5,
  },
  trade_show: {
    campaigns: [{ name: "Revenue Summit booth", share: 100 }],
    first: "meeting",
    later: ["reply"],
    noise: "email_sent",
    lagDays: 6,
  },
};

/** The last touch before the hand-over: what the definition's behaviour signal looks for. */
export const BEHAVIOURS = [
  { campaign: "Demo request", kind: "form", times: 1 },
  { campaign: "Pricing page", kind: "click", times: 2 },
  { campaign: "Docs: integrations", kind: "click", times: 1 },
] as const satisfies readonly { campaign: string; kind: TouchKind; times: number }[];
