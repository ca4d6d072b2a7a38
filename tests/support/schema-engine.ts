import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import * as engineModule from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

/**
 * Prisma's schema engine as WebAssembly, which needs no download. Its entry file imports the .wasm as a
 * module, which Node 20 does only behind a flag; so it is instantiated here.
 */
async function loadEngine(): Promise<typeof engineModule.SchemaEngine> {
  const entry = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm");
  const bytes = readFileSync(join(dirname(entry), "schema_engine_bg.wasm"));
  const imports = { "./schema_engine_bg.js": engineModule as unknown as WebAssembly.ModuleImports };
  const { instance } = await WebAssembly.instantiate(bytes, imports);
  engineModule.__wbg_set_wasm(instance.exports);
  (instance.exports as { __wbindgen_start: () => void }).__wbindgen_start();
  return engineModule.SchemaEngine;
}

// Once per process: the glue code keeps one instance.
let loaded: ReturnType<typeof loadEngine> | undefined;

const CHAR = 18;
const TEXT = 25;

/**
 * The engine reads catalogue columns of the internal type "char", which the adapter refuses. They go
 * through it as text and get their type afterwards; the array of rows carries the knowledge from one
 * place to the other.
 */
function catalogueAdapter(pool: pg.Pool): SqlMigrationAwareDriverAdapterFactory {
  const charColumns = new WeakMap<object, number[]>();
  const query = pool.query.bind(pool) as (config: pg.QueryArrayConfig) => Promise<pg.QueryArrayResult>;
  const asText = async (config: pg.QueryArrayConfig) => {
    const result = await query(config);
    const columns = result.fields.flatMap((field, index) => (field.dataTypeID === CHAR ? [index] : []));
    for (const field of result.fields) if (field.dataTypeID === CHAR) field.dataTypeID = TEXT;
    charColumns.set(result.rows, columns);
    return result;
  };
  Object.assign(pool, { query: asText });
  const factory = new PrismaPg(pool);
  const connect = async () => {
    const adapter = await factory.connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (sql) => {
      const result = await queryRaw(sql);
      for (const index of charColumns.get(result.rows) ?? []) result.columnTypes[index] = ColumnTypeEnum.Character;
      return result;
    };
    return adapter;
  };
  return { provider: "postgres", adapterName: factory.adapterName, connect, connectToShadowDb: connect };
}

async function withEngine<T>(
  url: string,
  schema: string,
  work: (engine: engineModule.SchemaEngine) => Promise<T>,
): Promise<T> {
  loaded ??= loadEngine();
  const SchemaEngine = await loaded;
  const pool = new pg.Pool({ connectionString: url });
  const adapter = bindMigrationAwareSqlAdapterFactory(catalogueAdapter(pool));
  const engine = await SchemaEngine.new({ datamodels: [["schema.prisma", schema]] }, () => {}, adapter);
  try {
    return await work(engine);
  } finally {
    engine.free();
    await pool.end();
  }
}

const filters = { externalTables: [], externalEnums: [] };

/**
 * The SQL that would turn the database at `url` into what `schema` (the text of a schema.prisma) says;
 * the engine's own "empty migration" comment when they agree.
 */
export function diffToSchema(url: string, schema: string): Promise<string> {
  const files = [{ path: "schema.prisma", content: schema }];
  return withEngine(url, schema, async (engine) => {
    const from = { tag: "schemaDatasource", files, configDir: "." } as const;
    const to = { tag: "schemaDatamodel", files } as const;
    return (await engine.diff({ from, to, script: true, exitCode: null, filters })).stdout ?? "";
  });
}

/** What `prisma migrate` would say of the history in the database, given these migrations. */
export function diagnoseHistory(url: string, migrations: { name: string; sql: string }[]) {
  const lockfile = { path: "migration_lock.toml", content: 'provider = "postgresql"\n' };
  const migrationDirectories = migrations.map(({ name, sql }) => ({
    path: name,
    migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value: sql } },
  }));
  const migrationsList = { baseDir: "prisma/migrations", lockfile, shadowDbInitScript: "", migrationDirectories };
  const datasource = 'datasource db {\n  provider = "postgresql"\n}\n';
  return withEngine(url, datasource, (engine) =>
    engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters }),
  );
}
