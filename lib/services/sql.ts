import type { ClientBase } from "pg";
import { Prisma } from "@/prisma/generated/client";

/**
 * One open transaction, whoever holds it: Prisma for forms and API, a raw connection for imports
 * that stream through COPY. The set-based writes are written once against this.
 */
export interface Tx {
  rows<T>(sql: Prisma.Sql): Promise<T[]>;
}

/** The transaction of `prisma.$transaction(async (tx) => …)`, or the client itself for one statement. */
export function prismaTx(client: Pick<Prisma.TransactionClient, "$queryRaw">): Tx {
  return { rows: (sql) => client.$queryRaw(sql) };
}

/** A raw connection on which BEGIN was said. */
export function pgTx(client: ClientBase): Tx {
  return { rows: async (sql) => (await client.query(sql.text, sql.values)).rows };
}

/** The only row of a statement that returns one by construction (an aggregate). */
export async function onlyRow<T>(tx: Tx, sql: Prisma.Sql): Promise<T> {
  const [row] = await tx.rows<T>(sql);
  if (row === undefined) throw new Error("a statement that always returns one row returned none");
  return row;
}

/** The SQLSTATE with which Postgres refused a raw statement of Prisma; undefined for other errors. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return undefined;
  const { driverAdapterError: driver } = (error.meta ?? {}) as {
    driverAdapterError?: { cause?: { originalCode?: string } };
  };
  return driver?.cause?.originalCode;
}
