import type { ReactNode } from "react";
import { type DayColumn, DayTable } from "./day-table";

interface Line {
  key: string;
  at: ReactNode;
  who: string;
  actor: string | null;
  asked: string;
  object: string | null;
  words: string;
}

const COLUMNS: readonly DayColumn[] = [
  { header: "Time", className: "text-muted md:w-16" },
  { header: "Who", className: "md:w-56" },
  { header: "Asked to", className: "max-md:basis-full" },
  { header: "Why not", className: "text-muted max-md:basis-full md:w-64" },
];

/** Attempts that were refused by days, latest first. */
export function RefusedList({ days }: { days: readonly { day: string; heading: string; rows: readonly Line[] }[] }) {
  return (
    <DayTable
      caption="Refused attempts"
      columns={COLUMNS}
      days={days.map(({ day, heading, rows }) => ({
        key: day,
        heading,
        rows: rows.map(({ key, at, who, actor, asked, object, words }) => ({
          key,
          cells: [
            at,
            <span key="who">
              {who}
              {actor && <span className="block text-muted text-xs max-md:hidden">{actor}</span>}
            </span>,
            <span key="asked">
              <span className="inline-block font-medium first-letter:uppercase">{asked}</span>
              {object && <span className="text-muted">: {object}</span>}
            </span>,
            words,
          ],
        })),
      }))}
    />
  );
}
