import type { ParseContext } from "./context";
import type { Fields } from "./fields";
import { type Cell, type KindParser, once, type Row } from "./row";
import { stageResolver } from "./stages";

const TYPES = ["new_business", "renewal", "expansion"] as const;
const TEAMS = ["sales", "marketing", "partner"] as const;
const OUTCOMES = ["open", "won", "lost"] as const;

function stageCells(fields: Fields, context: ParseContext): Readonly<Record<string, Cell>> {
  const stage = once(fields.text("stage"));
  const outcome = once(fields.choice("outcome", OUTCOMES, "OUTCOME_UNKNOWN"));
  const resolve = stageResolver(context);
  const resolved = once((row: Row) => {
    const name = stage(row);
    if (name === null) return null;
    const given = outcome(row);
    const mayLackPlace = given === "won" || given === "lost";
    return resolve(row, name, { ordinal: null, mayLackPlace, cure: "send the outcome, won or lost" });
  });
  return {
    stage,
    stage_ordinal: (row) => resolved(row)?.ordinal?.toString() ?? null,
    // A record at the won stage that leaves the outcome out is won: the stage says so.
    outcome: (row) => outcome(row) ?? (resolved(row)?.isWon ? "won" : "open"),
  };
}

/** Opportunities (formats.md). An amount without a currency is in the reporting currency. */
export function opportunityParser(fields: Fields, context: ParseContext): KindParser {
  const { text } = fields;
  const amount = once(fields.amount("amount"));
  const currency = fields.currency("currency");
  const type = fields.choice("type", TYPES, "TYPE_UNKNOWN");
  const columns = {
    external_id: text("external_id"),
    lead_external_id: text("lead_external_id"),
    ...fields.account("account"),
    name: text("name"),
    type: (row: Row) => type(row) ?? "new_business",
    currency: (row: Row) => currency(row) ?? (amount(row) === null ? null : context.currency),
    amount,
    ...fields.timed("created_at", "created_on"),
    created_by_team: fields.choice("created_by_team", TEAMS, "TEAM_UNKNOWN"),
    ...stageCells(fields, context),
    lost_reason: text("lost_reason"),
    ...fields.timed("closed_at", "closed_on"),
    first_seen_on: () => context.today,
  };
  return { columns, identity: ["source_system", "external_id"] };
}
