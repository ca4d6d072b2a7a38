import "server-only";
import { randomBytes, randomInt } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import { AppError } from "@/lib/errors";

/** Long enough to be a sentence; the cap keeps one request from hashing megabytes. */
export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 200;

/** argon2id, the library's default kind; 19 MiB and two passes (ecosystem.md §1.3). */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The same letters typed on another keyboard are the same password. */
const normal = (password: string) => password.normalize("NFKC");

/** Hash to store. Throws AppError PASSWORD_LENGTH. No rules of composition. */
export async function hashPassword(password: string): Promise<string> {
  const { length } = [...normal(password)];
  if (length < PASSWORD_MIN || password.length > PASSWORD_MAX) {
    throw new AppError("PASSWORD_LENGTH", {
      field: "password",
      message: `Choose a password of ${PASSWORD_MIN} to ${PASSWORD_MAX} characters; a sentence does well.`,
    });
  }
  return hash(normal(password), COST);
}

/** A hash of nothing that anybody knows, so that an unknown account takes as long as a known one. */
let decoy: Promise<string> | undefined;

/** Whether the password belongs to the hash. Takes as long, and says no, when there is no hash. */
export async function passwordMatches(stored: string | null | undefined, password: string): Promise<boolean> {
  if (password.length > PASSWORD_MAX) return false;
  decoy ??= hash(randomBytes(32), COST);
  const matches = await verify(stored ?? (await decoy), normal(password));
  return matches && stored != null;
}

/** Letters and digits that nobody confuses when they are read out. */
const CLEAR = "abcdefghjkmnpqrstuvwxyz23456789";

/** A password to hand over once: 99 bits, in four groups. */
export function randomPassword(): string {
  const group = () => Array.from({ length: 5 }, () => CLEAR[randomInt(CLEAR.length)]).join("");
  return Array.from({ length: 4 }, group).join("-");
}
