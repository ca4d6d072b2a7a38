import type { Bench } from "./bench";
import { compare, type Line, milliseconds } from "./measure";
import { pageTime } from "./pages";
import { serve, signedUp } from "./site";

/** P2: the Monday page of a company a hundred times as large, from the same build. */
export async function growth({ app, database, pairs, large }: Bench): Promise<Line[]> {
  const dir = await app();
  const urls = [await database("large"), await database("small")];
  const open = async (url: string) => {
    const site = await serve(dir, url);
    return { site, cookie: await site.cookieOf(await signedUp(url, "cmo")) };
  };
  const [big, small] = await Promise.all(urls.map(open));
  if (!big || !small) throw new Error("two databases were asked for");
  const { measured, against, ratio } = await compare(
    pairs,
    () => pageTime(`${big.site.url}/`, big.cookie),
    () => pageTime(`${small.site.url}/`, small.cookie),
  );
  for (const { site } of [big, small]) await site.stop();
  return [
    {
      what: `Monday page at ${large.cycles.toLocaleString("en-US")} cycles, p50`,
      measured: milliseconds(measured),
      against: `${milliseconds(against)} at 10,000`,
      ratio,
      mustReach: "≤ 1.3",
      isReached: ratio <= 1.3,
    },
  ];
}
