import type { Metadata } from "next";
import { Feed } from "@/app/(app)/settings/feed";
import { ReasonOwnerForm } from "@/components/settings/reason-owner-form";
import { Notice } from "@/components/ui/notice";
import { PageHead } from "@/components/ui/page-head";
import { Time } from "@/components/ui/time";
import { requireActor } from "@/lib/auth/gate";
import { readOrganisation } from "@/lib/data/organisation";
import { type OwnedReason, type Ownership, REASONS_OBJECT, readReasonOwners } from "@/lib/data/reason-owners";
import { REASON_TEXTS } from "@/lib/domain/reasons";
import { ownerChoices } from "@/lib/view/choices";

export const metadata: Metadata = { title: "Reasons" };

export default async function ReasonsSettings() {
  const actor = await requireActor("settings.edit");
  const [{ reasons, candidates, seen }, { timeZone, cmoTitle }] = await Promise.all([
    readReasonOwners(actor),
    readOrganisation(),
  ]);
  const people = ownerChoices(candidates, cmoTitle);
  return (
    <>
      <PageHead
        title="Reasons and their owners"
        note="A closed list of five. Each has one named person: no team, no queue, no shared mailbox, nobody who has left."
      />
      <ul className="border-ink border-t">
        {reasons.map(({ reason, owner, earlier }) => {
          const { label, description } = REASON_TEXTS[reason];
          return (
            <li
              key={reason}
              className="grid gap-x-8 gap-y-3 border-line border-b py-4 md:grid-cols-[16rem_minmax(0,1fr)]"
            >
              <div>
                <h2 className="font-medium">{label}</h2>
                <p className="text-muted text-xs">{description}</p>
              </div>
              <div className="grid gap-3">
                <OwnerNotice owner={owner} />
                <ReasonOwnerForm
                  reason={reason}
                  reasonLabel={label}
                  ownerId={owner ? String(owner.id) : null}
                  people={people}
                  seen={String(seen)}
                />
                <Earlier tenures={earlier} zone={timeZone} />
              </div>
            </li>
          );
        })}
      </ul>
      <Feed objects={[REASONS_OBJECT]} />
    </>
  );
}

function OwnerNotice({ owner }: { owner: OwnedReason["owner"] }) {
  if (!owner) return <Notice kind="warn" title="Nobody owns this reason: its fixes have no name on them." />;
  if (owner.active) return null;
  return <Notice kind="warn" title={`${owner.name} has no active account any more. Name somebody else.`} />;
}

function Earlier({ tenures, zone }: { tenures: Ownership[]; zone: string }) {
  if (tenures.length === 0) return null;
  return (
    <details>
      <summary className="font-medium text-accent text-xs">
        {tenures.length === 1 ? "1 earlier owner" : `${tenures.length} earlier owners`}
      </summary>
      <ul className="pt-1 text-muted text-s">
        {tenures.map(({ name, since, until }) => (
          <li key={since.toISOString() + name}>
            {name}, <Time at={since} zone={zone} look="date" /> to{" "}
            {until && <Time at={until} zone={zone} look="date" />}
          </li>
        ))}
      </ul>
    </details>
  );
}
