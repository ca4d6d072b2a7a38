import "server-only";
import { Readable } from "node:stream";
import MailComposer from "nodemailer/lib/mail-composer";
import { type ConnectionUrlOptions, parseConnectionUrl } from "nodemailer/lib/shared";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { MailSettings } from "@/lib/data/delivery-settings";
import { LONGEST_TALK_MINUTES } from "@/lib/domain/deliveries";
import { letterHtml } from "@/lib/view/digest/html";
import type { Letter } from "@/lib/view/digest/letter";
import { letterText } from "@/lib/view/digest/text";
import type { Carrier, Outcome } from "./deliveries";
import { errorWords } from "./error-words";

export interface Mail {
  to: { name: string; address: string };
  /** The same for every try of a message, so that programs can tell a second one. */
  messageId: string;
  letter: Letter;
  date: Date;
}

/** Idle time of a connection; a server may take minutes to answer the end of the data. All in milliseconds. */
const PATIENCE = { connectionTimeout: 10_000, greetingTimeout: 10_000, dnsTimeout: 10_000, socketTimeout: 120_000 };

/** For a whole conversation, in milliseconds: each reply may come just before the connection would be idle too long. */
const DEADLINE_MS = LONGEST_TALK_MINUTES * 60_000;

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Options of the connection; a password does not travel in the clear, but to this machine. */
function optionsOf(url: string): ConnectionUrlOptions {
  const options = parseConnectionUrl(url);
  const requireTLS = options.auth !== undefined && !LOOPBACK.has(new URL(url).hostname);
  return { ...PATIENCE, requireTLS, ...options };
}

async function compose({ to, messageId, letter, date }: Mail, from: string) {
  const message = new MailComposer({
    from,
    to,
    subject: letter.subject,
    messageId,
    date,
    text: letterText(letter),
    html: letterHtml(letter),
    headers: { "Auto-Submitted": "auto-generated", "List-Unsubscribe": `<${letter.account}>` },
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  const { from: sender, to: recipients } = message.getEnvelope();
  return { bytes: await message.build(), envelope: { from: sender, to: recipients } };
}

interface Talk {
  url: string;
  envelope: { from: string | false; to: string[] };
  bytes: Buffer;
  /** Milliseconds. */
  deadline: number;
}

/** Signs in where the address names somebody; then sends. */
function speak(
  connection: SMTPConnection,
  { auth }: ConnectionUrlOptions,
  send: () => void,
  fail: (error: Error) => void,
) {
  connection.connect((error) => {
    if (error) return fail(error);
    if (!auth) return send();
    connection.login(auth, (refused) => (refused ? fail(refused) : send()));
  });
}

/**
 * One conversation. The message goes out whole but for the line that ends it; that one follows when `handOver` has resolved.
 * Whatever fails before is a certain refusal, and so is a reply of the server; silence after it is not known. It always ends,
 * at the latest when its deadline is over.
 */
function converse({ url, envelope, bytes, deadline }: Talk, handOver: () => Promise<void>): Promise<Outcome> {
  return new Promise((resolve) => {
    const options = optionsOf(url);
    const connection = new SMTPConnection(options);
    let [isReleased, isOver] = [false, false];
    const end = (outcomeOf: () => Outcome) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      connection.close();
      resolve(Promise.resolve().then(outcomeOf));
    };
    const fail = (error: SMTPConnection.SMTPError) => {
      const kind = !isReleased || error.responseCode !== undefined ? "refused" : "unknown";
      end(() => ({ kind, error: errorWords(error.response ?? error, url) }));
    };
    const timer = setTimeout(fail, deadline, new Error("the conversation took too long"));
    async function* gated() {
      yield bytes;
      await handOver();
      if (isOver || message.destroyed) throw new Error("the connection is gone");
      isReleased = true;
    }
    connection.on("error", fail);
    // What the server said with it comes right after.
    connection.on("end", () => setImmediate(fail, new Error("the server closed the connection")));
    const message = Readable.from(gated(), { objectMode: false });
    const send = () =>
      connection.send(envelope, message, (error, info) => {
        if (error) return fail(error);
        if (info.accepted.length === 0) return fail(new Error(info.response));
        end(() => ({ kind: "accepted", messageId: null }));
      });
    speak(connection, options, send, fail);
  });
}

/** Carries a mail over SMTP, in a conversation of at most `deadline` milliseconds. */
export function byMail({ url, from }: MailSettings, mail: Mail, deadline: number = DEADLINE_MS): Carrier {
  return async (handOver) => {
    const { bytes, envelope } = await compose(mail, from);
    const outcome = await converse({ url, envelope, bytes, deadline }, handOver);
    return outcome.kind === "accepted" ? { ...outcome, messageId: mail.messageId } : outcome;
  };
}
