import { may, type Person } from "@/lib/auth/actor";
import type { Permission } from "@/lib/auth/permissions";

/** A page of the settings as the index and the line of tabs name it. */
export interface SettingsEntry {
  href: string;
  label: string;
  /** What is set there, in a few words. */
  what: string;
}

const PAGES: readonly (SettingsEntry & { opens: Permission })[] = [
  {
    href: "/settings/floors",
    label: "Floors",
    what: "Floors per source and segment, cap, cost line, ACV band, model and SLAs, with what would breach today",
    opens: "agreement.edit",
  },
  {
    href: "/settings/sources",
    label: "Sources",
    what: "Names and order of the sources, and the outside values that are mapped to them",
    opens: "settings.edit",
  },
  {
    href: "/settings/stages",
    label: "Stages",
    what: "Local stage names, the five stages, and the values of the CRM",
    opens: "settings.edit",
  },
  {
    href: "/settings/segments",
    label: "Segments",
    what: "Bounds on the number of employees",
    opens: "settings.edit",
  },
  {
    href: "/settings/calendar",
    label: "Calendar",
    what: "Working days, hours and holidays, in which both SLAs are counted",
    opens: "settings.edit",
  },
  {
    href: "/settings/reasons",
    label: "Reasons",
    what: "The named person who owns each rejection reason",
    opens: "settings.edit",
  },
  {
    href: "/settings/stack",
    label: "Stack",
    what: "Scoring, attribution, CRM and warehouse: what they cost, when they renew, who owns them, and the models",
    opens: "settings.edit",
  },
  {
    href: "/settings/organisation",
    label: "Organisation",
    what: "Name, time zone, currency, fiscal year, what a BDR can work in a week",
    opens: "settings.edit",
  },
  {
    href: "/settings/people",
    label: "People",
    what: "Accounts and their roles",
    opens: "people.manage",
  },
  {
    href: "/settings/keys",
    label: "Keys",
    what: "Keys of the systems that send records or read metrics",
    opens: "people.manage",
  },
];

/** The settings that this person may open. */
export function settingsFor(actor: Person): SettingsEntry[] {
  return PAGES.filter(({ opens }) => may(actor, opens)).map(({ href, label, what }) => ({ href, label, what }));
}
