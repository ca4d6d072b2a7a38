import { Popover } from "@/components/ui/popover";

type Props = {
  title: string;
  /** Sentences that say what is divided by what, for which days, and what is left out. */
  lines: string[];
  /** Agreement version, as-of date and state of the figures. */
  stamp: string;
};

/** "How is this computed?": the definition of a table in words. */
export function Computed({ title, lines, stamp }: Props) {
  return (
    <Popover trigger="How is this computed?" title={title}>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      <p className="text-muted text-xs">{stamp}</p>
    </Popover>
  );
}
