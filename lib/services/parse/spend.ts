import type { Fields } from "./fields";
import { type KindParser, once, type Row, refuse } from "./row";

/** Spend (formats.md): an amount over its days of service, both ends included (metrics.md §3). */
export function spendParser(fields: Fields): KindParser {
  const start = once(fields.date("start_date"));
  const end = once(fields.date("end_date"));
  const columns = {
    source_code: fields.source("source"),
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
