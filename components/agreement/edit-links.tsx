import { TextLink } from "@/components/ui/text-link";

const PLACES = [
  { href: "/agreement/edit", label: "Definition" },
  { href: "/settings/floors", label: "Floors, limits, model and SLAs" },
  { href: "/agreement/terms", label: "Data and spend" },
  { href: "/settings/stages", label: "Translation table" },
  { href: "/settings/segments", label: "Segments" },
  { href: "/settings/calendar", label: "Working time" },
] as const;

/** Where each part of the draft is written. */
export function EditLinks({ isProposed, signed }: { isProposed: boolean; signed: number }) {
  return (
    <p className="mt-6 max-w-text text-s">
      <span className="text-muted">Write it: </span>
      {PLACES.map(({ href, label }, index) => (
        <span key={href}>
          {index > 0 && <span className="text-muted"> · </span>}
          <TextLink href={href}>{label}</TextLink>
        </span>
      ))}
      {isProposed && (
        <span className="block text-muted">
          An edit takes the proposal back
          {signed > 0 && ` and voids ${signed === 1 ? "the signature" : `the ${signed} signatures`}`}.
        </span>
      )}
    </p>
  );
}
