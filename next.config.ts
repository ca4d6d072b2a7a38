import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // forbidden() of lib/auth/gate.ts answers 403 with app/(app)/forbidden.tsx.
  experimental: { authInterrupts: true },
  devIndicators: false,
  // Native code and drivers are loaded from node_modules, not bundled.
  serverExternalPackages: ["pg", "pg-copy-streams", "@prisma/adapter-pg", "@prisma/client", "@node-rs/argon2"],
  // Said outright: a lockfile in a folder above would otherwise be taken for the root.
  turbopack: { root: dirname(fileURLToPath(import.meta.url)) },
};

export default config;
