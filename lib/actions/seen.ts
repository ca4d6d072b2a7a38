import "server-only";
import { z } from "zod";

const words = "Reload the page and try again.";

/** The last audit entry that an editor saw (lib/services/settings.ts, Edit), or the id of what they saw. */
export const seenField = z
  .string(words)
  .regex(/^\d{1,18}$/, words)
  .transform(BigInt);

/** The version of the agreement on the screen. */
export const versionField = z
  .string(words)
  .regex(/^\d{1,6}$/, words)
  .transform(Number);

/** Text of any length up to what forms take; the service says what is wrong with it. */
export const textField = z.string(words);
