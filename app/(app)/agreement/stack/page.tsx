import type { Metadata } from "next";
import { ModelList, StackLayer } from "@/components/stack/stack-tables";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import { PageHead } from "@/components/ui/page-head";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/gate";
import { readOrganisation } from "@/lib/data/organisation";
import { readStack } from "@/lib/data/stack";
import { flagLines, modelLines, stackLayers, stackTitle } from "@/lib/view/stack";

export const metadata: Metadata = { title: "Stack" };

/** The tools that both sides read from, for everybody who reads the agreement. */
export default async function StackPage() {
  const actor = await requireActor("agreement.read");
  const { timeZone } = await readOrganisation();
  const stack = await readStack(actor, timeZone, new Date());
  return (
    <>
      <PageHead
        title={stackTitle(stack.tools)}
        note="Both sides argue against the model, not against each other: nobody here can edit a score, and the attribution tool stays while the agreement is in force."
        actions={may(actor, "settings.edit") && <LinkButton href="/settings/stack">Change the stack</LinkButton>}
      />
      {stack.flags.length > 0 && (
        <div className="mb-8 grid gap-2">
          {flagLines(stack.flags).map(({ key, words }) => (
            <Notice key={key} kind="warn" title={words} />
          ))}
        </div>
      )}
      {stackLayers(stack.tools, stack).map((layer) => (
        <StackLayer key={layer.layer} {...layer} />
      ))}
      <ModelList models={modelLines(stack, timeZone)} />
    </>
  );
}
