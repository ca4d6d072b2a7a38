import { spawn } from "node:child_process";
import { join } from "node:path";
import { runCommand } from "./command";

// npm run bench: the benchmarks need what only tests may import, so they are a process of their own.
await runCommand(async ({ args, signal }) => {
  const script = join("tests", "bench", "run.ts");
  const flags = ["--conditions=react-server", "--import", "tsx"];
  const child = spawn(process.execPath, [...flags, script, ...args], { stdio: "inherit" });
  signal.addEventListener("abort", () => child.kill("SIGTERM"), { once: true });
  return new Promise<number>((resolve) => child.on("exit", (code) => resolve(code ?? 1)));
});
