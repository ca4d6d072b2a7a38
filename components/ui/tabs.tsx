import Link from "next/link";
import { cx } from "./cx";

export type Tab = { href: string; label: string; count?: number; current: boolean };

/** Views of one page, each with its own address. */
export function Tabs({ label, tabs }: { label: string; tabs: Tab[] }) {
  return (
    <nav
      aria-label={label}
      className="-mx-4 mb-6 overflow-x-auto border-line border-b px-4 md:mx-0 md:px-0 print:hidden"
    >
      <ul className="flex gap-5">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link
              href={tab.href}
              prefetch={false}
              aria-current={tab.current ? "page" : undefined}
              className={cx(
                "-mb-px flex min-h-9 items-center gap-2 whitespace-nowrap border-b-2 font-medium text-s -outline-offset-2",
                tab.current ? "border-accent text-ink" : "border-transparent text-muted hover:text-ink",
              )}
            >
              {tab.label}
              {tab.count !== undefined && <span className="tabular-nums">{tab.count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
