import { may, type Person } from "@/lib/auth/actor";
import type { Permission } from "@/lib/auth/permissions";

/** The pages around the agreement, in the order in which a company comes to them. */
const PAGES: readonly { href: string; label: string; opens: Permission }[] = [
  { href: "/agreement", label: "Agreement", opens: "agreement.read" },
  { href: "/agreement/draft", label: "Draft", opens: "agreement.read" },
  { href: "/agreement/versions", label: "Versions", opens: "agreement.read" },
  { href: "/agreement/terms", label: "Data and spend", opens: "agreement.edit" },
  { href: "/agreement/receipts", label: "Read receipts", opens: "agreement.read" },
  { href: "/agreement/diagnostic", label: "Diagnostic", opens: "agreement.read" },
  { href: "/agreement/disputes", label: "Disputes", opens: "agreement.read" },
  { href: "/agreement/arguments", label: "Arguments", opens: "agreement.read" },
  { href: "/agreement/accountability", label: "Accountability", opens: "agreement.read" },
  { href: "/agreement/buying", label: "Buying", opens: "agreement.read" },
  { href: "/agreement/stack", label: "Stack", opens: "agreement.read" },
];

/** Those that this person may open. */
export function agreementPagesFor(actor: Person): { href: string; label: string }[] {
  return PAGES.filter(({ opens }) => may(actor, opens)).map(({ href, label }) => ({ href, label }));
}
