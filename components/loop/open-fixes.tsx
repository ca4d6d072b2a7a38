import { cx } from "@/components/ui/cx";
import type { Option } from "@/components/ui/select";
import { TextLink } from "@/components/ui/text-link";
import type { OpenFixRow } from "@/lib/view/loop/fixes";
import { OwnerName } from "./clock-parts";
import { FixWork } from "./fix-work";

type Props = {
  rows: (OpenFixRow & { canWork: boolean })[];
  people: readonly Option[];
};

/** Open fixes by due date: what is done, by whom, until when, and what has become of the reason since. */
export function OpenFixes({ rows, people }: Props) {
  return (
    <ul className="border-line-strong border-t">
      {rows.map((fix) => (
        <li
          key={fix.id}
          id={`fix-${fix.id}`}
          className="grid gap-x-8 gap-y-2 border-line border-b py-3 md:grid-cols-[minmax(0,1fr)_10rem_11rem]"
        >
          <div className="min-w-0">
            <h3 className="font-medium">{fix.title}</h3>
            <p className="wrap-anywhere">
              {fix.action ?? <span className="text-muted">The action is not written yet.</span>}
            </p>
            <p className="text-muted text-xs">
              Opened{" "}
              {fix.opened.href ? <TextLink href={fix.opened.href}>{fix.opened.words}</TextLink> : fix.opened.words}
            </p>
            {fix.canWork && <FixWork fix={fix} people={people} />}
          </div>
          <p>
            <OwnerName {...fix.owner} />
          </p>
          <div className="text-s tabular-nums">
            <p className={cx(fix.isLate && "font-semibold text-breach")}>
              {fix.isLate && <span aria-hidden="true">▲ </span>}
              {fix.left}
              <span className="block font-normal text-muted text-xs">due {fix.due}</span>
            </p>
            <p className="mt-1 text-muted text-xs">
              {fix.shares.atOpening} when opened
              <br />
              {fix.shares.now} now
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
