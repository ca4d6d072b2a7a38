import { TextLink } from "@/components/ui/text-link";

interface Figure {
  count: string;
  share: string;
  monday: string;
  href: string;
}

/** One number with the frozen Monday that it was read from. */
export function WatchedNumber({ label, figure }: { label: string; figure: Figure }) {
  const { count, share, monday, href } = figure;
  return (
    <p>
      <span className="block text-muted text-xs">{label}</span>
      <span className="font-semibold text-figure tabular-nums">{share}</span>
      <span className="block text-muted text-xs tabular-nums">
        {count} ·{" "}
        <TextLink href={href} aria-label={`Frozen Monday ${monday}`}>
          {monday}
        </TextLink>
      </span>
    </p>
  );
}
