import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { z } from "zod";
import type { Bench } from "./bench";
import type { Line } from "./measure";

const stats = z.array(z.object({ route: z.string(), firstLoadChunkPaths: z.array(z.string()) }));

/** Kilobytes by route; a route of settings stands for administration as a whole. */
const BUDGETS: readonly (readonly [pages: string, matches: RegExp, kilobytes: number])[] = [
  ["Monday", /^\/$/, 170],
  ["queue", /^\/queue$/, 165],
  ["sign-in", /^\/sign-in$/, 140],
  ["largest of administration", /^\/(settings|data)/, 190],
];

/** P6: first-load JavaScript of each page, gzip, as the build's own list of chunks names it. */
export async function bytes({ app }: Pick<Bench, "app">): Promise<Line[]> {
  const dir = await app();
  const routes = stats.parse(
    JSON.parse(readFileSync(join(dir, ".next", "diagnostics", "route-bundle-stats.json"), "utf8")),
  );
  const size = (paths: readonly string[]) =>
    paths.reduce((sum, path) => sum + gzipSync(readFileSync(join(dir, path)), { level: 9 }).length, 0) / 1_000;
  const sizes = routes.map(({ route, firstLoadChunkPaths }) => ({ route, kilobytes: size(firstLoadChunkPaths) }));
  return BUDGETS.flatMap(([pages, matches, budget]) => {
    const [largest] = sizes.filter(({ route }) => matches.test(route)).sort((a, b) => b.kilobytes - a.kilobytes);
    if (!largest) return [];
    const { kilobytes } = largest;
    return [
      {
        what: `first-load JavaScript, ${pages}`,
        measured: `${kilobytes.toFixed(1)} kB`,
        against: "",
        ratio: kilobytes,
        mustReach: `≤ ${budget} kB`,
        isReached: kilobytes <= budget,
      },
    ];
  });
}
