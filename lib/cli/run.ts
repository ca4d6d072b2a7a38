import { spawn } from "node:child_process";

export interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  uid?: number;
  gid?: number;
  /** Kills the program and what it started. */
  signal?: AbortSignal;
  /** Receives the output as it comes. */
  onOutput?: (chunk: string) => void;
}

export interface RunResult {
  /** Exit code; 127 when the program could not be started, 128 when it was killed. */
  code: number;
  /** Standard output and standard error as they came. */
  output: string;
}

/** Runs a program to its end and returns what it said. Never throws. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const { signal, onOutput, ...rest } = options;
  return new Promise((resolve) => {
    let output = "";
    // Its own process group, so that Ctrl-C reaches us alone and we decide what to stop.
    const child = spawn(program, args, { ...rest, stdio: ["ignore", "pipe", "pipe"], detached: true });
    const killGroup = () => {
      if (child.pid) process.kill(-child.pid, "SIGTERM");
    };
    signal?.addEventListener("abort", killGroup, { once: true });
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
      onOutput?.(chunk.toString());
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.on("error", (error) => resolve({ code: 127, output: `${output}${error.message}\n` }));
    child.on("close", (code) => {
      signal?.removeEventListener("abort", killGroup);
      resolve({ code: code ?? 128, output });
    });
  });
}
