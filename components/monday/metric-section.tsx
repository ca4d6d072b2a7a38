import type { ReactNode } from "react";
import { SectionHead } from "@/components/ui/section-head";
import { Computed } from "./computed";
import { CsvLink } from "./csv-link";

type Props = {
  /** So that an address can lead to the table. */
  id: string;
  title: string;
  note: string;
  /** Address of the table as CSV; the same rows and columns. */
  csv: string | null;
  computed: { lines: string[]; stamp: string };
  children: ReactNode;
};

/** One of the three tables with its heading, definition and export. */
export function MetricSection({ id, title, note, csv, computed, children }: Props) {
  return (
    <section id={id} className="mb-11 print:mb-3">
      <SectionHead
        title={title}
        note={note}
        actions={
          <>
            <Computed title={title} {...computed} />
            {csv && <CsvLink href={csv} />}
          </>
        }
      />
      {children}
    </section>
  );
}
