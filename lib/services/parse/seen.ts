import type { StagedRow } from "@/lib/services/records/staging";
import type { Parser } from "./parser";

const LANES = 4;
const FIRST_CAPACITY = 1 << 16;
/** Share of the table that may be filled before it grows. */
const FILL = 0.6;

/** Spreads the last characters over all bits. */
function finish(hash: number): number {
  const half = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const whole = Math.imul(half ^ (half >>> 13), 0xc2b2ae35);
  return whole ^ (whole >>> 16);
}

/** Writes a fingerprint of 128 bits into `lanes`: four hashes with nothing in common, side by side for speed. */
function fingerprint(text: string, lanes: Uint32Array): void {
  let [a, b, c, d] = [0x9e3779b9, 0x7f4a7c15, 0xf39cc060, 0x5cedc834];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 0xcc9e2d51);
    b = Math.imul(b ^ code, 0x1b873593);
    c = Math.imul(c ^ code, 0x85ebca6b);
    d = Math.imul(d ^ code, 0xc2b2ae35);
    a = (((a << 13) | (a >>> 19)) + at) | 0;
    b = (((b << 15) | (b >>> 17)) + at) | 0;
    c = (((c << 17) | (c >>> 15)) + at) | 0;
    d = (((d << 19) | (d >>> 13)) + at) | 0;
  }
  // All zeros marks a free place, so one bit is always set.
  lanes[0] = finish(a) | 1;
  lanes[1] = finish(b);
  lanes[2] = finish(c);
  lanes[3] = finish(d);
}

/**
 * The identities that a file has named so far. Holds fingerprints of 128 bits instead of the texts, 27
 * bytes each and none for the garbage collector: a million texts in a Set take ten times that. That two
 * of ten million identities share a fingerprint is less likely than a failing disk (10^-25).
 */
export class SeenIdentities {
  private table = new Uint32Array(FIRST_CAPACITY * LANES);
  private capacity = FIRST_CAPACITY;
  private count = 0;
  private readonly lanes = new Uint32Array(LANES);

  /** Whether this is the first time; remembers it. */
  add(identity: string): boolean {
    fingerprint(identity, this.lanes);
    if (!this.place(this.lanes, 0)) return false;
    this.count += 1;
    if (this.count > this.capacity * FILL) this.grow();
    return true;
  }

  /** Whether it was added. */
  has(identity: string): boolean {
    fingerprint(identity, this.lanes);
    return !this.place(this.lanes, 0, false);
  }

  /** Puts the four lanes at `from` into the table, unless they are there; with `keep` false only says whether they are missing. */
  private place(lanes: Uint32Array, from: number, keep = true): boolean {
    const { table, capacity } = this;
    const a = lanes[from] as number;
    const b = lanes[from + 1] as number;
    const c = lanes[from + 2] as number;
    const d = lanes[from + 3] as number;
    for (let slot = b & (capacity - 1); ; slot = (slot + 1) & (capacity - 1)) {
      const at = slot * LANES;
      if (table[at] === 0) {
        if (!keep) return true;
        table[at] = a;
        table[at + 1] = b;
        table[at + 2] = c;
        table[at + 3] = d;
        return true;
      }
      if (table[at] === a && table[at + 1] === b && table[at + 2] === c && table[at + 3] === d) return false;
    }
  }

  private grow(): void {
    const old = this.table;
    this.capacity *= 2;
    this.table = new Uint32Array(this.capacity * LANES);
    for (let at = 0; at < old.length; at += LANES) if (old[at] !== 0) this.place(old, at);
  }
}

/** The rows of a file so far: of one identity the first counts, others repeat it or are in conflict with it. */
export class SeenRows {
  private readonly identities = new SeenIdentities();
  private readonly agreements = new SeenIdentities();

  constructor(private readonly parser: Pick<Parser, "identity" | "agreement">) {}

  /** What this row is; remembers a first one. */
  add(row: StagedRow): "first" | "repeated" | "conflict" {
    const agreement = this.parser.agreement(row);
    if (this.identities.add(this.parser.identity(row))) {
      if (agreement !== null) this.agreements.add(agreement);
      return "first";
    }
    return agreement === null || this.agreements.has(agreement) ? "repeated" : "conflict";
  }
}
