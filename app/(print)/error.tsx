"use client";

import { PageError, type PageErrorProps } from "@/components/ui/page-error";

/** A printed page that failed. */
export default function AppError(props: PageErrorProps) {
  return <PageError {...props} />;
}
