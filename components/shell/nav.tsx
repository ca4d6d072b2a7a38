"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { cx } from "@/components/ui/cx";

/** A page that this reader may open. Already filtered by permission: no role ever reaches the browser. */
export type NavItem = {
  href: string;
  label: string;
  /** Open work behind it; nothing is shown for none. */
  count?: number;
};

/** The pages of the product: a column at the left, one line that scrolls sideways on a phone. */
export function Nav({ items }: { items: NavItem[] }) {
  const pathname = usePathname();
  const current = currentHref(items, pathname);
  return (
    <ul className="flex gap-0.5 md:flex-col">
      {items.map(({ href, label, count }) => (
        <li key={href}>
          <Link
            href={href}
            prefetch={false}
            aria-current={href === current ? "page" : undefined}
            className={cx(
              "flex min-h-8.25 items-center justify-between gap-2 whitespace-nowrap rounded-md px-2.5 font-medium text-s hover:text-ink focus-visible:-outline-offset-2 touch:min-h-11",
              href === current ? "bg-sunken text-ink" : "text-muted",
            )}
          >
            {label}
            {count !== undefined && count > 0 && <span className="text-ink tabular-nums">{count}</span>}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** The longest address that is this page or holds it; `/` only for itself. */
export function currentHref(items: NavItem[], pathname: string): string | undefined {
  return items
    .map(({ href }) => href)
    .filter((href) => pathname === href || (href !== "/" && pathname.startsWith(`${href}/`)))
    .sort((a, b) => b.length - a.length)[0];
}
