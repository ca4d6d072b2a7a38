import type { Bench } from "./bench";
import { compare, type Line, milliseconds } from "./measure";
import { pageTime } from "./pages";
import { serve, signedUp } from "./site";

/** P1: the Monday page against an empty page behind the same sign-in and frame. */
export async function monday({ app, database, pairs }: Bench): Promise<Line[]> {
  const dir = await app();
  const url = await database("small");
  const site = await serve(dir, url);
  const cookie = await site.cookieOf(await signedUp(url, "cro"));
  const { measured, against, ratio } = await compare(
    pairs,
    () => pageTime(`${site.url}/`, cookie),
    () => pageTime(`${site.url}/empty`, cookie),
  );
  await site.stop();
  return [
    {
      what: "Monday page, p50",
      measured: milliseconds(measured),
      against: `${milliseconds(against)} empty page`,
      ratio,
      mustReach: "≤ 2.0",
      isReached: ratio <= 2,
    },
  ];
}
