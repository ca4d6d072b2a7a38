type Look = "date" | "datetime" | "time";

type Props = {
  /** An instant. */
  at: Date;
  /** IANA zone of the organisation. */
  zone: string;
  look?: Look;
  /** Prints the zone's city after the time; the full zone is always in the title. */
  showZone?: boolean;
};

/** An instant in the organisation's zone, drawn on the server, so that every reader sees the same day. */
export function Time({ at, zone, look = "datetime", showZone = false }: Props) {
  const full = `${dateWords(at, zone, true)}, ${timeWords(at, zone)} ${zoneName(at, zone)} (${zone})`;
  const words = {
    date: dateWords(at, zone),
    time: timeWords(at, zone),
    datetime: `${dateWords(at, zone)}, ${timeWords(at, zone)}`,
  }[look];
  return (
    <time dateTime={at.toISOString()} title={full} className="whitespace-nowrap tabular-nums">
      {words}
      {showZone && <span className="text-muted"> {zone.split("/").at(-1)?.replaceAll("_", " ")}</span>}
    </time>
  );
}

/** A calendar date (`YYYY-MM-DD`), which has no zone: "Mon 5 July 2027". */
export function CalendarDate({ date }: { date: string }) {
  return (
    <time dateTime={date} className="whitespace-nowrap tabular-nums">
      {dateWords(new Date(`${date}T00:00:00Z`), "UTC")}
    </time>
  );
}

function dateWords(at: Date, zone: string, long = false): string {
  const part = dateParts(at, zone, long);
  return `${part("weekday")} ${part("day")} ${part("month")} ${part("year")}`;
}

function dateParts(at: Date, timeZone: string, long: boolean): (type: Intl.DateTimeFormatPartTypes) => string {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: long ? "long" : "short",
    day: "numeric",
    month: "long",
    year: "numeric",
  }).formatToParts(at);
  return (type) => parts.find((part) => part.type === type)?.value ?? "";
}

function timeWords(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(
    at,
  );
}

/** "EDT"; en-US knows the short names that en-GB writes as offsets. */
function zoneName(at: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "short" }).formatToParts(at);
  return parts.find((part) => part.type === "timeZoneName")?.value ?? "";
}
