import Link from "next/link";
import type { ReactNode } from "react";
import type { Theme } from "@/components/ui/theme";
import { Nav, type NavItem } from "./nav";
import { PaletteLauncher } from "./palette-launcher";
import { SkipLink } from "./skip-link";
import { ThemeSwitch } from "./theme-switch";

type Props = {
  items: NavItem[];
  /** Who is signed in; the role by its label, never by its code. */
  who: { name: string; roleLabel: string };
  /** The first page of this role; the logo leads there. */
  home: string;
  /** IANA zone of the organisation: every time on every page is in it. */
  zone: string;
  theme: Theme;
  /** The sign-out form. */
  signOut: ReactNode;
  /** Something about the whole product: sample data, a stale source. */
  banner?: ReactNode;
  children: ReactNode;
};

/** Navigation at the left, the page at the right, who is signed in below; on a phone one under the other. */
export function AppShell({ items, who, home, zone, theme, signOut, banner, children }: Props) {
  return (
    <div className="min-h-dvh md:grid md:grid-cols-[200px_minmax(0,1fr)] print:block">
      <SkipLink />
      <div className="contents md:col-start-1 md:row-start-1 md:grid md:border-line md:border-r print:hidden">
        <nav
          aria-label="Main"
          className="shell-side shell-nav flex overflow-x-auto border-line border-b p-2.5 md:flex-col md:self-start md:border-b-0 md:px-3 md:py-5"
        >
          <Link
            href={home}
            prefetch={false}
            className="inline-flex min-h-6 items-center px-2.5 font-semibold font-serif text-figure leading-none tracking-[-0.01em] md:mb-3.5"
          >
            Accord
          </Link>
          <Nav items={items} />
        </nav>
      </div>
      <main id="content" tabIndex={-1} className="min-w-0 outline-none md:col-start-2 md:row-start-1">
        {banner}
        {children}
      </main>
      <footer className="shell-side shell-who grid gap-0.5 border-line border-t px-4 py-3 text-muted text-xs md:col-start-1 md:row-start-1 md:mx-3 md:self-end md:px-2.5 print:hidden">
        <Link
          href="/account"
          prefetch={false}
          className="inline-flex min-h-6 items-center justify-self-start font-medium text-ink text-s hover:underline pointer-coarse:min-h-11"
        >
          {who.name}
        </Link>
        <span>{who.roleLabel}</span>
        <span title="All times are in this zone">{zone}</span>
        <ThemeSwitch theme={theme} />
        <div className="flex flex-wrap items-center justify-between gap-x-3">
          <PaletteLauncher pages={items.map(({ href, label }) => ({ key: href, href, label }))} />
          {signOut}
        </div>
      </footer>
    </div>
  );
}
