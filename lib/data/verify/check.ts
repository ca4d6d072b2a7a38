import type { ClientBase } from "pg";

/** What one check found. */
export interface CheckResult {
  name: string;
  /** What was compared. */
  checked: number;
  differing: number;
  /** The first differing rows, as people can read them. */
  rows: string[];
  /** What is right as it stands and still wants somebody's attention, as people can read it. */
  notes?: string[];
}

/** Reads everything through one connection, inside one transaction that sees one moment. */
export type Check = (client: ClientBase) => Promise<CheckResult>;

export const SHOWN = 20;

interface Compared {
  checked: string;
  differing: string;
  rows: object[] | null;
}

/**
 * A check in SQL: `differences` selects the rows that differ, `subjects` whatever is counted as compared. Both are texts of
 * this folder; no value of a user ever stands in them.
 */
export function sqlCheck(name: string, subjects: string, differences: string): Check {
  return async (client) => {
    const { rows } = await client.query<Compared>(`
      WITH differing AS MATERIALIZED (${differences})
      SELECT (SELECT count(*) FROM (${subjects}) AS subjects)::text AS checked, (SELECT count(*) FROM differing)::text AS differing,
        (SELECT json_agg(shown) FROM (SELECT * FROM differing LIMIT ${SHOWN}) AS shown) AS rows`);
    const [found] = rows;
    return {
      name,
      checked: Number(found?.checked ?? 0),
      differing: Number(found?.differing ?? 0),
      rows: (found?.rows ?? []).map((row) => JSON.stringify(row)),
    };
  };
}

/** Builds a result row by row, for checks that no SQL can make. */
export class Tally {
  checked = 0;
  differing = 0;
  readonly rows: string[] = [];

  constructor(readonly name: string) {}

  differ(row: object): void {
    this.differing += 1;
    if (this.rows.length < SHOWN) this.rows.push(JSON.stringify(row));
  }

  result(): CheckResult {
    const { name, checked, differing, rows } = this;
    return { name, checked, differing, rows };
  }
}
