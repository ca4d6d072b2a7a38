import { cx } from "./cx";

export type Check = {
  key: string;
  label: string;
  passed: boolean;
  /** What was found, in a few words. */
  words: string;
};

/** Checks in two columns; the verdict is a sign and a word before it is a colour. */
export function Checks({ label, checks }: { label: string; checks: readonly Check[] }) {
  return (
    <ul aria-label={label} className="grid gap-x-8 md:grid-cols-2">
      {checks.map(({ key, label: name, passed, words }) => (
        <li key={key} className="grid grid-cols-[20px_1fr] border-line border-b py-1.5 text-s">
          <span aria-hidden="true" className={cx(passed ? "text-good" : "font-semibold text-breach")}>
            {passed ? "✓" : "✕"}
          </span>
          <span>
            <span className="sr-only">{passed ? "Passed: " : "Failed: "}</span>
            {name}
            <small className="block text-muted text-xs wrap-anywhere">{words}</small>
          </span>
        </li>
      ))}
    </ul>
  );
}
