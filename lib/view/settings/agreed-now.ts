import { groupDigits } from "@/lib/domain/phrases";
import { NAMED_STAGES, STAGE_LABELS } from "@/lib/domain/stage-names";
import { clockText } from "./clock-text";

/** What counts today beside what the next version would have, for the tables that are part of the agreement. */

interface Line {
  readonly name: string;
  readonly stage: string;
  readonly ordinal: number | null;
  readonly isWon: boolean;
  readonly crmValue: string | null;
}

export function stageLabel(stage: string): string {
  const known = NAMED_STAGES.find((one) => one === stage);
  return known ? STAGE_LABELS[known] : stage;
}

/** "now: SQL, place 2, CRM Short list"; null where nothing differs. */
export function lineNow(line: Line, live: Line | null): string | null {
  if (live === null) return "not in use yet";
  const parts = [
    ...(live.name === line.name ? [] : [live.name]),
    ...(live.stage === line.stage && live.ordinal === line.ordinal && live.isWon === line.isWon
      ? []
      : [
          stageLabel(live.stage),
          live.ordinal === null ? "no place" : `place ${live.ordinal}`,
          ...(live.isWon ? ["won"] : []),
        ]),
    ...(live.crmValue === line.crmValue ? [] : [live.crmValue === null ? "no CRM value" : `CRM ${live.crmValue}`]),
  ];
  return parts.length === 0 ? null : `now: ${parts.join(", ")}`;
}

/** "now 1–199", "now 2,000 and more". */
export function boundsNow({
  minEmployees,
  maxEmployees,
}: {
  minEmployees: number | null;
  maxEmployees: number | null;
}): string {
  const from = groupDigits(minEmployees ?? 0);
  return maxEmployees === null ? `now ${from} and more` : `now ${from}–${groupDigits(maxEmployees)}`;
}

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** "Mon, Tue, Wed, Thu, Fri, 09:00 to 18:00". */
export function timeText(time: { workingDays: readonly number[]; startMinute: number; endMinute: number }): string {
  const days = time.workingDays.map((day) => DAYS[day - 1] ?? String(day)).join(", ");
  return `${days}, ${clockText(time.startMinute)} to ${clockText(time.endMinute)}`;
}
