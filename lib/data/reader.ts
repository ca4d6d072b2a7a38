import type { Prisma } from "@/prisma/generated/client";

/** Whatever can answer a statement: the client, or a transaction where several reads must see one moment. */
export type Reader = Pick<Prisma.TransactionClient, "$queryRaw">;
