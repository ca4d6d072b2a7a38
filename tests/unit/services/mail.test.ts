import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { byMail } from "@/lib/services/mail";
import { subjectOf } from "@/lib/view/digest/letter";
import { hostileLetter } from "@/tests/support/letters";
import { type MailServer, startMailServer } from "@/tests/support/mail-server";

let server: MailServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const LETTER = { ...hostileLetter(), subject: "Accord" };
const MAIL = {
  to: { name: "Jo Doe", address: "jo@example.com" },
  messageId: "<digest.1@accord.test>",
  letter: LETTER,
  date: new Date("2027-07-05T12:00:00Z"),
};
const FROM = "Accord <accord@example.com>";
const open = async () => {};

const AUTHENTICATED = {
  authOptional: false,
  disabledCommands: [],
  onAuth: (
    auth: { username?: string; password?: string | null },
    _session: unknown,
    done: (e: Error | null, r?: object) => void,
  ) =>
    auth.username === "app" && auth.password === "p@ss:word/1"
      ? done(null, { user: "app" })
      : done(Object.assign(new Error(`no: ${auth.password}`), { responseCode: 535 })),
};
const PASSWORD = encodeURIComponent("p@ss:word/1");

describe("the way in", () => {
  test.each([
    ["STARTTLS", "smtp", false],
    ["TLS from the first byte", "smtps", true],
  ])("%s with user and password of the address", async (_name, scheme, secure) => {
    server = await startMailServer({ ...AUTHENTICATED, secure });
    const url = `${scheme}://app:${PASSWORD}@127.0.0.1:${server.port}?tls.rejectUnauthorized=false`;
    expect(await byMail({ url, from: FROM }, MAIL)(open)).toEqual({ kind: "accepted", messageId: MAIL.messageId });
    expect(server.accepted).toMatchObject([{ user: "app", isSecure: true, to: ["jo@example.com"] }]);
  });

  test("a certificate that nobody vouches for is refused", async () => {
    server = await startMailServer({ ...AUTHENTICATED, secure: true });
    const url = `smtps://app:${PASSWORD}@127.0.0.1:${server.port}`;
    expect(await byMail({ url, from: FROM }, MAIL)(open)).toMatchObject({ kind: "refused" });
    expect(server.accepted).toEqual([]);
  });

  test("a refused password stands in no error", async () => {
    server = await startMailServer({ ...AUTHENTICATED, allowInsecureAuth: true });
    const url = `smtp://app:wr%40ng-secret@127.0.0.1:${server.port}?ignoreTLS=true`;
    const outcome = await byMail({ url, from: FROM }, MAIL)(open);
    expect(outcome).toMatchObject({ kind: "refused", error: expect.stringContaining("535") });
    expect(JSON.stringify(outcome)).not.toMatch(/wr(%40|@)ng-secret/);
  });

  test("a password does not travel in the clear to another machine", async () => {
    let asked = 0;
    const onAuth = () => {
      asked += 1;
    };
    server = await startMailServer({
      ...AUTHENTICATED,
      allowInsecureAuth: true,
      disabledCommands: ["STARTTLS"],
      onAuth,
    });
    // Another name than those of this machine, which leads here all the same.
    const url = `smtp://app:${PASSWORD}@0.0.0.0:${server.port}`;
    expect(await byMail({ url, from: FROM }, MAIL)(open)).toMatchObject({ kind: "refused" });
    expect(asked).toBe(0);
  });
});

