import { type Role, roleLabel } from "@/lib/domain/roles";

type Named = { id: bigint | string; name: string };

/** What has a code and a label (sources, segments) as the choices of a select. */
export const codeChoices = (list: readonly { code: string; label: string }[]) =>
  list.map(({ code, label }) => ({ value: code, label }));

/** People as the choices of a select. */
export const peopleChoices = (people: readonly Named[]) =>
  people.map(({ id, name }) => ({ value: String(id), label: name }));

/** People as the choices of a select, each with their role: "Ann Lee, Head of SDR". */
export const ownerChoices = (people: readonly (Named & { role: Role })[], cmoTitle: string) =>
  people.map(({ id, name, role }) => ({ value: String(id), label: `${name}, ${roleLabel(role, cmoTitle)}` }));
