import { AppError } from "@/lib/errors";

/** What a reader of settings throws on a database that has none. */
export function settingsMissing(): AppError {
  return new AppError("SETTINGS_MISSING", {
    message: "This database has no settings yet. Run npm run migrate, which creates the defaults.",
    status: 503,
  });
}