describe("the end of a conversation", () => {
  test("comes also when the password has a percent sign that stands for nothing", async () => {
    server = await startMailServer({ ...AUTHENTICATED, allowInsecureAuth: true });
    const url = `smtp://app:100%@127.0.0.1:${server.port}?ignoreTLS=true`;
    const outcome = await byMail({ url, from: FROM }, MAIL)(open);
    expect(outcome).toMatchObject({ kind: "refused", error: expect.stringContaining("535") });
    expect(JSON.stringify(outcome)).not.toContain("100%");
  });

  test.each([
    ["before the last byte: a certain refusal", "onRcptTo", "refused", 0],
    ["after it: nobody knows", "onEnd", "unknown", 1],
  ] as const)("comes at its deadline, %s", async (_when, at, kind, accepted) => {
    server = await startMailServer();
    server.misbehave[at] = async () => {
      if (at === "onRcptTo") await new Promise(() => {});
      return "silent" as never;
    };
    const url = `smtp://127.0.0.1:${server.port}`;
    const outcome = await byMail({ url, from: FROM }, MAIL, 300)(open);
    expect(outcome).toEqual({ kind, error: expect.stringContaining("took too long") });
    expect(server.accepted).toHaveLength(accepted);
  });

  test("at its deadline lets the last byte go nevermore", async () => {
    server = await startMailServer();
    let late: (() => void) | undefined;
    const slow = () => new Promise<void>((resolve) => (late = resolve));
    const url = `smtp://127.0.0.1:${server.port}`;
    expect(await byMail({ url, from: FROM }, MAIL, 300)(slow)).toMatchObject({ kind: "refused" });
    late?.();
    await server.close();
    expect(server.accepted).toEqual([]);
    await server.listen(0);
  });
});

describe("the last byte", () => {
  test("is kept back until the message may be handed over: what the server has by then is the whole text", async () => {
    server = await startMailServer();
    const { accepted, misbehave } = server;
    const firstBytes = new Promise<void>((resolve) => {
      misbehave.onFirstBytes = resolve;
    });
    let seen = -1;
    const outcome = await byMail(
      { url: `smtp://127.0.0.1:${server.port}`, from: FROM },
      MAIL,
    )(async () => {
      await firstBytes;
      seen = accepted.length;
    });
    expect([seen, outcome.kind, accepted.length]).toEqual([0, "accepted", 1]);
  });

  test("never goes out when the handing over fails", async () => {
    server = await startMailServer();
    const lost = async () => {
      throw new Error("taken over");
    };
    const outcome = await byMail({ url: `smtp://127.0.0.1:${server.port}`, from: FROM }, MAIL)(lost);
    expect(outcome).toEqual({ kind: "refused", error: expect.stringContaining("taken over") });
    expect(server.accepted).toEqual([]);
  });

  test("was not sent when the line is cut in the middle of the data: a certain refusal", async () => {
    server = await startMailServer();
    const { misbehave, cut, port } = server;
    const isCut = new Promise<void>((resolve) => {
      misbehave.onFirstBytes = () => {
        cut();
        resolve();
      };
    });
    // By the time a later connection stands, this side has heard of the cut.
    const heard = async () => {
      await isCut;
      const later = connect(port, "127.0.0.1");
      await once(later, "data");
      later.destroy();
    };
    const outcome = await byMail({ url: `smtp://127.0.0.1:${port}`, from: FROM }, MAIL)(heard);
    expect(outcome).toMatchObject({ kind: "refused" });
    expect(server.accepted).toEqual([]);
  });
});

test("texts of others add no header, no recipient and no command", async () => {
  server = await startMailServer();
  const url = `smtp://127.0.0.1:${server.port}`;
  const letter = { ...hostileLetter(), subject: subjectOf(hostileLetter().subject) };
  const unclean = hostileLetter();
  await byMail({ url, from: FROM }, { ...MAIL, letter })(open);
  await byMail({ url, from: FROM }, { ...MAIL, letter: unclean })(open);
  expect(server.accepted).toHaveLength(2);
  for (const { mail, to, raw } of server.accepted) {
    expect(to).toEqual(["jo@example.com"]);
    expect(mail.bcc ?? []).toEqual([]);
    expect(mail.headers.map(({ key }) => key)).not.toContain("bcc");
    expect(mail.subject).toContain("<script>");
    expect(mail.html).not.toContain("<script>alert");
    expect(mail.text).toContain("QUIT");
    expect(raw.split("\r\n\r\n")[0]).not.toMatch(/^Bcc:/im);
  }
});
