"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { previewBreaches, readFloors } from "@/lib/data/floors";
import * as floors from "@/lib/services/floors";
import { labelsOf } from "@/lib/view/monday/labels";
import { breachPreview, type PreviewModel } from "@/lib/view/settings/breaches";
import { action } from "./action";
import { fields } from "./form";
import { seenField, textField, versionField } from "./seen";

/** Saves floors, limits, model and SLAs. Fields: version, seen, reason, and the keys of lib/domain/terms.ts. */
export const setFloors = action(
  "agreement.edit",
  fields(z.object({ version: versionField, seen: seenField, reason: textField }).catchall(textField)),
  async (actor, { version, seen, reason, ...text }) => {
    await floors.setFloors(actor, { version, seen, reason, text });
    revalidatePath("/", "layout");
    return null;
  },
);

/** What would breach today with a draft, against now; nothing is written. Fields: as `setFloors`. */
export const previewFloors = action(
  "agreement.edit",
  fields(z.object({}).catchall(textField)),
  async (actor, { version: _version, seen: _seen, reason: _reason, ...text }): Promise<PreviewModel> => {
    const { sources, segments } = await readFloors(actor);
    const codes = sources.map(({ code }) => code);
    const terms = floors.requireTerms(text, codes);
    const labels = labelsOf(
      sources.map((source) => ({ ...source, isUnmapped: false })),
      segments,
    );
    return breachPreview(await previewBreaches(actor, terms, new Date()), labels);
  },
);
