import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { SourceReview } from "@/app/(app)/review/source-review";
import { requireActor } from "@/lib/auth/gate";
import { readPeriod } from "@/lib/data/period-reviews";

export const metadata: Metadata = { title: "Monthly review" };

type Props = { params: Promise<{ period: string }> };

/** A month source by source, from frozen Mondays alone (product.md D7). */
export default async function Page({ params }: Props) {
  const actor = await requireActor("metrics.read");
  const review = await readPeriod(actor, "monthly", (await params).period, new Date());
  if (!review) notFound();
  return <SourceReview actor={actor} input={review} />;
}
