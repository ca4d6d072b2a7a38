import type { Fields } from "./fields";
import { type KindParser, once, type Row, refuse } from "./row";

/** Rates (formats.md): how much of `to_currency` one unit of `from_currency` is worth on a day. */
export function fxRateParser(fields: Fields): KindParser {
  const from = once(fields.currency("from_currency"));
  const to = fields.currency("to_currency");
  const rate = fields.number("rate", { scale: 10, digits: 10 });
  const columns = {
    day: fields.date("date"),
    from_currency: from,
    to_currency: (row: Row) => {
      const code = to(row);
      if (code === null || code !== from(row)) return code;
      return refuse(
        row,
        "to_currency",
        "CURRENCY_SAME",
        `${code} is the currency the rate is from. Give another, or remove the row.`,
      );
    },
    rate: (row: Row) => {
      const text = rate(row);
      if (text === null || /[1-9]/.test(text)) return text;
      return refuse(row, "rate", "NUMBER_RANGE", "is zero, and a rate is above zero. Correct it.");
    },
  };
  return { columns, identity: ["day", "from_currency", "to_currency"] };
}
