import { PERIOD_KINDS } from "@/lib/domain/periods";
import { reviewHref } from "@/lib/view/review/href";

/** The page about an object of the log, and the permission that opens it where not everybody who reads the log has it. */
interface Place {
  href: string;
  opens?: string;
}

const SETTINGS: Readonly<Record<string, Place>> = {
  sources: { href: "/settings/sources", opens: "settings.edit" },
  segments: { href: "/settings/segments", opens: "settings.edit" },
  calendar: { href: "/settings/calendar", opens: "settings.edit" },
  stages: { href: "/settings/stages", opens: "settings.edit" },
  reasons: { href: "/settings/reasons", opens: "settings.edit" },
  organisation: { href: "/settings/organisation", opens: "settings.edit" },
  floors: { href: "/settings/floors", opens: "settings.edit" },
  user: { href: "/settings/people", opens: "people.manage" },
  key: { href: "/settings/keys", opens: "people.manage" },
  api_keys: { href: "/settings/keys", opens: "people.manage" },
  stack: { href: "/agreement/stack" },
  requirements: { href: "/agreement" },
  receipts: { href: "/agreement/receipts" },
  accountability: { href: "/agreement/accountability" },
  argument: { href: "/agreement/arguments" },
  diagnostic: { href: "/agreement/diagnostic" },
  fix: { href: "/loop/fixes" },
  clocks: { href: "/loop" },
  watch: { href: "/loop/playbook" },
  pulse: { href: "/loop/playbook" },
  feedback: { href: "/loop/feedback" },
  delivery: { href: "/loop/digest", opens: "digest.manage" },
};

const ID = /^\d{1,18}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

function reviewPage(id: string): string | null {
  const [kind = "", key = ""] = id.split(":");
  if ((PERIOD_KINDS as readonly string[]).includes(kind)) return `/review/${kind}/${encodeURIComponent(key)}`;
  return DAY.test(id) ? reviewHref(id) : null;
}

function ownPage(kind: string, id: string, leadId: bigint | null): string | null {
  switch (kind) {
    case "cycle":
      return leadId === null ? null : `/leads/${leadId}`;
    case "lead":
      return ID.test(id) ? `/leads/${id}` : null;
    case "agreement":
      return ID.test(id) ? `/agreement/versions/${id}` : null;
    case "dispute":
      return ID.test(id) ? `/agreement/disputes/${id}` : null;
    case "brief":
      return ID.test(id) ? `/agreement/buying/${id}` : null;
    case "snapshot":
      return DAY.test(id) ? `/?as_of=${id}` : null;
    case "review":
      return reviewPage(id);
    default:
      return null;
  }
}

/** The page of an object, or null where it has none that this reader may open. `may` tells of a permission. */
export function objectHref(object: string, leadId: bigint | null, may: (permission: string) => boolean): string | null {
  const [kind = "", ...rest] = object.split(":");
  const own = ownPage(kind, rest.join(":"), leadId);
  if (own !== null) return own;
  const place = Object.hasOwn(SETTINGS, kind) ? SETTINGS[kind] : undefined;
  return place && (place.opens === undefined || may(place.opens)) ? place.href : null;
}
