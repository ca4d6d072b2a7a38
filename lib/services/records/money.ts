import { Prisma } from "@/prisma/generated/client";
import type { RowError } from "./staging";

/** The first amount that numeric(16,2) no longer holds: a rate can carry an amount there that fits by itself. */
export const MONEY_LIMIT = Prisma.sql`1e14::numeric`;

export type MoneyCode = "FX_RATE_MISSING" | "NUMBER_RANGE";

/** The refusal of a foreign amount: no rate for its day (formats.md), or too large once converted. */
export function moneyRefused(
  code: MoneyCode,
  line: number,
  currency: string,
  reporting: string,
  day: string,
): RowError {
  if (code === "FX_RATE_MISSING") {
    const message = `currency: no rate from ${currency} to ${reporting} for ${day}. Import fx_rates for that day first.`;
    return { line, field: "currency", code, message };
  }
  const message = `amount: in ${reporting}, at the rate of ${day}, it has more than 14 digits before the point. Correct the amount or its currency.`;
  return { line, field: "amount", code, message };
}
