import { systemActor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { activateDue } from "@/lib/services/agreement/in-force";
import { takeSnapshot } from "@/lib/services/snapshots";
import { asOfArgument, inWords } from "./as-of";
import { withDatabase } from "./command";
import { say } from "./progress";

const USAGE = "npm run snapshot -- --as-of YYYY-MM-DD";

// npm run snapshot: freezes one Monday by hand.
await withDatabase(({ args }) =>
  inWords(async () => {
    const now = new Date();
    const asOf = await asOfArgument(args, now, USAGE);
    // A version whose day has come judges the Mondays since, whether or not the app has run.
    await activateDue(now);
    const { isNew, hash } = await takeSnapshot(db(), systemActor("snapshot"), asOf, now);
    say(
      isNew
        ? `Frozen: Monday ${asOf}, hash ${hash}`
        : `Monday ${asOf} is frozen already, hash ${hash}. Nothing was changed.`,
    );
    return 0;
  }),
);
