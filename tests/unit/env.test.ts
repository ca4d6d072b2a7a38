import { describe, expect, test } from "vitest";
import { EnvError, parseEnv } from "@/lib/env";

describe("parseEnv", () => {
  test("needs nothing: every name has a default or may be missing", () => {
    expect(parseEnv({})).toMatchObject({ PORT: 3000, ACCORD_DATA_DIR: ".data", ACCORD_DEMO: false });
  });

  test("takes an empty value for a missing one", () => {
    const settings = parseEnv({ DATABASE_URL: "", PORT: "", NEXTAUTH_SECRET: "", ACCORD_DEMO: "" });
    expect(settings).toMatchObject({ DATABASE_URL: undefined, PORT: 3000, NEXTAUTH_SECRET: undefined });
  });

  test.each([
    ["DATABASE_URL", "mysql://x/y"],
    ["DATABASE_URL", "localhost/accord"],
    ["DATABASE_URL", "postgres://user:p@ss:wo/rd@host:port/db"],
    ["PORT", "0"],
    ["PORT", "65536"],
    ["PORT", "3000.5"],
    ["PORT", "http"],
    ["NEXTAUTH_SECRET", "too short"],
    ["NEXTAUTH_URL", "accord.example.com"],
    ["NEXTAUTH_URL", "ftp://accord.example.com"],
    ["ACCORD_DEMO", "yes"],
    ["OKTA_ISSUER", "http://okta.example.com"],
    ["SMTP_URL", "https://mail.example.com"],
    ["SMTP_URL", "mail.example.com:587"],
    ["SMTP_URL", "smtp://app:100%@mail.example.com"],
    ["SMTP_URL", "smtp://app:%ff@mail.example.com"],
    ["MAIL_FROM", "nobody"],
    ["MAIL_FROM", "Accord <accord@example.com>\r\nBcc: all@example.com"],
    ["SLACK_WEBHOOK_URL", "http://hooks.slack.com/services/T/B/x"],
    ["SLACK_WEBHOOK_URL", "https://hooks.slack.com.example.com/services/T/B/x"],
    ["SLACK_WEBHOOK_URL", "https://hooks.slack.com@example.com/services/T/B/x"],
    ["SLACK_WEBHOOK_URL", "http://localhost/x"],
    ["SLACK_WEBHOOK_URL", "hooks.slack.com/services/T/B/x"],
    ["SLACK_WEBHOOK_URL", "file://127.0.0.1/etc/passwd"],
  ])("refuses %s=%s and names it", (name, value) => {
    expect(() => parseEnv({ [name]: value })).toThrow(EnvError);
    expect(() => parseEnv({ [name]: value })).toThrow(new RegExp(`^  ${name} `, "m"));
  });

  test("names every wrong variable at once", () => {
    expect(() => parseEnv({ PORT: "x", NEXTAUTH_SECRET: "y" })).toThrow(/PORT[\s\S]*NEXTAUTH_SECRET/);
  });

  test("wants all variables of a sign-in provider or none", () => {
    const id = { AZURE_AD_CLIENT_ID: "id" };
    expect(() => parseEnv(id)).toThrow(/AZURE_AD_CLIENT_SECRET is missing[\s\S]*AZURE_AD_TENANT_ID is missing/);
    const all = { ...id, AZURE_AD_CLIENT_SECRET: "secret", AZURE_AD_TENANT_ID: "tenant" };
    expect(parseEnv(all)).toMatchObject(all);
  });

  test("wants the sender with the mail server, and the server with the sender", () => {
    const server = { SMTP_URL: "smtps://app:p%40ss@mail.example.com:465" };
    const sender = { MAIL_FROM: "Accord <accord@example.com>" };
    expect(() => parseEnv(server)).toThrow(/MAIL_FROM is missing/);
    expect(() => parseEnv(sender)).toThrow(/SMTP_URL is missing/);
    expect(parseEnv({ ...server, ...sender })).toMatchObject({ ...server, ...sender });
  });

  test("says how to write a percent sign of the mail server's password", () => {
    expect(() => parseEnv({ SMTP_URL: "smtp://app:100%@mail.example.com" })).toThrow(/SMTP_URL .*%25/);
  });

  test.each(["https://hooks.slack.com/services/T0/B0/x", "http://127.0.0.1:8080/hook"])(
    "takes the webhook %s",
    (url) => {
      expect(parseEnv({ SLACK_WEBHOOK_URL: url }).SLACK_WEBHOOK_URL).toBe(url);
    },
  );
});
