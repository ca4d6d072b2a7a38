import { Agent, request } from "node:http";
import { CliError } from "@/lib/cli/progress";

export interface ActionCall {
  /** Address of a page that knows the action. */
  url: string;
  /** As the build numbers it (copy.ts, actionId). */
  id: string;
  cookie: string;
  fields: Record<string, string>;
}

export const connections = (count: number): Agent => new Agent({ keepAlive: true, maxSockets: count });

const BOUNDARY = "----accord-bench";

/** `(null, form)` as React writes the arguments of an action: part 0 names the form, its fields are parts named after it. */
function bodyOf(fields: Record<string, string>): string {
  const part = (name: string, value: string) =>
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const values = Object.entries(fields).map(([name, value]) => part(`_1_${name}`, value));
  return `${values.join("")}${part("0", '[null,"$K1"]')}--${BOUNDARY}--\r\n`;
}

/** Sends a server action as the page does and returns the milliseconds to the end of its answer. Throws CliError on a refusal. */
export async function sendAction(agent: Agent, { url, id, cookie, fields }: ActionCall): Promise<number> {
  const body = bodyOf(fields);
  const headers = {
    accept: "text/x-component",
    "content-type": `multipart/form-data; boundary=${BOUNDARY}`,
    "content-length": Buffer.byteLength(body),
    "next-action": id,
    origin: new URL(url).origin,
    cookie,
  };
  const start = performance.now();
  const { status, text } = await new Promise<{ status: number; text: string }>((resolve, reject) => {
    const sent = request(url, { method: "POST", agent, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on("error", reject);
    sent.end(body);
  });
  if (status !== 200 || !text.includes('"ok":true'))
    throw new CliError(`An action was refused (${status}): ${text.slice(0, 500)}`);
  return performance.now() - start;
}
