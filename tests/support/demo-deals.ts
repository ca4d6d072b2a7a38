import { accountKey } from "@/lib/domain/accounts";
import { type Attribution, attribute, type DealTouch } from "@/lib/domain/attribution";
import { dateIn, type IsoDate } from "@/lib/domain/dates";
import { convert } from "@/lib/domain/money";
import {
  type CreatedByTeam,
  isOutbound,
  type OwnerCycle,
  ownerOf,
  type PipelineEntry,
  pipelineEntry,
} from "@/lib/domain/ownership";
import type { TouchKind } from "@/lib/domain/touches";
import type { DemoCompany } from "@/prisma/seed/company";
import { ORGANISATION } from "@/prisma/seed/organisation";
import { STAGES } from "@/prisma/seed/stages";
import { byLead, codeOf, field } from "./demo-acceptance";

type DemoRecord = DemoCompany["records"]["leads"][number];

/** What the product would make of one opportunity of the sample company. */
export interface DealFigures {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly owner: string;
  readonly originCycle: string | null;
  readonly entry: PipelineEntry | null;
  /** Cents of the reporting currency at the entry. */
  readonly pipeline: bigint;
  readonly wonOn: IsoDate | null;
  /** Of a won deal of new business. */
  readonly attribution: Attribution | null;
}

const dayOf = (text: string): IsoDate => dateIn(new Date(text), ORGANISATION.timeZone);

function ordinalOf(step: DemoRecord): number | null {
  const known = STAGES.indexOf(step.stage as never);
  return known >= 0 ? known + 1 : typeof step.stage_ordinal === "number" ? step.stage_ordinal : null;
}

/** Groups records by a text. */
function grouped(records: readonly DemoRecord[], key: (record: DemoRecord) => string): Map<string, DemoRecord[]> {
  const groups = new Map<string, DemoRecord[]>();
  for (const record of records) {
    const group = groups.get(key(record));
    if (group) group.push(record);
    else groups.set(key(record), [record]);
  }
  return groups;
}

/** Owner, entry and credits of every opportunity, by the rules of the domain, from the records alone. */
export function dealFigures({ records }: DemoCompany, firstSeenOn: IsoDate): DealFigures[] {
  const leads = new Map(records.leads.map((lead) => [field(lead, "external_id"), lead]));
  const colleagues = grouped(records.leads, (lead) => accountKey(field(lead, "company")));
  const decisions = byLead(records.decisions);
  const history = grouped(records.stage_history, (step) => field(step, "opportunity_external_id"));
  const ofLead = grouped(records.touches, (touch) => field(touch, "lead_external_id"));
  const ofDeal = grouped(records.touches, (touch) => field(touch, "opportunity_external_id"));
  const ofAccount = grouped(records.touches, (touch) => accountKey(field(touch, "account")));
  const rates = new Map(records.fx_rates.map((rate) => [field(rate, "date"), field(rate, "rate")]));

  const dollars = (amount: string | null, currency: string, on: IsoDate): bigint =>
    amount === null ? 0n : convert(amount, currency === "USD" ? "1" : (rates.get(on) ?? "0"));

  const cycleOf = (lead: DemoRecord): OwnerCycle[] => {
    if (lead.handed_over_at === null) return [];
    const id = field(lead, "external_id");
    const last = decisions.get(id)?.at(-1);
    const acceptedOn = last && field(last, "verdict") === "accept" ? dayOf(field(last, "decided_at")) : null;
    return [
      { id, source: codeOf(field(lead, "source")), handedOverOn: dayOf(field(lead, "handed_over_at")), acceptedOn },
    ];
  };

  const asTouch =
    (link: DealTouch["link"]) =>
    (touch: DemoRecord): DealTouch => ({
      source: codeOf(field(touch, "source")),
      kind: field(touch, "kind") as TouchKind,
      on: dayOf(field(touch, "touched_at")),
      link,
    });

  return records.opportunities.map((deal) => {
    const id = field(deal, "external_id");
    const leadId = field(deal, "lead_external_id");
    const lead = leads.get(leadId);
    const account = accountKey(field(deal, "account"));
    const others = (colleagues.get(account) ?? []).filter((other) => other !== lead);
    const touches: DealTouch[] = [
      ...(leadId === "" ? [] : (ofLead.get(leadId) ?? [])).map(asTouch("direct")),
      ...(ofDeal.get(id) ?? []).map(asTouch("direct")),
      ...(ofAccount.get(account) ?? []).map(asTouch("account")),
      ...others.flatMap((other) => ofLead.get(field(other, "external_id")) ?? []).map(asTouch("account")),
    ];
    const createdOn = dayOf(field(deal, "created_at"));
    const team = field(deal, "created_by_team") as CreatedByTeam;
    const steps = (history.get(id) ?? []).flatMap((step) => {
      const ordinal = ordinalOf(step);
      const enteredAt = new Date(field(step, "entered_at"));
      const amount = step.amount === null ? null : field(step, "amount");
      const currency = field(step, "currency") || field(deal, "currency");
      return ordinal === null
        ? []
        : [{ ordinal, enteredAt, enteredOn: dayOf(field(step, "entered_at")), amount, currency }];
    });
    const outcome = field(deal, "outcome") as "open" | "won" | "lost";
    const closedOn = deal.closed_at === null ? null : dayOf(field(deal, "closed_at"));
    const money = { amount: deal.amount === null ? null : field(deal, "amount"), currency: field(deal, "currency") };
    const entry = pipelineEntry(
      { createdOn, firstSeenOn, ordinal: ordinalOf(deal), outcome, closedOn, ...money },
      steps,
    );
    const accountCycles = [...others, ...(lead ? [lead] : [])].flatMap(cycleOf);
    const owner = ownerOf({
      createdOn,
      leadCycles: lead ? cycleOf(lead) : [],
      accountCycles,
      outbound: isOutbound({ createdByTeam: team, createdOn }, touches),
    });
    const wonOn = outcome === "won" ? closedOn : null;
    const isNew = field(deal, "type") === "new_business";
    const amount = wonOn === null ? 0n : dollars(money.amount, money.currency, wonOn);
    const won = wonOn !== null && isNew ? { createdOn, wonOn, createdByTeam: team, amount } : null;
    return {
      id,
      name: field(deal, "name"),
      type: field(deal, "type"),
      owner: owner.source,
      originCycle: owner.cycleId,
      entry,
      pipeline: entry ? dollars(entry.amount, entry.currency, entry.on) : 0n,
      wonOn,
      attribution: won ? attribute(won, touches) : null,
    };
  });
}
