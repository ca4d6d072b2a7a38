/** Everything in the sample company starts from this number: change it and every record changes. */
const SEED = 0x5eed_2027;

/** A repeatable stream of choices. Nothing here asks the platform for randomness or the time. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform whole number from `low` to `high`, both included. */
  int(low: number, high: number): number;
  /** True with probability `p`. */
  chance(p: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** One of the keys, as often as its weight says. */
  weighted<K extends string>(weights: Readonly<Partial<Record<K, number>>>): K;
  shuffled<T>(items: readonly T[]): T[];
  /** `value` rounded up or down so that it is right on average. */
  round(value: number): number;
}

/** FNV-1a over UTF-16 units: spreads labels over 32 bits. */
function hash(text: string): number {
  let state = 0x811c9dc5 ^ SEED;
  for (let index = 0; index < text.length; index++) {
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  }
  return state >>> 0;
}

/** mulberry32: 32 bits of state, good enough for names and dates, the same on every platform. */
function stream(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The stream of one part of the company. Parts have streams of their own, so that a change in one leaves the others. */
export function randomFor(part: string): Random {
  const next = stream(hash(part));
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const pick = <T>(items: readonly T[]): T => {
    const item = items[int(0, items.length - 1)];
    if (item === undefined) throw new RangeError("nothing to pick from");
    return item;
  };
  const weighted = <K extends string>(weights: Readonly<Partial<Record<K, number>>>): K => {
    const keys = Object.keys(weights) as K[];
    const total = keys.reduce((sum, key) => sum + (weights[key] ?? 0), 0);
    let left = next() * total;
    for (const key of keys) {
      left -= weights[key] ?? 0;
      if (left < 0) return key;
    }
    return pick(keys);
  };
  const shuffled = <T>(items: readonly T[]): T[] =>
    items
      .map((item) => ({ item, key: next() }))
      .sort((a, b) => a.key - b.key)
      .map(({ item }) => item);
  const round = (value: number): number => Math.floor(value + next());
  return { next, int, chance: (p) => next() < p, pick, weighted, shuffled, round };
}
