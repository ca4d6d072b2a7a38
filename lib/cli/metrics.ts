import { metricsJson } from "@/lib/data/metrics-document";
import { asOfArgument, inWords } from "./as-of";
import { withDatabase } from "./command";

const USAGE = "npm run metrics -- --as-of YYYY-MM-DD";

// npm run metrics: the metrics JSON of one Monday on standard output, nothing else.
await withDatabase(({ args }) =>
  inWords(async () => {
    const asOf = await asOfArgument(args, new Date(), USAGE);
    process.stdout.write(`${await metricsJson(asOf)}\n`);
    return 0;
  }),
);
