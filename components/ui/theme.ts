/** The reader's choice of light; `system` follows the device. */
export type Theme = "system" | "light" | "dark";

/** Read on the server, so that the first paint already has the right colours and no inline script is needed. */
export const THEME_COOKIE = "accord-theme";

/** Any unknown or missing value means `system`. */
export function parseTheme(value: string | undefined): Theme {
  return value === "light" || value === "dark" ? value : "system";
}
