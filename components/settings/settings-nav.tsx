"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { Tabs } from "@/components/ui/tabs";

/** The settings that this reader may open, as a line of tabs; the index itself has none. */
export function SettingsNav({ entries }: { entries: { href: string; label: string }[] }) {
  const pathname = usePathname();
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // On a phone the line is longer than the screen.
    const current = line.current?.querySelector(`a[href="${pathname}"]`);
    current?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [pathname]);
  if (pathname === "/settings") return null;
  return (
    <div ref={line}>
      <Tabs label="Settings" tabs={entries.map((entry) => ({ ...entry, current: pathname === entry.href }))} />
    </div>
  );
}
