import type { Position } from "@/lib/domain/credits";
import type { MetricsDocument } from "@/lib/domain/metrics-document";
import { parseMoney } from "@/lib/domain/money";
import { sharesOf100 } from "@/lib/domain/rates";
import { cellHref } from "@/lib/view/cells";
import { exactMoney, type Labels } from "./labels";

export interface InfluenceTableRow {
  key: string;
  label: string;
  positions: Record<Position, string | null>;
  credit: string | null;
  /** Address of all credit of the source; `influencePartHref` makes of it that of one position or of the assists. */
  address: string;
  /** Percent, adding up to 100.0 over the rows; null when nothing was won. */
  share: string | null;
  deals: number;
  assists: number;
}

export interface InfluenceTable {
  rows: InfluenceTableRow[];
  total: { positions: Record<Position, string>; credit: string; address: string; deals: number; assists: number };
  largestShare: number;
}

const money = (amount: string): string | null => (parseMoney(amount) ? exactMoney(amount) : null);

/** The third table (product.md B5): who stood at which position of the deals that were won. */
export function influenceTable(document: MetricsDocument, labels: Labels): InfluenceTable {
  const { influence, influence_positions: positions, influence_total: total, as_of: asOf } = document;
  const shares = sharesOf100(influence.rows.map(({ credit }) => parseMoney(credit) ?? 0n));
  const all = { kind: "influence", asOf, source: null, span: "trailing", part: null } as const;
  const rows = influence.rows.map((row, index): InfluenceTableRow => {
    const parts = positions.find(({ source }) => source === row.source);
    return {
      key: row.source,
      label: labels.source(row.source),
      positions: {
        first_touch: money(parts?.first_touch ?? "0.00"),
        opportunity_created: money(parts?.opportunity_created ?? "0.00"),
        closed_won: money(parts?.closed_won ?? "0.00"),
      },
      credit: money(row.credit),
      address: cellHref({ ...all, source: row.source }),
      share: shares[index] ?? null,
      deals: row.deals,
      assists: row.assists,
    };
  });
  return {
    rows,
    total: {
      positions: {
        first_touch: exactMoney(total.first_touch),
        opportunity_created: exactMoney(total.opportunity_created),
        closed_won: exactMoney(total.closed_won),
      },
      credit: exactMoney(total.credit),
      address: cellHref(all),
      deals: total.deals,
      assists: total.assists,
    },
    largestShare: Math.max(0, ...rows.map(({ share }) => Number(share ?? 0))),
  };
}
