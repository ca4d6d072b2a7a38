import "server-only";
import { may, type Person } from "./actor";
import type { Permission } from "./permissions";

export interface NavEntry {
  href: string;
  label: string;
  count?: number;
}

/** Every page of the frame with the permissions of which one opens it. */
const PAGES: readonly { href: string; label: string; opens: readonly Permission[] }[] = [
  { href: "/", label: "Monday", opens: ["metrics.read"] },
  { href: "/review", label: "Tuesday", opens: ["metrics.read"] },
  { href: "/queue", label: "Queue", opens: ["queue.work"] },
  { href: "/leads", label: "Leads", opens: ["leads.read"] },
  { href: "/deals", label: "Deals", opens: ["deals.read"] },
  { href: "/cost", label: "Cost", opens: ["cost.read"] },
  { href: "/loop", label: "Loop", opens: ["metrics.read"] },
  { href: "/agreement", label: "Agreement", opens: ["agreement.read"] },
  { href: "/audit", label: "Audit", opens: ["audit.read"] },
  { href: "/settings", label: "Settings", opens: ["settings.edit", "agreement.edit", "people.manage"] },
];

/** The pages that this person may open. Cost stands on the Monday page too: its own entry is for those without that. */
export function navigationFor(actor: Person, { queue }: { queue: number }): NavEntry[] {
  const open = PAGES.filter(({ opens }) => opens.some((permission) => may(actor, permission)));
  return open
    .filter(({ href }) => href !== "/cost" || !may(actor, "metrics.read"))
    .map(({ href, label }) => (href === "/queue" ? { href, label, count: queue } : { href, label }));
}
