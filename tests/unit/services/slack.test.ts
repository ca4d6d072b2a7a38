import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { bySlack, isNeverSent } from "@/lib/services/slack";
import { ownCertificate } from "@/tests/support/certificate";
import { hostileLetter } from "@/tests/support/letters";

let server: Server;
let bodies: { text: string; blocks: unknown[] }[] = [];
afterEach(() => {
  bodies = [];
  server.close();
});

/** Answers with a status, or hangs up when there is none; with a certificate, over TLS. */
async function webhook(status: number | null, body = "ok", certificate?: object): Promise<string> {
  const answer: RequestListener = (request, response) => {
    let text = "";
    request.on("data", (chunk) => (text += chunk));
    request.on("end", () => {
      bodies.push(JSON.parse(text));
      if (status === null) request.socket.destroy();
      else response.writeHead(status, { Location: "http://127.0.0.1:1/" }).end(body);
    });
  };
  server = certificate ? createTlsServer(certificate, answer) : createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `${certificate ? "https" : "http"}://127.0.0.1:${(server.address() as AddressInfo).port}/services/T0/B0/secret`;
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

describe("certainly not sent", () => {
  test.each([
    ["127.0.0.1", "nobody there"],
    ["localhost", "nobody at any of its addresses"],
  ])("%s: %s", async (host) => {
    const url = (await webhook(200)).replace("127.0.0.1", host);
    await new Promise((resolve) => server.close(resolve));
    expect(await bySlack(url, hostileLetter())(async () => {})).toMatchObject({ kind: "refused" });
  });

  test.each(["http://[fe80::1]/services/T0", "http://accord.invalid/services/T0"])("no way to %s", async (url) => {
    expect(await bySlack(url, hostileLetter())(async () => {})).toMatchObject({ kind: "refused" });
  });

  test("a certificate that nobody vouches for", async () => {
    const outcome = await bySlack(await webhook(200, "ok", ownCertificate()), hostileLetter())(async () => {});
    expect(outcome).toMatchObject({ kind: "refused", error: expect.stringContaining("self-signed certificate") });
    expect(bodies).toEqual([]);
  });

  const failure = (code: string, more: object = {}) => Object.assign(new Error(code), { code, ...more });
  const connecting = { syscall: "connect" };
  test.each<[what: string, error: Error, isNever: boolean]>([
    ["no route", failure("EHOSTUNREACH", connecting), true],
    ["a connection that did not come about in time", failure("ETIMEDOUT", connecting), true],
    ["a connection that broke later", failure("ETIMEDOUT", { syscall: "read" }), false],
    ["a name that is not looked up", failure("EAI_AGAIN", { syscall: "getaddrinfo" }), true],
    ["a certificate that has run out", failure("CERT_HAS_EXPIRED"), true],
    ["one of another host", failure("ERR_TLS_CERT_ALTNAME_INVALID"), true],
    ["one of an unknown issuer", failure("UNABLE_TO_GET_ISSUER_CERT_LOCALLY"), true],
    ["an alert, which may come after the message", failure("ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED"), false],
    ["a reset", failure("ECONNRESET", { syscall: "read" }), false],
    ["silence", failure("UND_ERR_HEADERS_TIMEOUT"), false],
    [
      "several addresses, each",
      new AggregateError([failure("EHOSTUNREACH", connecting), failure("ENETUNREACH", connecting)]),
      true,
    ],
    [
      "several addresses, not each",
      new AggregateError([failure("EHOSTUNREACH", connecting), failure("ECONNRESET")]),
      false,
    ],
    ["nothing known", new Error("?"), false],
  ])("%s", (_what, error, isNever) => {
    expect(isNeverSent(error)).toBe(isNever);
    expect(isNeverSent(new Error("request failed", { cause: new TypeError("fetch failed", { cause: error }) }))).toBe(
      isNever,
    );
  });
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
