import type { Metadata } from "next";
import { PeriodListPage } from "@/app/(app)/review/period-list";

export const metadata: Metadata = { title: "Quarterly reviews" };

export default function Page() {
  return <PeriodListPage kind="quarterly" />;
}
