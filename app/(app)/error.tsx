"use client";

import { PageError, type PageErrorProps } from "@/components/ui/page-error";

/** A page that failed, with the frame around it standing. What the frame itself needs and misses is for global-error. */
export default function AppError(props: PageErrorProps) {
  return <PageError {...props} />;
}
