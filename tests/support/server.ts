import { randomBytes, randomUUID } from "node:crypto";
import pg from "pg";
import { ensureBuild } from "@/lib/cli/build";
import { withClient } from "@/lib/cli/client";
import { freePort } from "@/lib/cli/cluster";
import { runCommand } from "@/lib/cli/command";
import { prepareDatabase } from "@/lib/cli/prepare";
import { loadSampleCompany } from "@/lib/cli/sample";
import { openSite } from "@/lib/cli/site";
import { startTestServer } from "@/lib/cli/test-server";
import { withDatabaseName } from "@/lib/database-url";

// The app as `npm start` serves it, with the sample company in a database of its own, for browser tests.
await runCommand(async ({ defer, signal }) => {
  const server = await startTestServer();
  defer(() => server.stop());
  const name = `browser_${randomUUID().replaceAll("-", "")}`;
  const database = withDatabaseName(server.url, name);
  await withClient(server.url, (client) => client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`));
  defer(async () => {
    await withClient(server.url, (client) => client.query(`DROP DATABASE ${pg.escapeIdentifier(name)} WITH (FORCE)`));
  });
  await prepareDatabase(database);
  await loadSampleCompany(database, "America/New_York");
  await ensureBuild(signal);
  const port = await freePort();
  const site = openSite({
    mode: "start",
    port,
    databaseUrl: database,
    secret: randomBytes(32).toString("hex"),
    address: `http://localhost:${port}`,
    demo: true,
  });
  defer(() => site.stop());
  await site.ready;
  console.log(`port=${port} database=${database}`); // playwright.config.ts waits for this line
  return site.ended;
});
