import { expect, test } from "vitest";
import { barText } from "@/lib/cli/progress-bar";

test.each([
  [{ bytes: 0, totalBytes: 100, rows: 0 }, 0, "[░░░░░░░░░░░░░░░░░░░░░░░░]   0 %  0 rows, 0/s"],
  [{ bytes: 50, totalBytes: 100, rows: 12_345 }, 2, "[████████████░░░░░░░░░░░░]  50 %  12,345 rows, 6,173/s"],
  [{ bytes: 999, totalBytes: 1_000, rows: 5 }, 1, "[████████████████████████]  99 %  5 rows, 5/s"],
  [{ bytes: 120, totalBytes: 100, rows: 1 }, 1, "[████████████████████████] 100 %  1 rows, 1/s"],
  [{ bytes: 0, totalBytes: 0, rows: 0 }, 1, "[████████████████████████] 100 %  0 rows, 0/s"],
])("%j after %d s", (progress, seconds, expected) => expect(barText(progress, seconds)).toBe(expected));
