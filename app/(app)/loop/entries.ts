import { may, type Person } from "@/lib/auth/actor";
import type { Permission } from "@/lib/auth/permissions";

/** The pages of the weekly loop beside Monday and Tuesday. */
const PAGES: readonly { href: string; label: string; opens: Permission }[] = [
  { href: "/loop", label: "Clocks", opens: "metrics.read" },
  { href: "/loop/fixes", label: "Fixes", opens: "metrics.read" },
  { href: "/loop/feedback", label: "Feedback", opens: "metrics.read" },
  { href: "/loop/playbook", label: "Playbook", opens: "metrics.read" },
  { href: "/loop/mondays", label: "Mondays", opens: "metrics.read" },
  { href: "/loop/digest", label: "Digest", opens: "metrics.read" },
];

/** Those that this person may open. */
export function loopPagesFor(actor: Person): { href: string; label: string }[] {
  return PAGES.filter(({ opens }) => may(actor, opens)).map(({ href, label }) => ({ href, label }));
}
