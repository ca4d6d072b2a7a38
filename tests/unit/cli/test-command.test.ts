import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { childEnv } from "@/lib/env";
import { temporaryFolder } from "@/tests/support/files";

const folder = temporaryFolder();
afterAll(() => folder.remove());

test("npm test ends with its counts also where no Postgres starts, and says before why", () => {
  const before = existsSync(".test");
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--conditions=react-server", "--import", "tsx", "lib/cli/test.ts"],
    {
      // No folder can be made in a file: the server has no place for its data.
      env: childEnv({ TMPDIR: folder.write("file", ""), TSX_DISABLE_CACHE: "1", TEST_DATABASE_URL: undefined }),
      encoding: "utf8",
      timeout: 100_000,
    },
  );
  expect([status, stdout]).toEqual([1, "0 passed, 1 failed\n"]);
  expect(stderr).toContain("ENOTDIR");
  // The reports of a run under way are left alone.
  expect(existsSync(".test")).toBe(before);
}, 120_000);
