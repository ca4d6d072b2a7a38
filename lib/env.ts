import { z } from "zod";

/** `FOO=` in a shell or an .env file means "not set". */
const blankIsUnset = (value: unknown) => (value === "" ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(blankIsUnset, schema.optional());
const text = optional(z.string());

const postgresUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\//, "must start with postgres:// or postgresql://")
  .refine((url) => URL.canParse(url), "is not a valid address (write special characters of the password as %XX)");

/** Every % of an address must be a %XX, and those must be text: programs differ in what they make of another. */
function isPercentText(address: string): boolean {
  try {
    decodeURIComponent(address);
    return true;
  } catch {
    return false;
  }
}

const smtpUrl = z
  .url({ protocol: /^smtps?$/, error: "must be smtp://user:password@host:port or smtps://…" })
  .refine(isPercentText, "has a % that is no %XX: write a percent sign of user or password as %25");

/** Slack's own host, so that nothing else is ever called; loopback for tests. */
function isWebhook(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  if (hostname === "127.0.0.1") return protocol === "http:" || protocol === "https:";
  return protocol === "https:" && hostname === "hooks.slack.com";
}

/** Variables that go together, sign-in providers and mail: all of one line, or none of them. */
const TOGETHER = [
  ["GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET"],
  ["AZURE_AD_CLIENT_ID", "AZURE_AD_CLIENT_SECRET", "AZURE_AD_TENANT_ID"],
  ["OKTA_CLIENT_ID", "OKTA_CLIENT_SECRET", "OKTA_ISSUER"],
  ["SMTP_URL", "MAIL_FROM"],
] as const;

const schema = z
  .object({
    NODE_ENV: optional(z.enum(["development", "production", "test"])),
    DATABASE_URL: optional(postgresUrl),
    PORT: z.preprocess(blankIsUnset, z.coerce.number().int().min(1).max(65535).default(3000)),
    NEXTAUTH_SECRET: optional(z.string().min(32, "must have at least 32 characters (openssl rand -base64 32)")),
    NEXTAUTH_URL: optional(z.url({ protocol: /^https?$/, error: "must be the address people open, https://…" })),
    /** Proxies of ours in front of the app, each adding the caller's address to X-Forwarded-For; 0: people connect directly. */
    TRUSTED_PROXY_HOPS: z.preprocess(blankIsUnset, z.coerce.number().int().min(0).max(10).default(0)),
    /** Where mail goes out: smtp:// or smtps:// with user and password; without it no digest is sent by e-mail. */
    SMTP_URL: optional(smtpUrl),
    /** Sender of the mail, with SMTP_URL. */
    MAIL_FROM: optional(
      z.string().regex(/^[^\r\n]+@[^\r\n]+$/, 'must be an address, such as "Accord <accord@example.com>"'),
    ),
    /** Incoming webhook of Slack. On this machine alone it may be another server, for tests. */
    SLACK_WEBHOOK_URL: optional(z.string().refine(isWebhook, "must be an https://hooks.slack.com/… address")),
    ACCORD_DATA_DIR: z.preprocess(blankIsUnset, z.string().default(".data")),
    CHROMIUM_PATH: text,
    /** Set by `npm start` alone, on the embedded database that holds the sample company. */
    ACCORD_DEMO: z.preprocess(blankIsUnset, z.enum(["0", "1"]).default("0")).transform((flag) => flag === "1"),
    GOOGLE_CLIENT_ID: text,
    GOOGLE_CLIENT_SECRET: text,
    AZURE_AD_CLIENT_ID: text,
    AZURE_AD_CLIENT_SECRET: text,
    AZURE_AD_TENANT_ID: text,
    OKTA_CLIENT_ID: text,
    OKTA_CLIENT_SECRET: text,
    OKTA_ISSUER: optional(z.url({ protocol: /^https$/, error: "must be an https:// address" })),
    /** The folder in which the person typed the command; npm itself changes to the project folder. */
    INIT_CWD: text,
    /** A Postgres server for tests, on which they may create databases; without it they start their own. */
    TEST_DATABASE_URL: optional(postgresUrl),
    /** Where the app under browser test listens, and its database (tests/support/server.ts prints both). */
    ACCORD_TEST_PORT: optional(z.coerce.number().int()),
    ACCORD_TEST_DATABASE: optional(postgresUrl),
  })
  .superRefine((settings, context) => {
    for (const names of TOGETHER) {
      const missing = names.filter((name) => settings[name] === undefined);
      if (missing.length === 0 || missing.length === names.length) continue;
      for (const name of missing) {
        context.addIssue({ code: "custom", path: [name], message: `is missing (needed with ${names[0]})` });
      }
    }
  });

export type Env = z.infer<typeof schema>;

/** A variable that cannot be used. The message names every one of them. */
export class EnvError extends Error {
  override readonly name = "EnvError";
}

/** Checks a set of variables. Throws EnvError, which names all that are wrong. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const result = schema.safeParse(source);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `  ${issue.path.join(".")} ${issue.message}`);
  throw new EnvError(`These environment variables cannot be used:\n${lines.join("\n")}`);
}

let cached: Env | undefined;

/** The settings of this process, checked on first use (a build reads none). Throws EnvError. */
export function env(): Env {
  cached ??= parseEnv(process.env);
  return cached;
}

/** The environment for a child process: this one's with `changes` on top; `undefined` removes a name. */
export function childEnv(changes: Record<string, string | undefined>): NodeJS.ProcessEnv {
  return { ...process.env, ...changes };
}
