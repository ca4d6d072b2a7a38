import { randomUUID } from "node:crypto";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { withClient } from "@/lib/cli/client";
import { prepareDatabase } from "@/lib/cli/prepare";
import { startTestServer } from "@/lib/cli/test-server";
import { withDatabaseName } from "@/lib/database-url";

/** Runs once before the database tests: a server, and on it one migrated database to copy (vitest.config.ts). */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTestServer();
  const template = `template_${randomUUID().replaceAll("-", "")}`;
  const name = pg.escapeIdentifier(template);
  await withClient(server.url, (client) => client.query(`CREATE DATABASE ${name}`));
  await prepareDatabase(withDatabaseName(server.url, template));
  project.provide("testServer", { url: server.url, template });
  return async () => {
    await withClient(server.url, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    await server.stop();
  };
}
