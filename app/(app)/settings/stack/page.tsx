import type { Metadata } from "next";
import { Feed } from "@/app/(app)/settings/feed";
import { AddTool, RetrainForm, ToolControls } from "@/components/settings/stack-forms";
import { ModelList, StackLayer } from "@/components/stack/stack-tables";
import { Notice } from "@/components/ui/notice";
import { PageHead } from "@/components/ui/page-head";
import { SectionHead } from "@/components/ui/section-head";
import { requireActor } from "@/lib/auth/gate";
import { readOrganisation } from "@/lib/data/organisation";
import { readStack, readStackForm, STACK_OBJECT } from "@/lib/data/stack";
import { ownerChoices } from "@/lib/view/choices";
import { flagLines, modelLines, stackLayers } from "@/lib/view/stack";

export const metadata: Metadata = { title: "Stack" };

export default async function StackSettings() {
  const actor = await requireActor("settings.edit");
  const { timeZone, currency, cmoTitle } = await readOrganisation();
  const [stack, { owners: people, seen: last }] = await Promise.all([
    readStack(actor, timeZone, new Date()),
    readStackForm(actor),
  ]);
  const owners = ownerChoices(people, cmoTitle);
  const seen = String(last);
  const layers = stackLayers(stack.tools, stack);
  const controls = (id: string) => {
    const tool = stack.tools.find((one) => one.id === id);
    const line = layers.flatMap(({ tools }) => tools).find((one) => one.id === id);
    if (!tool || !line) return null;
    const { name, vendor, yearlyCost, currency: its, renewsOn, owner } = tool;
    const values = { id, name, vendor, yearlyCost, currency: its, renewsOn, owner: owner.id };
    const { isActive, isLocked } = line;
    return <ToolControls tool={{ ...values, isActive, isLocked }} owners={owners} seen={seen} />;
  };
  return (
    <>
      <PageHead
        title="The stack"
        note="One scoring tool and one attribution tool. Once a scoring tool is registered, imports take scores from it alone; there is no form for a score."
      />
      {stack.flags.length > 0 && (
        <div className="mb-8 grid gap-2">
          {flagLines(stack.flags).map(({ key, words }) => (
            <Notice key={key} kind="warn" title={words} />
          ))}
        </div>
      )}
      {layers.map((layer) => (
        <StackLayer key={layer.layer} {...layer} controls={controls} />
      ))}
      <ModelList models={modelLines(stack, timeZone)}>
        {stack.tools.some(({ layer, active }) => layer === "scoring" && active) && <RetrainForm seen={seen} />}
      </ModelList>
      <section aria-labelledby="add">
        <SectionHead id="add" title="Register a tool" />
        <AddTool
          layers={layers.map(({ layer, label }) => ({ value: layer, label }))}
          owners={owners}
          currency={currency}
          seen={seen}
        />
      </section>
      <Feed objects={[STACK_OBJECT]} />
    </>
  );
}
