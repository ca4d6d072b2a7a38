import type { ParseContext } from "./context";
import type { Fields } from "./fields";
import { type Cell, type KindParser, once, type Row, refuse } from "./row";

/** The source, unless both sides agreed to book no spend for it (lib/domain/spend-policy.ts). */
function agreedSource(fields: Fields, { spendPolicies, agreementVersion }: ParseContext): Cell {
  const source = fields.source("source");
  return (row) => {
    const code = source(row);
    if (code === null || !Object.hasOwn(spendPolicies, code) || spendPolicies[code] !== "none") return code;
    const problem = `${code} has the spend policy "None" in version ${agreementVersion} of the agreement, so that none of its spend counts. Leave the row out, or agree another policy for ${code} in the next version.`;
    return refuse(row, "source", "SPEND_NOT_AGREED", problem);
  };
}

/** Spend (formats.md): an amount over its days of service, both ends included (metrics.md §3). */
export function spendParser(fields: Fields, context: ParseContext): KindParser {
  const start = once(fields.date("start_date"));
  const end = once(fields.date("end_date"));
  const columns = {
    source_code: agreedSource(fields, context),
    campaign: fields.text("campaign"),
    start_date: start,
    end_date: (row: Row) => {
      const [from, to] = [start(row), end(row)];
      if (from === null || to === null || from <= to) return to;
      return refuse(row, "end_date", "DATE_ORDER", `${to} is before the start date ${from}. Exchange or correct them.`);
    },
    amount: fields.amount("amount"),
    currency: fields.currency("currency"),
  };
  return { columns, identity: ["source_code", "campaign", "start_date", "end_date"] };
}
