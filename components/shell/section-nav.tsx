"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { Tabs } from "@/components/ui/tabs";

type Props = { label: string; entries: readonly { href: string; label: string }[] };

/** The pages of a section that this reader may open, as a line of tabs. Nothing where there is but one page, or on none of them. */
export function SectionNav({ label, entries }: Props) {
  const pathname = usePathname();
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // On a phone the line is longer than the screen.
    const current = line.current?.querySelector(`a[href="${pathname}"]`);
    current?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [pathname]);
  if (entries.length < 2 || !entries.some(({ href }) => pathname === href)) return null;
  return (
    <div ref={line}>
      <Tabs label={label} tabs={entries.map((entry) => ({ ...entry, current: pathname === entry.href }))} />
    </div>
  );
}
