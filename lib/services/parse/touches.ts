import { TOUCH_KINDS } from "@/lib/domain/touches";
import type { Fields } from "./fields";
import { type Cell, type KindParser, once, refuse } from "./row";

/** Touches (formats.md): each of exactly one lead, opportunity or account. */
export function touchParser(fields: Fields): KindParser {
  const { text } = fields;
  const lead = once(text("lead_external_id"));
  const opportunity = once(text("opportunity_external_id"));
  const { account, account_key } = fields.account("account");
  const oneTarget: Cell = (row) => {
    const targets = [lead, opportunity, account].filter((target) => target?.(row)).length;
    if (targets === 1) return lead(row);
    const problem = targets === 0 ? "the touch belongs to nothing" : "the touch belongs to several things";
    return refuse(
      row,
      "lead_external_id",
      "TOUCH_TARGET",
      `${problem}. Give one of lead_external_id, opportunity_external_id, account.`,
    );
  };
  const columns = {
    external_id: text("external_id"),
    lead_external_id: oneTarget,
    opportunity_external_id: opportunity,
    account: account as Cell,
    account_key: account_key as Cell,
    source_code: fields.source("source"),
    campaign: text("campaign"),
    kind: fields.choice("kind", TOUCH_KINDS, "KIND_UNKNOWN"),
    ...fields.timed("touched_at", "touched_on"),
  };
  return { columns, identity: ["source_system", "external_id"] };
}
