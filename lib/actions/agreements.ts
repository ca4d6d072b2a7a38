"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { readPageUse } from "@/lib/data/agreement-page";
import { readAgreement, readSample, SAMPLES } from "@/lib/data/agreements";
import { readOrganisation } from "@/lib/data/organisation";
import * as agreements from "@/lib/services/agreements";
import { type PageMeterModel, pageMeter } from "@/lib/view/agreement/one-page";
import { readDefinitionForm } from "@/lib/view/settings/definition-post";
import { type SampleModel, sampleModel } from "@/lib/view/settings/sample";
import { action } from "./action";
import { inControls } from "./definition-controls";
import { fields } from "./form";
import { seenField, versionField } from "./seen";

const posted = z.union([z.string(), z.array(z.string())]);

/** Replaces the definition. Fields: version, seen, and those of the editor (lib/view/settings/definition-form.ts). */
export const define = action(
  "agreement.edit",
  fields(z.object({ version: versionField, seen: seenField }).catchall(posted)),
  async (actor, { version, seen, ...form }) => {
    const definition = readDefinitionForm(form);
    await inControls(form, () => agreements.define(actor, { version, seen, definition }));
    revalidatePath("/agreement", "layout");
    return null;
  },
);

/** What a draft would make of the sample and of the printed page; nothing is written. */
interface DefinitionPreview {
  sample: SampleModel;
  meter: PageMeterModel;
}

/** Tries a draft. Fields: sample, and those of the editor. */
export const previewDefinition = action(
  "agreement.edit",
  fields(z.object({ sample: z.enum(SAMPLES, "Choose one of the samples.") }).catchall(posted)),
  async (actor, { sample: kind, ...form }): Promise<DefinitionPreview> => {
    const draft = await inControls(form, async () => agreements.requireDefinition(readDefinitionForm(form)));
    const [{ definition }, { timeZone }, use] = await Promise.all([
      readAgreement(actor),
      readOrganisation(),
      readPageUse(actor, draft),
    ]);
    const { leads, on } = await readSample(actor, kind, timeZone, new Date());
    return { sample: sampleModel(leads, on, { now: definition, draft }), meter: pageMeter(use) };
  },
);
