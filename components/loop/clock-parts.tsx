import { cx } from "@/components/ui/cx";

const LOOKS = {
  due: { sign: "▲", look: "font-semibold text-breach" },
  open: { sign: "○", look: "text-ink" },
  extended: { sign: "◇", look: "text-sla" },
  cured: { sign: "✓", look: "text-good" },
  killed: { sign: "×", look: "text-muted" },
  defunded: { sign: "×", look: "text-muted" },
};

/** A state is a sign, a word and a colour, in that order. */
export function ClockState({ state }: { state: keyof typeof LOOKS }) {
  const { sign, look } = LOOKS[state];
  return (
    <span className={cx("whitespace-nowrap", look)}>
      <span aria-hidden="true">{sign} </span>
      {state}
    </span>
  );
}

/** Who answers for it; a vacancy or a closed account is said beside the name. */
export function OwnerName({ words, flag }: { words: string; flag: string | null }) {
  return (
    <>
      {words}
      {flag && (
        <span className="block text-2xs text-sla">
          <span aria-hidden="true">◆ </span>
          {flag}
        </span>
      )}
    </>
  );
}
