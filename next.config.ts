import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // npm test checks the types of everything, tests included; a build for use does not repeat it.
  typescript: { ignoreBuildErrors: true },
  experimental: {
    // forbidden() of lib/auth/gate.ts answers 403 with app/(app)/forbidden.tsx.
    authInterrupts: true,
    // A build happens when sources changed: writing a cache for it costs more than it saves.
    turbopackFileSystemCacheForBuild: false,
  },
  devIndicators: false,
  // Native code and drivers are loaded from node_modules, not bundled.
  serverExternalPackages: ["pg", "pg-copy-streams", "@prisma/adapter-pg", "@prisma/client", "@node-rs/argon2"],
  // Said outright: a lockfile in a folder above would otherwise be taken for the root.
  turbopack: { root: dirname(fileURLToPath(import.meta.url)) },
};

export default config;
