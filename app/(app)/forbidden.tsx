import type { Metadata } from "next";
import { Forbidden } from "@/components/ui/forbidden";
import { currentActor } from "@/lib/auth/gate";
import { homePath } from "@/lib/auth/permissions";
import { readOrganisation } from "@/lib/data/organisation";
import { roleLabel } from "@/lib/domain/roles";

export const metadata: Metadata = { title: "Not open to your role" };

const HOME_LABELS: Readonly<Record<string, string>> = {
  "/": "Go to the Monday page",
  "/queue": "Go to the queue",
  "/leads": "Go to the leads",
  "/cost": "Go to the cost page",
};

/** Shown inside the frame when a page's gate refused; the answer has status 403. */
export default async function ForbiddenPage() {
  const actor = await currentActor();
  if (!actor) return <Forbidden />;
  const { cmoTitle } = await readOrganisation();
  const href = homePath(actor.role);
  return (
    <Forbidden roleLabel={roleLabel(actor.role, cmoTitle)} home={{ href, label: HOME_LABELS[href] ?? "Go back" }} />
  );
}
