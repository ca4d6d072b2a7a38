import { afterAll, beforeAll } from "vitest";
import { closeDatabase, openDatabase } from "@/lib/db";
import { type FreshDatabase, freshDatabase } from "./database";

/** A database of the file's own that `db()` and `pool()` of lib/db.ts answer from, as in the running app. */
export function processDatabase(): () => FreshDatabase {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
    openDatabase(database.url);
  });
  afterAll(async () => {
    await closeDatabase();
    await database.drop();
  });
  return () => database;
}
