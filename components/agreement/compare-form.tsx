import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";

type Props = { version: number; others: readonly number[]; against: number | null };

/** Chooses the version to compare with; a plain form, so that the comparison has an address. */
export function CompareForm({ version, others, against }: Props) {
  return (
    <form method="get" action={`/agreement/versions/${version}`} className="flex flex-wrap items-center gap-2 text-s">
      <label htmlFor="against">Compare with</label>
      <div className="w-40">
        <Select
          id="against"
          name="against"
          defaultValue={against ?? others[0]}
          choices={others.map((other) => ({ value: String(other), label: `Version ${other}` }))}
        />
      </div>
      <Button type="submit">Show the difference</Button>
    </form>
  );
}
