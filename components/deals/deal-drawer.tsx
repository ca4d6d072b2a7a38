"use client";

import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { Drawer } from "@/components/ui/drawer";

type Props = { title: string /** Address of the list without the deal. */; back: string; children: ReactNode };

/** The deal beside its list. Closing it goes back to the address of the list. */
export function DealDrawer({ title, back, children }: Props) {
  const router = useRouter();
  return (
    <Drawer open title={title} onClose={() => router.push(back, { scroll: false })}>
      {children}
    </Drawer>
  );
}
