import { addDays, isWithin } from "@/lib/domain/dates";
import { REASONS } from "@/lib/domain/reasons";
import { type Cycle, isRecent } from "./cycles";
import { type Random, randomFor } from "./random";
import type { Scene } from "./scene";
import { BDRS, FORMER_BDR, PARTNER_MANAGER } from "./users";

/** Days since the fifth BDR left. */
const LEFT_DAYS_AGO = 98;
/** Leads past their decision SLA that each BDR still has. */
const LATE_PER_BDR = 5;

const emails = BDRS.map((bdr) => bdr.email);
const everyone = [...emails, FORMER_BDR.email];

/** Deals cycles out in turn, kind by kind, so that the queues are of one length and each holds something of everything. */
function inTurn(cycles: readonly Cycle[]): [string, string][] {
  const kinds = [null, ...REASONS];
  const dealt = [...cycles].sort((a, b) => kinds.indexOf(a.flaw) - kinds.indexOf(b.flaw));
  return dealt.map((cycle, index) => [cycle.leadId, emails[index % emails.length] ?? FORMER_BDR.email]);
}

function anyone(cycle: Cycle, scene: Scene, random: Random): string {
  if (cycle.lane === "partner") return PARTNER_MANAGER.email;
  const hasLeft = cycle.handedOverOn > addDays(scene.asOf, -LEFT_DAYS_AGO);
  if (!hasLeft) return random.pick(everyone);
  return cycle.outcome === "open" ? FORMER_BDR.email : random.pick(emails);
}

/**
 * Who works each lead, by lead: the partner manager the referrals, the BDRs the rest. Each of the four BDRs has a queue of
 * about twenty: five late ones of the matured window and the open ones of the latest weeks. What nobody works has been
 * routed to the seat of the one who left.
 */
export function seatsOf(cycles: readonly Cycle[], scene: Scene): ReadonlyMap<string, string> {
  const random = randomFor("seats");
  const open = cycles.filter((cycle) => cycle.outcome === "open" && cycle.lane === "standard" && !cycle.isVacant);
  const late = random
    .shuffled(open.filter((cycle) => isWithin(cycle.handedOverOn, scene.window)))
    .slice(0, LATE_PER_BDR * emails.length);
  const queues = new Map([...inTurn(open.filter((cycle) => isRecent(cycle, scene))), ...inTurn(late)]);
  return new Map(
    cycles.map((cycle) => [cycle.leadId, queues.get(cycle.leadId) ?? anyone(cycle, scene, random)] as const),
  );
}
