import "server-only";
import { IncomingWebhook, IncomingWebhookHTTPError } from "@slack/webhook";
import type { Letter } from "@/lib/view/digest/letter";
import { letterSlack } from "@/lib/view/digest/slack";
import type { Carrier, Outcome } from "./deliveries";
import { errorWords } from "./error-words";

const PATIENCE_MS = 15_000;

/** What finds the other side and reaches it; nothing is sent before it has. */
const BEFORE_SENDING = new Set(["getaddrinfo", "connect"]);
/** A connection that took too long, and certificates that were turned down before anything went over the line. */
const NEVER_SENT = /^(UND_ERR_CONNECT_TIMEOUT$|CERT_|ERR_TLS_CERT_|UNABLE_TO_)|_SIGNED_CERT/;

/** Whether no connection came about, so that certainly nothing was sent: by the error or what it was caused by. */
export function isNeverSent(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every(isNeverSent);
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  return BEFORE_SENDING.has(String(syscall)) || NEVER_SENT.test(String(code)) || isNeverSent(error.cause);
}

function outcomeOf(error: unknown, url: string): Outcome {
  if (error instanceof IncomingWebhookHTTPError)
    return { kind: "refused", error: errorWords(`${error.statusCode} ${error.body}`, url) };
  return { kind: isNeverSent(error) ? "refused" : "unknown", error: errorWords(error, url) };
}

/** Carries a letter to Slack's incoming webhook, in one request; the ledger alone tries again. */
export function bySlack(url: string, letter: Letter): Carrier {
  return async (handOver) => {
    const webhook = new IncomingWebhook(url, { timeout: PATIENCE_MS, retryConfig: { retries: 0 } });
    const { text, blocks } = letterSlack(letter);
    await handOver();
    try {
      await webhook.send({ text, blocks });
      return { kind: "accepted", messageId: null };
    } catch (error) {
      return outcomeOf(error, url);
    }
  };
}
