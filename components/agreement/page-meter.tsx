import { cx } from "@/components/ui/cx";
import type { PageMeterModel } from "@/lib/view/agreement/one-page";

/** How much of the one page that is signed a draft takes (product.md C2): a thin bar, and what it says in words. */
export function PageMeter({ meter: { fits, used, available, words } }: { meter: PageMeterModel }) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs">
      <span aria-hidden="true" className="h-1 w-32 overflow-hidden rounded-sm bg-line">
        <span
          className={cx("block h-full", fits ? "bg-muted" : "bg-breach")}
          style={{ width: `${Math.min(100, (100 * used) / available)}%` }}
        />
      </span>
      <p role="status" className={cx("tabular-nums", fits ? "text-muted" : "font-medium text-breach")}>
        {words}
      </p>
    </div>
  );
}
