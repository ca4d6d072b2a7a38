"use client";

import { useState } from "react";
import { cx } from "@/components/ui/cx";
import { keepPreference } from "@/components/ui/preference";
import { THEME_COOKIE, type Theme } from "@/components/ui/theme";

const CHOICES: { theme: Theme; label: string }[] = [
  { theme: "system", label: "System" },
  { theme: "light", label: "Light" },
  { theme: "dark", label: "Dark" },
];

/** Light, dark, or as the device has it. Takes effect at once and is kept for the next page the server draws. */
export function ThemeSwitch({ theme }: { theme: Theme }) {
  const [chosen, setChosen] = useState(theme);
  const choose = (next: Theme) => {
    setChosen(next);
    document.documentElement.dataset.theme = next;
    void keepPreference(THEME_COOKIE, next);
  };
  return (
    <fieldset className="-mx-1 flex">
      <legend className="sr-only">Theme</legend>
      {CHOICES.map(({ theme: value, label }) => (
        <button
          key={value}
          type="button"
          aria-pressed={value === chosen}
          onClick={() => choose(value)}
          className={cx(
            "min-h-6 px-1 text-xs underline-offset-4 hover:text-ink touch:min-h-11 touch:px-3",
            value === chosen ? "text-ink underline" : "text-muted",
          )}
        >
          {label}
        </button>
      ))}
    </fieldset>
  );
}
