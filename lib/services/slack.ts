import "server-only";
import { IncomingWebhook, IncomingWebhookHTTPError } from "@slack/webhook";
import type { Letter } from "@/lib/view/digest/letter";
import { letterSlack } from "@/lib/view/digest/slack";
import type { Carrier, Outcome } from "./deliveries";
import { errorWords } from "./error-words";

const PATIENCE_MS = 15_000;

/** Nothing was sent: no connection came about. */
const NEVER_SENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]);

function isNeverSent(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ("code" in error && NEVER_SENT.has(String(error.code))) || isNeverSent(error.cause);
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
