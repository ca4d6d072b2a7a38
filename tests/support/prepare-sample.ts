import { runCommand } from "@/lib/cli/command";
import { prepareSample } from "@/lib/cli/sample";

// The first start of an embedded database as a process of its own, which a test kills half-way.
await runCommand(async ({ args: [url = ""] }) => {
  await prepareSample(url);
  return 0;
});
