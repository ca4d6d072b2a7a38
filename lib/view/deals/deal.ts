import { POSITIONS, type Position } from "@/lib/domain/credits";
import type { ExplainedTouch, TouchReason } from "@/lib/domain/deal-touches";
import type { Deal } from "@/lib/domain/opportunities";
import type { TouchKind } from "@/lib/domain/touches";
import { dateWithYear } from "@/lib/view/dates";
import { exactMoney, type Labels } from "@/lib/view/monday/labels";

export const POSITION_NAMES: Record<Position, string> = {
  first_touch: "First touch",
  opportunity_created: "Opportunity created",
  closed_won: "Closed won",
};

const KIND_WORDS: Record<TouchKind, string> = {
  form: "form",
  click: "click",
  attended: "attended",
  meeting: "meeting",
  reply: "reply",
  call: "call",
  email_sent: "e-mail sent",
  invited: "invited",
  impression: "impression",
  outbound_call: "outbound call",
  outbound_email: "outbound e-mail",
};

const NOT_ASKED: Record<Exclude<TouchReason, "eligible">, string> = {
  no_response: "no response: sends, invitations and our own calls are not credited",
  after_won: "after the won date",
  outside_window: "outside the window",
  account_not_asked: "the account’s; contact and lead have touches of their own",
};

function became(explanation: ExplainedTouch | null): string {
  if (explanation === null) return "not won yet";
  if (explanation.positions.length > 0)
    return explanation.positions.map((position) => POSITION_NAMES[position]).join(", ");
  if (explanation.isAssist) return "assist";
  return explanation.reason === "eligible" ? "same day, no assist" : NOT_ASKED[explanation.reason];
}

function factLines({ deal }: Deal, labels: Labels): { label: string; value: string }[] {
  const money = (amount: string | null) => (amount === null ? "no amount" : exactMoney(amount));
  return [
    { label: "Account", value: deal.account ?? "—" },
    { label: "Owner source", value: `${labels.source(deal.ownerSource)}${deal.isOutbound ? " · outbound" : ""}` },
    { label: "Created", value: dateWithYear(deal.createdOn) },
    ...(deal.pipelineOn
      ? [
          {
            label: "Entered pipeline",
            value: `${dateWithYear(deal.pipelineOn)}, ${money(deal.pipelineAmount)}${deal.isApproximate ? " · approximate" : ""}${deal.isAmountLate ? " · amount came later" : ""}`,
          },
        ]
      : []),
    ...(deal.wonOn ? [{ label: "Won", value: `${dateWithYear(deal.wonOn)}, ${money(deal.wonAmount)}` }] : []),
    ...(deal.outcome === "lost" ? [{ label: "Lost", value: deal.lostReason ?? "no reason given" }] : []),
    ...(deal.currency && deal.amount
      ? [{ label: "As recorded", value: `${deal.currency} ${exactMoney(deal.amount)}` }]
      : []),
  ];
}

/** The drawer of one deal: facts, credits by position, stages, every touch with what became of it, and the model. */
export function dealView(input: Deal, labels: Labels) {
  const { deal, credits, touches, history, model } = input;
  const [first, created, won] = model.weights;
  const flags = [
    ...(deal.isTruncated ? ["Truncated: an older touch lies outside the window and gets nothing."] : []),
    ...(deal.isImplicit ? ["Implicit: contact and lead gave no touch in the window, so the account’s count."] : []),
  ];
  return {
    id: deal.id,
    title: deal.name ?? deal.externalId,
    leadHref: deal.originLeadId === null ? null : `/leads/${deal.originLeadId}`,
    facts: factLines(input, labels),
    flags,
    credits: POSITIONS.flatMap((position) =>
      credits
        .filter((credit) => credit.position === position)
        .map(({ source, credit }) => ({
          key: `${position} ${source}`,
          position: POSITION_NAMES[position],
          source: labels.source(source),
          credit: exactMoney(credit),
        })),
    ),
    creditTotal: deal.wonAmount && credits.length > 0 ? exactMoney(deal.wonAmount) : null,
    history: history.map(({ stage, ordinal, amount, currency, enteredOn }) => ({
      key: `${enteredOn} ${stage}`,
      stage,
      ordinal,
      on: dateWithYear(enteredOn),
      amount: amount === null ? null : `${currency ?? ""} ${exactMoney(amount)}`.trim(),
    })),
    touches: touches.map((touch) => ({
      key: touch.id,
      on: dateWithYear(touch.on),
      source: labels.source(touch.source),
      what: [KIND_WORDS[touch.kind], touch.campaign].filter(Boolean).join(", "),
      who: touch.leadName ?? (touch.leadId === null ? "" : "lead"),
      became: became(touch.explanation),
      counts: touch.explanation?.reason === "eligible",
    })),
    hasMoreTouches: input.hasMoreTouches,
    model: `Agreement v${model.agreementVersion}: W-shaped ${first} / ${created} / ${won}, lookback ${model.lookbackDays} days`,
  };
}

export type DealView = ReturnType<typeof dealView>;
