/** Parts of an instant in a zone; formatters are kept, they are dear to make. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    weekday: "short",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  formatters.set(zone, made);
  return made;
}

function partsOf(at: Date, zone: string): (type: Intl.DateTimeFormatPartTypes) => string {
  const parts = formatterOf(zone).formatToParts(at);
  return (type) => parts.find((part) => part.type === type)?.value ?? "";
}

/** "Thu 8 July", for days near enough that nobody asks for the year. */
export function dayWords(at: Date, zone: string): string {
  const part = partsOf(at, zone);
  return `${part("weekday")} ${part("day")} ${part("month")}`;
}

/** "Thu 8 July, 18:00". */
export function momentWords(at: Date, zone: string): string {
  return `${dayWords(at, zone)}, ${timeWords(at, zone)}`;
}

/** "8 Jul 2027, 18:00", for tables. */
export function shortMomentWords(at: Date, zone: string): string {
  const part = partsOf(at, zone);
  return `${part("day")} ${part("month").slice(0, 3)} ${part("year")}, ${timeWords(at, zone)}`;
}

/** "8 July 2027, 18:00". */
export function fullMomentWords(at: Date, zone: string): string {
  const part = partsOf(at, zone);
  return `${part("day")} ${part("month")} ${part("year")}, ${timeWords(at, zone)}`;
}

/** "18:00". */
export function timeWords(at: Date, zone: string): string {
  const part = partsOf(at, zone);
  return `${part("hour")}:${part("minute")}`;
}
