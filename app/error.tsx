"use client";

import { PageError, type PageErrorProps } from "@/components/ui/page-error";

/** Catches what fails below the root layout, where no shell is left to stand in. */
export default function RootError(props: PageErrorProps) {
  return (
    <main id="content" tabIndex={-1}>
      <PageError {...props} />
    </main>
  );
}
