import "server-only";
import { db } from "@/lib/db";
import type { Reader } from "./reader";

const PATIENCE_MS = 3_000;

/** Whether the database answers within three seconds. Never throws. */
export async function databaseAnswers(reader: () => Reader = db): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE_MS);
  });
  const asked = async (): Promise<boolean> => {
    await reader().$queryRaw`SELECT 1`;
    return true;
  };
  const answer = await Promise.race([asked().catch(() => false), late]);
  clearTimeout(timer);
  return answer;
}
