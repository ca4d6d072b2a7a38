import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { bySlack } from "@/lib/services/slack";
import { hostileLetter } from "@/tests/support/letters";

let server: Server;
let bodies: { text: string; blocks: unknown[] }[] = [];
afterEach(() => {
  bodies = [];
  server.close();
});

/** Answers with a status, or hangs up when there is none. */
async function webhook(status: number | null, body = "ok"): Promise<string> {
  server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => (text += chunk));
    request.on("end", () => {
      bodies.push(JSON.parse(text));
      if (status === null) request.socket.destroy();
      else response.writeHead(status, { Location: "http://127.0.0.1:1/" }).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/services/T0/B0/secret`;
}

test.each([
  [200, { kind: "accepted", messageId: null }],
  [500, { kind: "refused", error: "500 broken" }],
  [429, { kind: "refused", error: "429 broken" }],
  [404, { kind: "refused", error: "404 broken" }],
])("an answer of %i is asked for once", async (status, outcome) => {
  const url = await webhook(status, status === 200 ? "ok" : "broken");
  const order: string[] = [];
  const carry = bySlack(url, hostileLetter());
  expect(await carry(async () => void order.push(`handed over after ${bodies.length} requests`))).toEqual(outcome);
  expect(order).toEqual(["handed over after 0 requests"]);
  expect(bodies).toHaveLength(1);
});

test("no answer: it may have arrived, and the address stands in no error", async () => {
  const url = await webhook(null);
  const outcome = await bySlack(url, hostileLetter())(async () => {});
  expect(outcome.kind).toBe("unknown");
  expect(JSON.stringify(outcome)).not.toContain("secret");
});

test("a redirect is not followed", async () => {
  const outcome = await bySlack(await webhook(302), hostileLetter())(async () => {});
  expect(outcome.kind).not.toBe("accepted");
  expect(bodies).toHaveLength(1);
});

test("nobody there: certainly not sent", async () => {
  const url = await webhook(200);
  await new Promise((resolve) => server.close(resolve));
  expect(await bySlack(url, hostileLetter())(async () => {})).toMatchObject({ kind: "refused" });
});

test("a message that may not be handed over is not posted", async () => {
  const url = await webhook(200);
  const lost = bySlack(
    url,
    hostileLetter(),
  )(async () => {
    throw new Error("taken over");
  });
  await expect(lost).rejects.toThrow("taken over");
  expect(bodies).toEqual([]);
});
