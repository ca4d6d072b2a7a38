import type { ParseContext } from "./context";
import type { Fields } from "./fields";
import { type Cell, type KindParser, once, type Row, refuse } from "./row";
import { stageResolver } from "./stages";

const HIGHEST_ORDINAL = 100;

function ordinalCell(fields: Fields): Cell {
  const ordinal = fields.whole("stage_ordinal");
  return (row) => {
    const text = ordinal(row);
    if (text === null || Number(text) <= HIGHEST_ORDINAL) return text;
    return refuse(
      row,
      "stage_ordinal",
      "NUMBER_RANGE",
      `is over ${HIGHEST_ORDINAL}. Write the position of the stage, 1 to 6 by default.`,
    );
  };
}

/** Stage history (formats.md). An amount without a currency is in the currency of its opportunity. */
export function stageHistoryParser(fields: Fields, context: ParseContext): KindParser {
  const stage = once(fields.text("stage"));
  const ordinal = ordinalCell(fields);
  const resolve = stageResolver(context);
  const resolved = once((row: Row) => {
    const name = stage(row);
    if (name === null) return null;
    return resolve(row, name, { ordinal: ordinal(row), mayLackPlace: false, cure: "send its stage_ordinal" });
  });
  const columns = {
    opportunity_external_id: fields.text("opportunity_external_id"),
    stage,
    stage_key: (row: Row) => resolved(row)?.key ?? null,
    ordinal: (row: Row) => resolved(row)?.ordinal?.toString() ?? null,
    is_won: (row: Row) => String(resolved(row)?.isWon ?? false),
    amount: fields.amount("amount"),
    currency: fields.currency("currency"),
    ...fields.timed("entered_at", "entered_on"),
  };
  return { columns, identity: ["source_system", "opportunity_external_id", "entered_at", "stage_key"] };
}
