import { withClient } from "@/lib/cli/client";
import { connections, sendAction } from "./actions";
import type { Bench } from "./bench";
import { actionId } from "./copy";
import { compare, type Line, median, milliseconds } from "./measure";
import { type Desk, fillDesks } from "./open-leads";
import { serve } from "./site";

/** Decisions of each BDR in one measurement. */
const EACH = 20;
const REASONS = ["out_of_icp", "wrong_persona", "no_intent", "bad_data"];

/** Accepts and rejects in turn, with a touch. */
function decisionOf(cycle: string, nth: number): Record<string, string> {
  if (nth % 2 === 0) return { cycle, verdict: "accept", touch: "call" };
  return { cycle, verdict: "reject", touch: "call", reason: REASONS[(nth >> 1) % REASONS.length] ?? "" };
}

/** Opens the connections of a cold app a few at a time: on a busy machine a burst would wait for them longer than the pool does. */
async function warmUp(people: number, send: (nth: number) => Promise<unknown>): Promise<void> {
  for (let at = 1; at <= people; at += 3) await Promise.all(Array.from({ length: at }, (_, nth) => send(nth)));
}

/** P3: a decision against an empty action behind the same wrapper, 25 people at once, each on leads of their own. */
export async function decision({ app, database, pairs }: Bench): Promise<Line[]> {
  const dir = await app();
  const url = await database("small");
  const desks = await fillDesks(url, EACH * (pairs + 1));
  const site = await serve(dir, url);
  const agent = connections(desks.length);
  const cookies = new Map<Desk, string>();
  for (const desk of desks) cookies.set(desk, await site.cookieOf({ id: desk.userId, sessionVersion: 1 }));
  /** All at once, each one after the other. */
  const round = async (id: string, fieldsOf: (desk: Desk, nth: number) => Record<string, string>) => {
    // The limit on actions of a person is wide for hands, not for a bench.
    await withClient(url, (client) => client.query("DELETE FROM rate_limits"));
    const times = desks.map(async (desk) => {
      const own: number[] = [];
      for (let nth = 0; nth < EACH; nth += 1) {
        const call = { url: `${site.url}/actions`, id, cookie: cookies.get(desk) ?? "", fields: fieldsOf(desk, nth) };
        own.push(await sendAction(agent, call));
      }
      return own;
    });
    return median((await Promise.all(times)).flat());
  };
  const decide = actionId(dir, "decide");
  const nothing = actionId(dir, "nothing");
  await warmUp(desks.length, (nth) => {
    const desk = desks[nth];
    const cookie = (desk && cookies.get(desk)) ?? "";
    return sendAction(agent, { url: `${site.url}/actions`, id: nothing, cookie, fields: {} });
  });
  const { measured, against, ratio } = await compare(
    pairs,
    () => round(decide, (desk, nth) => decisionOf(desk.cycles.pop() ?? "", nth)),
    () => round(nothing, () => ({})),
  );
  agent.destroy();
  await site.stop();
  return [
    {
      what: `decision, p50 of ${desks.length} BDRs at once`,
      measured: milliseconds(measured),
      against: `${milliseconds(against)} empty action`,
      ratio,
      mustReach: "≤ 2.5",
      isReached: ratio <= 2.5,
    },
  ];
}
