import type { ArgumentKind } from "@/lib/domain/arguments";
import { addDays } from "@/lib/domain/dates";
import type { Segment } from "@/lib/domain/segments";
import { randomFor } from "./random";
import { type Scene, workdayMoment } from "./scene";
import type { DemoRole } from "./users";

export interface DemoArgument {
  readonly by: DemoRole;
  readonly at: Date;
  readonly kind: ArgumentKind;
  readonly text: string;
  readonly source: string | null;
  readonly segment: Segment | null;
}

/** Days before the Monday that is looked at; what was said began as "the leads are bad" each time. */
const SAID: readonly (Omit<DemoArgument, "at"> & { readonly daysAgo: number })[] = [
  {
    daysAgo: 58,
    by: "cro",
    kind: "attribution",
    text: "Webinar takes credit for deals that our BDRs opened by phone. Who is credited when both touched the account?",
    source: "webinar",
    segment: "ENT",
  },
  {
    daysAgo: 44,
    by: "cmo",
    kind: "headcount",
    text: "Syndication leads wait four days for a first call. That is an empty seat, not a bad lead.",
    source: "content_syndication",
    segment: "SMB",
  },
  {
    daysAgo: 36,
    by: "head_demand_gen",
    kind: "attribution",
    text: "Intent data shows up as an assist on every second enterprise deal and gets no budget for it.",
    source: "intent",
    segment: "ENT",
  },
  {
    daysAgo: 24,
    by: "cro",
    kind: "cac",
    text: "Paid search is over the line for the third month. If it buys small customers, they must cost less.",
    source: "paid_search",
    segment: null,
  },
  {
    daysAgo: 16,
    by: "head_sdr",
    kind: "definition",
    text: "Is a trial sign-up from a personal address a lead? We reject them as bad data, marketing counts them.",
    source: null,
    segment: null,
  },
  {
    daysAgo: 9,
    by: "cmo",
    kind: "attribution",
    text: "Partner referrals are credited to outbound when the BDR calls first. The first touch has its share, whoever calls.",
    source: "partner_referral",
    segment: "MM",
  },
  {
    daysAgo: 4,
    by: "vp_revops",
    kind: "headcount",
    text: "120 MQLs a week and four active BDRs: the cap is arguable only because Dana’s seat is still routed to.",
    source: null,
    segment: null,
  },
];

/** What the sample company argued about in the weeks before `asOf`, in working time. */
export function demoArguments(scene: Scene): DemoArgument[] {
  const random = randomFor("arguments");
  return SAID.map(({ daysAgo, ...said }) => ({
    ...said,
    at: workdayMoment(addDays(scene.asOf, -daysAgo), scene, random),
  }));
}
