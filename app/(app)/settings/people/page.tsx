import type { Metadata } from "next";
import { Feed } from "@/app/(app)/settings/feed";
import { AddPerson } from "@/components/settings/add-person";
import { PersonRow } from "@/components/settings/person-row";
import { PageHead } from "@/components/ui/page-head";
import { SectionHead } from "@/components/ui/section-head";
import { Time } from "@/components/ui/time";
import { requireActor } from "@/lib/auth/gate";
import { readOrganisation } from "@/lib/data/organisation";
import { listPeople } from "@/lib/data/people";
import { ROLES, roleLabel } from "@/lib/domain/roles";

export const metadata: Metadata = { title: "People" };

export default async function PeopleSettings() {
  const actor = await requireActor("people.manage");
  const [people, { timeZone, cmoTitle }] = await Promise.all([listPeople(actor), readOrganisation()]);
  const roles = ROLES.map((role) => ({ value: role, label: roleLabel(role, cmoTitle) }));
  const active = people.filter((person) => person.active).length;
  return (
    <>
      <PageHead
        title="People"
        note="A role says what somebody may see and do. A change ends their sessions and holds from their next click on."
      />
      <section aria-labelledby="people">
        <SectionHead id="people" title={`${active} active accounts`} />
        <ul>
          {people.map(({ id, role, lastSeenAt, createdAt: _createdAt, ...person }) => (
            <li key={String(id)} className="border-line border-b py-2.5">
              <PersonRow
                person={{
                  ...person,
                  id: String(id),
                  role,
                  roleLabel: roleLabel(role, cmoTitle),
                  lastSeen: lastSeenAt && <Time at={lastSeenAt} zone={timeZone} look="date" />,
                }}
                roles={roles}
              />
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="add" className="mt-12">
        <SectionHead id="add" title="Add a person" />
        <AddPerson roles={roles} />
      </section>
      <Feed objects={people.map(({ id }) => `user:${id}`)} />
    </>
  );
}
