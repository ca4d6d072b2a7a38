import { withServer } from "./command";
import { prepareDatabase } from "./prepare";
import { say, step } from "./progress";

// npm run migrate
await withServer(async ({ server }) => {
  const applied = await step("Applying migrations", () => prepareDatabase(server.url));
  say(applied.length > 0 ? `Applied: ${applied.join(", ")}` : "Nothing was pending.");
  return 0;
});
