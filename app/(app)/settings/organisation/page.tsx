import type { Metadata } from "next";
import { Feed } from "@/app/(app)/settings/feed";
import { OrganisationForm } from "@/components/settings/organisation-form";
import { PageHead } from "@/components/ui/page-head";
import { requireActor } from "@/lib/auth/gate";
import { ORGANISATION_OBJECT, readOrganisationSettings } from "@/lib/data/organisation";

export const metadata: Metadata = { title: "Organisation" };

export default async function OrganisationSettings() {
  const actor = await requireActor("settings.edit");
  const { seen, ...organisation } = await readOrganisationSettings(actor);
  return (
    <>
      <PageHead
        title="Organisation"
        note="What every page says about the company, and the zone and money it counts in."
      />
      <OrganisationForm organisation={organisation} seen={String(seen)} />
      <Feed objects={[ORGANISATION_OBJECT]} />
    </>
  );
}
