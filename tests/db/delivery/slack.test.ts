import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { sendDigests } from "@/lib/services/digest";
import { sendReminders } from "@/lib/services/reminders";
import { takeSnapshot } from "@/lib/services/snapshots";
import { ingest } from "@/tests/support/ingest";
import { processDatabase } from "@/tests/support/process-database";
import { ledger, sendProcess } from "@/tests/support/sending";
import { MONDAY } from "@/tests/support/vectors";

const database = processDatabase();
const NOW = new Date("2027-07-05T12:30:00Z");
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
const posted: { text: string; blocks: { text?: { text: string } }[] }[] = [];
let status = 500;
let server: Server;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += chunk));
    request.on("end", () => {
      if (status === 200) posted.push(JSON.parse(body));
      response.writeHead(status).end(status === 200 ? "ok" : "server_error");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  vi.stubEnv("SMTP_URL", "");
  vi.stubEnv("MAIL_FROM", "");
  vi.stubEnv("SLACK_WEBHOOK_URL", `http://127.0.0.1:${(server.address() as AddressInfo).port}/services/T/B/secret`);
  await ingest(database().pool, MONDAY);
  await takeSnapshot(database().prisma, systemActor("test"), "2027-07-05", new Date("2027-07-05T10:01:00Z"));
});
afterAll(() => server.close());

test("a webhook that answers 500 is asked again later, one that answers 200 once, by whatever process", async () => {
  expect(await sendDigests(NOW)).toEqual({ accepted: 0, refused: 1, unknown: 0 });
  expect(await ledger(database().pool)).toMatchObject([{ to: "slack", state: "refused", error: "500 server_error" }]);
  status = 200;
  expect(await sendDigests(later(0.5))).toEqual({ accepted: 0, refused: 0, unknown: 0 });
  const { url } = database();
  const others = [sendProcess(url, "digests", later(1.5)), sendProcess(url, "digests", later(1.5))];
  await sendDigests(later(1.5));
  await Promise.all(others.map(({ ended }) => ended));
  expect(posted).toHaveLength(1);
  expect(posted[0]?.text).toMatch(/^Accord, Monday 5 July: \d+ breaches/);
  expect(JSON.stringify(posted[0]?.blocks)).toContain("▼ _source_ *Content syndication, Enterprise*");
  expect(await ledger(database().pool)).toMatchObject([{ state: "sent", attempts: 2, error: null }]);
  expect(await sendDigests(later(60))).toEqual({ accepted: 0, refused: 0, unknown: 0 });
}, 60_000);

test("without mail nobody is reminded and nothing is claimed", async () => {
  expect(await sendReminders(NOW)).toEqual({ accepted: 0, refused: 0, unknown: 0 });
  expect(await ledger(database().pool)).toHaveLength(1);
});
