import { verifyAll } from "@/lib/data/verify/all";
import type { CheckResult } from "@/lib/data/verify/check";
import { pool } from "@/lib/db";
import { withDatabase } from "./command";
import { say } from "./progress";

const counted = (count: number): string => count.toLocaleString("en-US");

function lines({ name, checked, differing, rows, notes = [] }: CheckResult): string[] {
  if (differing === 0)
    return [`✓ ${name}: ${counted(checked)} compared, 0 differ`, ...notes.map((note) => `    ${note}`)];
  const more = differing - rows.length;
  return [
    `✗ ${name}: ${counted(checked)} compared, ${counted(differing)} differ`,
    ...rows.map((row) => `    ${row}`),
    ...(more > 0 ? [`    … and ${counted(more)} more`] : []),
  ];
}

// npm run verify: a line for each check on standard output, the first differing rows below it.
await withDatabase(async () => {
  let failed = 0;
  for await (const result of verifyAll(pool())) {
    if (result.differing > 0) failed += 1;
    process.stdout.write(`${lines(result).join("\n")}\n`);
  }
  say(
    failed === 0 ? "Everything agrees." : `${failed} ${failed === 1 ? "check has" : "checks have"} found differences.`,
  );
  return failed === 0 ? 0 : 1;
});
