import "server-only";
import { env } from "@/lib/env";

export interface MailSettings {
  /** smtp:// or smtps://, with its password: never shown. */
  url: string;
  from: string;
}

/** How mail goes out; null while it is not set up. */
export function mailSettings(): MailSettings | null {
  const { SMTP_URL: url, MAIL_FROM: from } = env();
  return url !== undefined && from !== undefined ? { url, from } : null;
}

/** The incoming webhook, a secret; null while there is none. */
export function slackAddress(): string | null {
  return env().SLACK_WEBHOOK_URL ?? null;
}

/** The address people open, without a slash at the end. */
export function appAddress(): string {
  const { NEXTAUTH_URL: url, PORT: port } = env();
  return (url ?? `http://localhost:${port}`).replace(/\/+$/, "");
}
