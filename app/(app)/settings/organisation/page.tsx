import type { Metadata } from "next";
import { Feed } from "@/app/(app)/settings/feed";
import { EditingNote } from "@/components/agreement/editing-note";
import { OrganisationForm } from "@/components/settings/organisation-form";
import { PageHead } from "@/components/ui/page-head";
import { requireActor } from "@/lib/auth/gate";
import { readEditing } from "@/lib/data/agreed-tables";
import { ORGANISATION_OBJECT, readOrganisationSettings } from "@/lib/data/organisation";
import { dayText } from "@/lib/view/agreement/standing";

export const metadata: Metadata = { title: "Organisation" };

export default async function OrganisationSettings() {
  const actor = await requireActor("settings.edit");
  const [{ seen, ...organisation }, { isFrozen, frozenUntil, judging }] = await Promise.all([
    readOrganisationSettings(actor),
    readEditing(actor, new Date()),
  ]);
  const heldUntil = isFrozen && frozenUntil !== null ? dayText(frozenUntil) : null;
  return (
    <>
      <PageHead
        title="Organisation"
        note="What every page says about the company, and the zone and money it counts in."
      />
      {heldUntil !== null && (
        <EditingNote
          line={`Agreement version ${judging} is in force until ${heldUntil}; until then time zone, currency and fiscal year stay as they are.`}
          notice={null}
          hasDraft={false}
        />
      )}
      <OrganisationForm organisation={organisation} seen={String(seen)} heldUntil={heldUntil} />
      <Feed objects={[ORGANISATION_OBJECT]} />
    </>
  );
}
