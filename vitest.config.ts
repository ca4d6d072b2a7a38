import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// Workers inherit the environment of this process: an odd zone (UTC+5:45, no DST) makes every
// accidental use of the machine's own zone visible (architecture.md, habit 6).
const TZ = "Asia/Kathmandu";
process.env.TZ = TZ;

const root = fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "");

export default defineConfig({
  resolve: {
    alias: {
      "@": root,
      // Outside React's server build the real one throws; Next and the command line set that condition.
      "server-only": `${root}/node_modules/server-only/empty.js`,
    },
  },
  test: {
    // A thing that is waited for may take its time; only what never comes is a failure.
    expect: { poll: { timeout: 20_000 } },
    // On two cores the default is one: half a machine for three hundred files.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          environment: "node",
          env: { TZ },
          include: ["tests/unit/**/*.test.ts"],
          // Property tests run hundreds of cases; a busy machine is no failure.
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: "db",
          environment: "node",
          env: { TZ },
          include: ["tests/db/**/*.test.ts"],
          globalSetup: ["tests/support/database-setup.ts"],
          setupFiles: ["tests/support/not-at-midnight.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
