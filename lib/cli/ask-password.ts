import { createInterface } from "node:readline";
import { CliError } from "./progress";

/** Asks on the terminal without showing what is typed. */
function askHidden(question: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { stdin, stderr } = process;
    let typed = "";
    const end = (settle: () => void) => {
      stdin.off("data", onData);
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write("\n");
      settle();
    };
    const onData = (chunk: Buffer) => {
      for (const char of chunk.toString("utf8")) {
        if (char === "\r" || char === "\n") return end(() => resolve(typed));
        if (char === "\u0003" || char === "\u0004")
          return end(() => reject(new CliError("Stopped; nothing was changed.")));
        if (char === "\u007f" || char === "\b") typed = [...typed].slice(0, -1).join("");
        else if (char >= " ") typed += char;
      }
    };
    stderr.write(question);
    stdin.setRawMode(true);
    stdin.on("data", onData);
    stdin.resume();
  });
}

/** The first line of standard input. */
async function readLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin });
  for await (const line of lines) return line;
  throw new CliError(
    "Standard input holds no password.",
    "Pipe one line into the command, or leave out --password-stdin.",
  );
}

/**
 * The password somebody chose: from standard input when told so, else typed twice on a terminal (an empty one means
 * none). Null where nobody can type. Throws CliError.
 */
export async function chosenPassword(fromStdin: boolean): Promise<string | null> {
  if (fromStdin) return readLine();
  if (!process.stdin.isTTY) return null;
  const first = await askHidden("Password (leave empty for a random one): ");
  if (first === "") return null;
  if (first === (await askHidden("Again: "))) return first;
  throw new CliError("The two passwords differ; nothing was changed.", "Run the command again.");
}
