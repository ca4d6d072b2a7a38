import "server-only";
import { createHash } from "node:crypto";
import pg from "pg";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { pool } from "@/lib/db";
import { AppError } from "@/lib/errors";
import { logError } from "@/lib/log";

/** Attempts and the seconds within which they count. */
const LIMITS = {
  /** Per caller. An office shares an address, so successes are given back. */
  signInByAddress: { points: 50, duration: 900 },
  /** Per account: slow enough for a guesser, wide enough for a forgetful owner. */
  signInByAccount: { points: 10, duration: 900 },
  /** Per person: more than hands can do, less than a script would. */
  action: { points: 600, duration: 60 },
  key: { points: 600, duration: 60 },
  /** Per caller, for keys that do not exist. */
  keyGuess: { points: 30, duration: 900 },
} as const;

export type LimitName = keyof typeof LIMITS;

/** The limiter counts in numbers; the parsers of our own pool would give it bigints (lib/db.ts). */
const store = { query: (query: pg.QueryConfig) => pool().query({ ...query, types: pg.types }) };

const limiters = new Map<LimitName, RateLimiterPostgres>();

function limiterOf(name: LimitName): RateLimiterPostgres {
  const known = limiters.get(name);
  if (known) return known;
  const limiter = new RateLimiterPostgres({
    ...LIMITS[name],
    storeClient: store,
    storeType: "pool",
    tableName: "rate_limits",
    tableCreated: true,
    keyPrefix: name,
    // One of them sweeps the table for all.
    clearExpiredByTimeout: name === "signInByAddress",
  });
  limiters.set(name, limiter);
  return limiter;
}

/** Nothing that somebody typed is kept readable. */
const keyOf = (subject: string) => createHash("sha256").update(subject).digest("base64url");

/** "40 seconds", "12 minutes". */
export function waitWords(milliseconds: number): string {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1_000));
  if (seconds === 1) return "1 second";
  return seconds < 60 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minute${seconds > 60 ? "s" : ""}`;
}

/**
 * Counts one attempt of `subject`. Throws AppError RATE_LIMITED, which says how long to wait, and UNAVAILABLE
 * when it cannot be counted: an attempt that cannot be counted is not let through.
 */
export async function consume(name: LimitName, subject: string): Promise<void> {
  try {
    await limiterOf(name).consume(keyOf(subject));
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) {
      logError("rate limit cannot be checked", { limit: name }, error);
      throw new AppError("UNAVAILABLE", {
        message: "This cannot be checked just now, so it was not let through. Try again in a few seconds.",
        details: { retry_after: 5 },
      });
    }
    const wait = error.msBeforeNext;
    throw new AppError("RATE_LIMITED", {
      message: `Too many attempts. Try again in ${waitWords(wait)}.`,
      details: { retry_after: Math.max(1, Math.ceil(wait / 1_000)) },
    });
  }
}

/** Gives one attempt back, after it turned out to be genuine. */
export async function giveBack(name: LimitName, subject: string): Promise<void> {
  await limiterOf(name).reward(keyOf(subject));
}

/** Forgets the attempts of `subject`. */
export async function forget(name: LimitName, subject: string): Promise<void> {
  await limiterOf(name).delete(keyOf(subject));
}
