import { defineConfig } from "prisma/config";
import { env } from "./lib/env";

// For the Prisma command line alone (`prisma generate`, `prisma migrate deploy`); the app reads lib/env.ts.
const url = env().DATABASE_URL;

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  ...(url ? { datasource: { url } } : {}),
});
