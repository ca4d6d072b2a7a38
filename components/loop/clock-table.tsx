"use client";

import { Sparkline } from "@/components/chart/sparkline";
import { BreachFigure, Figure } from "@/components/table/cells";
import type { DataColumn } from "@/components/table/columns";
import { DataTable } from "@/components/table/data-table";
import { TextLink } from "@/components/ui/text-link";
import type { ClockRow } from "@/lib/view/loop/clocks";
import { ClockState, OwnerName } from "./clock-parts";

const Under = ({ children }: { children: string }) => <span className="block text-2xs text-muted">{children}</span>;

const UNIT: DataColumn<ClockRow> = {
  id: "unit",
  header: "Clock",
  cell: ({ name, kind, href, noKill }) => (
    <>
      <TextLink href={href} alone aria-label={`${kind}: ${name}`}>
        {name}
      </TextLink>
      <Under>{noKill ? `${kind} · no kill` : kind}</Under>
    </>
  ),
};

const OWNER: DataColumn<ClockRow> = {
  id: "owner",
  header: "Owner",
  align: "left",
  wrap: true,
  cell: ({ owner }) => <OwnerName {...owner} />,
};

const OPENED: DataColumn<ClockRow> = {
  id: "opened",
  header: "Opened by",
  align: "left",
  cell: ({ opened }) => (
    <Figure
      value={opened.words}
      href={opened.href}
      note={opened.date}
      label={`${opened.words}, Monday ${opened.date}`}
    />
  ),
};

const TREND: DataColumn<ClockRow> = {
  id: "trend",
  header: "Since",
  cell: ({ trend: { values, line, bad } }) => <Sparkline values={values} floor={line} bad={bad} steps="Mondays" />,
};

const NOW: DataColumn<ClockRow> = {
  id: "now",
  header: "Latest Monday",
  cell: ({ now, name }) => {
    if (!now) return null;
    const { text, href, against, breach } = now;
    const label = `${name}: ${text}, ${against}`;
    if (breach === null) return <Figure value={text} href={href} note={against} label={label} />;
    return <BreachFigure kind={breach} value={text} href={href} note={against} label={label} word="" />;
  },
};

const RUNNING: DataColumn<ClockRow>[] = [
  UNIT,
  { id: "state", header: "State", align: "left", cell: ({ state }) => <ClockState state={state} /> },
  {
    id: "left",
    header: "Time",
    align: "left",
    cell: ({ day, left, notJudged }) => (
      <>
        {notJudged === null ? left : "not judged"}
        {notJudged !== null && <Under>{notJudged}</Under>}
        <Under>{notJudged === null ? day : left}</Under>
      </>
    ),
  },
  OWNER,
  OPENED,
  TREND,
  NOW,
];

const SETTLED: DataColumn<ClockRow>[] = [
  UNIT,
  { id: "state", header: "State", align: "left", cell: ({ state }) => <ClockState state={state} /> },
  {
    id: "ended",
    header: "Settled",
    align: "left",
    wrap: true,
    cell: ({ ended }) =>
      ended && (
        <>
          <TextLink alone href={ended.href} className="whitespace-nowrap">
            {ended.words}
          </TextLink>
          <span className="block min-w-40 text-2xs text-muted">{ended.note}</span>
        </>
      ),
  },
  OWNER,
  OPENED,
  TREND,
  NOW,
];

type Props = { caption: string; rows: ClockRow[]; empty: string; settled?: boolean };

/** Cure clocks, running or settled: what each is about, who answers for it, what opened it and where it stands. */
export function ClockTable({ caption, rows, empty, settled = false }: Props) {
  return (
    <DataTable
      caption={caption}
      columns={settled ? SETTLED : RUNNING}
      rows={rows}
      rowKey={({ key }) => key}
      empty={empty}
    />
  );
}
