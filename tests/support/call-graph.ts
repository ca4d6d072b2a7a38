import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

interface Module {
  /** What stands at the top of a module, by name, as text up to the next one. */
  parts: Map<string, string>;
  /** Imported name → file and name there. */
  imports: Map<string, { file: string; name: string }>;
}

const PART = /^(?:export )?(?:async )?(?:function\*?|const|class) (\w+)/;
const COMMENT = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;
const IMPORT = /^import \{([^}]*)\} from "([^"]+)";$/gm;

function fileOf(from: string, specifier: string): string | null {
  if (specifier.startsWith("@/")) return `${specifier.slice(2)}.ts`;
  return specifier.startsWith(".") ? `${normalize(join(dirname(from), specifier))}.ts` : null;
}

function importsOf(file: string, text: string): Module["imports"] {
  const imports: Module["imports"] = new Map();
  for (const [, names = "", specifier = ""] of text.matchAll(IMPORT)) {
    const target = fileOf(file, specifier);
    for (const item of names.split(",")) {
      const [name = "", alias = name] = item.trim().split(/ as /);
      if (target !== null && name !== "") imports.set(alias, { file: target, name });
    }
  }
  return imports;
}

function readModule(file: string): Module {
  const text = readFileSync(file, "utf8").replace(COMMENT, "");
  const parts: Module["parts"] = new Map();
  let current = "";
  for (const line of text.split("\n")) {
    current = PART.exec(line)?.[1] ?? current;
    parts.set(current, `${parts.get(current) ?? ""}${line}\n`);
  }
  return { parts, imports: importsOf(file, text) };
}

/** The functions of all modules in some folders, with the names each uses: read from the formatted source, nothing runs. */
export class CallGraph {
  private readonly modules = new Map<string, Module>();

  constructor(folders: readonly string[]) {
    for (const folder of folders)
      for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }))
        if (name.endsWith(".ts")) this.modules.set(join(folder, name), readModule(join(folder, name)));
  }

  /** Whether a function, or anything it uses, directly or not, has a text in which `wanted` stands. */
  reaches(file: string, name: string, wanted: string, seen = new Set<string>()): boolean {
    const module = this.modules.get(file);
    const text = module?.parts.get(name);
    const key = `${file}#${name}`;
    if (!module || text === undefined || seen.has(key)) return false;
    seen.add(key);
    if (text.includes(wanted)) return true;
    return [...new Set(text.match(/\w+/g))].some((used) => {
      const from = module.parts.has(used) ? { file, name: used } : module.imports.get(used);
      return from !== undefined && this.reaches(from.file, from.name, wanted, seen);
    });
  }
}
