import autocannon from "autocannon";
import { CliError } from "@/lib/cli/progress";
import { median } from "./measure";

/** Requests of one measurement: one after the other, as one person would send them. */
const REQUESTS = 60;

/** Median milliseconds that a page takes to come, signed in, on one connection. */
export async function pageTime(url: string, cookie: string): Promise<number> {
  const times: number[] = [];
  const run = autocannon({ url, connections: 1, amount: REQUESTS, headers: { cookie } });
  run.on("response", (_client, _status, _bytes, time) => times.push(time));
  const { errors, non2xx } = await run;
  if (errors > 0 || non2xx > 0)
    throw new CliError(`${url} answered ${non2xx} times with no page, ${errors} times not at all.`);
  return median(times);
}
