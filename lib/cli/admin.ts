import { parseArgs } from "node:util";
import { type SystemActor, systemActor } from "@/lib/auth/actor";
import { createKey, parseScopes, revokeKeys } from "@/lib/auth/keys";
import { hashPassword, randomPassword } from "@/lib/auth/passwords";
import { isRole, ROLES } from "@/lib/domain/roles";
import { AppError } from "@/lib/errors";
import { setOrganisation } from "@/lib/services/organisation";
import { createPerson, personOfEmail, setPassword } from "@/lib/services/people";
import { chosenPassword } from "./ask-password";
import { type CommandContext, withDatabase } from "./command";
import { CliError, say } from "./progress";

const USAGE = `npm run admin -- create-user  --email E --name N --role R [--password-stdin]
  npm run admin -- set-password --email E [--password-stdin]
  npm run admin -- create-key   --name N --scopes ingest,read
  npm run admin -- revoke-key   --name N
  npm run admin -- set [--name N] [--currency USD] [--time-zone America/New_York] [--fiscal-start 1..12]`;

const TEXT = { type: "string" } as const;
const OPTIONS = {
  email: TEXT,
  name: TEXT,
  role: TEXT,
  scopes: TEXT,
  currency: TEXT,
  "time-zone": TEXT,
  "fiscal-start": TEXT,
  "password-stdin": { type: "boolean" },
} as const;

type Values = ReturnType<typeof parse>["values"];

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new CliError(error instanceof Error ? error.message : String(error), USAGE);
  }
}

function needed(values: Values, name: "email" | "name" | "role" | "scopes"): string {
  const value = values[name];
  if (value) return value;
  throw new CliError(`--${name} is missing.`, USAGE);
}

/** Secrets are results: they go to standard output, alone on their line. */
const show = (secret: string) => process.stdout.write(`${secret}\n`);

async function passwordFor(values: Values): Promise<{ hash: string; shown: string | null }> {
  const chosen = await chosenPassword(values["password-stdin"] ?? false);
  const password = chosen ?? randomPassword();
  return { hash: await hashPassword(password), shown: chosen === null ? password : null };
}

function tell(shown: string | null): void {
  if (shown === null) return;
  say("Password, shown this once:");
  show(shown);
}

async function createUser(actor: SystemActor, values: Values): Promise<void> {
  const email = needed(values, "email");
  const name = needed(values, "name");
  const role = needed(values, "role");
  if (!isRole(role)) throw new CliError(`There is no role "${role}".`, `Give one of: ${ROLES.join(", ")}.`);
  const { hash, shown } = await passwordFor(values);
  await createPerson(actor, { email, name, role, passwordHash: hash });
  say(`${name} can sign in as ${email.trim().toLowerCase()} (${role}).`);
  tell(shown);
}

async function changePassword(actor: SystemActor, values: Values): Promise<void> {
  const id = await personOfEmail(needed(values, "email"));
  const { hash, shown } = await passwordFor(values);
  await setPassword(actor, id, hash);
  say("The password is changed, and every session of the account has ended.");
  tell(shown);
}

async function newKey(actor: SystemActor, values: Values): Promise<void> {
  const name = needed(values, "name");
  const scopes = parseScopes(needed(values, "scopes"));
  const key = await createKey(actor, { name, scopes });
  say(`Key "${name}" for ${scopes.join(" and ")}, shown this once; send it as Authorization: Bearer …`);
  show(key);
}

async function revoke(actor: SystemActor, values: Values): Promise<void> {
  const count = await revokeKeys(actor, needed(values, "name"));
  say(`${count} ${count === 1 ? "key" : "keys"} revoked, from the next request on.`);
}

async function set(actor: SystemActor, values: Values): Promise<void> {
  const change = {
    name: values.name,
    currency: values.currency,
    timeZone: values["time-zone"],
    fiscalYearStartMonth: values["fiscal-start"] === undefined ? undefined : Number(values["fiscal-start"]),
  };
  if (Object.values(change).every((value) => value === undefined)) throw new CliError("Nothing to set.", USAGE);
  await setOrganisation(actor, change, new Date());
  say("The organisation is changed.");
}

const VERBS: Readonly<Record<string, (actor: SystemActor, values: Values) => Promise<void>>> = {
  "create-user": createUser,
  "set-password": changePassword,
  "create-key": newKey,
  "revoke-key": revoke,
  set,
};

async function admin({ args }: CommandContext): Promise<undefined> {
  const { positionals, values } = parse(args);
  const [verb = "", ...rest] = positionals;
  const run = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  if (!run || rest.length > 0)
    throw new CliError(verb ? `"${positionals.join(" ")}" cannot be done.` : "What is to be done?", USAGE);
  try {
    await run(systemActor("admin"), values);
  } catch (error) {
    throw error instanceof AppError ? new CliError(error.message) : error;
  }
}

await withDatabase(admin);
