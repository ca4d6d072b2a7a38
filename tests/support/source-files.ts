import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Every file under a folder of the project, with the folder's name before it. */
export const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name));

/** What a file of the project exports, by name. */
export const exportsOf = async (file: string): Promise<Readonly<Record<string, unknown>>> =>
  import(/* @vite-ignore */ join(process.cwd(), file));
