import "server-only";
import type { Reader } from "./reader";

/**
 * The hash of the last link of the audit chain, or null before the first one. Every write appends its link in its own
 * transaction, so that under the same head every fact is the same: what was computed under it serves again, in any process.
 */
export async function auditHead(reader: Reader): Promise<string | null> {
  const [row] = await reader.$queryRaw<{ head: string }[]>`
    SELECT encode(hash, 'hex') AS head FROM audit_head WHERE seq > 0`;
  return row?.head ?? null;
}
