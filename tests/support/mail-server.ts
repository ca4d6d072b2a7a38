import type { AddressInfo, Socket } from "node:net";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from "smtp-server";
import { ownCertificate } from "./certificate";

/** A mail that the server has accepted: the final dot came, and the answer was 250 or was never given. */
export interface AcceptedMail {
  from: string;
  to: string[];
  raw: string;
  mail: Email;
  /** User that signed in, if any, and whether the line was encrypted. */
  user: string | undefined;
  isSecure: boolean;
}

/** What the server does otherwise than answering 250; reset before each test. */
export interface Misbehaviour {
  /** Thrown errors are replies: `refusal(421, "…")`. */
  onMailFrom?: () => void | Promise<void>;
  onRcptTo?: (address: string) => void | Promise<void>;
  /** The first bytes of the message are here, the dot is not. */
  onFirstBytes?: () => void | Promise<void>;
  /** The dot is here: "silent" never answers; a thrown error is the reply. */
  onEnd?: () => "silent" | undefined | Promise<"silent" | undefined>;
}

/** A reply of the server other than 250. */
export function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

export interface MailServer {
  port: number;
  accepted: AcceptedMail[];
  misbehave: Misbehaviour;
  /** Cuts every connection. */
  cut(): void;
  close(): Promise<void>;
  /** Comes back after `close`. */
  listen(port: number): Promise<void>;
}

const answered =
  (work: () => unknown) =>
  (done: (error?: Error | null) => void): void => {
    Promise.resolve()
      .then(work)
      .then(() => done(), done);
  };

/** A real SMTP server on loopback that keeps what it accepts. */
export async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const sockets = new Set<Socket>();
  const certificate = ownCertificate();
  let server: SMTPServer;
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  const self: MailServer = {
    port: 0,
    accepted: [],
    misbehave: {},
    cut,
    // Not through `cut`: Node 20 crashes when a socket under TLS is destroyed in its handshake.
    close: () => new Promise((resolve) => server.close(() => resolve())),
    listen: async (port) => {
      server = new SMTPServer({ ...QUICK, ...certificate, ...options, ...handlersOf(self) });
      server.on("error", () => {});
      server.server.on("connection", (socket: Socket) => {
        sockets.add(socket);
        socket.on("close", () => sockets.delete(socket));
      });
      await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
      self.port = (server.server.address() as AddressInfo).port;
    },
  };
  await self.listen(0);
  return self;
}

const QUICK: SMTPServerOptions = {
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  disableReverseLookup: true,
  closeTimeout: 200,
};

function handlersOf(self: MailServer): SMTPServerOptions {
  return {
    onMailFrom: (_address, _session, done) => answered(() => self.misbehave.onMailFrom?.())(done),
    onRcptTo: ({ address }, _session, done) => answered(() => self.misbehave.onRcptTo?.(address))(done),
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("error", () => {});
      stream.once("data", () => void self.misbehave.onFirstBytes?.());
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        accept(self, session, Buffer.concat(chunks).toString("utf8")).then((answer) => {
          if (answer !== "silent") done();
        }, done);
      });
    },
  };
}

/** Keeps a mail unless the test's server refuses it. */
async function accept(self: MailServer, session: SMTPServerSession, raw: string): Promise<"silent" | undefined> {
  const mail = await PostalMime.parse(raw);
  const answer = await self.misbehave.onEnd?.();
  const { mailFrom, rcptTo } = session.envelope;
  self.accepted.push({
    from: mailFrom ? mailFrom.address : "",
    to: rcptTo.map(({ address }) => address),
    raw,
    mail,
    user: typeof session.user === "string" ? session.user : undefined,
    isSecure: session.secure,
  });
  return answer;
}
