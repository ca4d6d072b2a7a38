import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { fileError } from "./file-error";

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

export interface Encoded {
  readonly encoding: Encoding;
  /** Bytes of the byte order mark, to be skipped. */
  readonly start: number;
  /** UTF-8 with bytes that are none: they come out as U+FFFD, and their rows must be refused. */
  readonly isDamaged: boolean;
}

const READ_SIZE = 1 << 20;
const HEAD_SIZE = 4_096;

const MARKS: readonly (readonly [Encoding, readonly number[]])[] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

/** What people upload instead of a CSV file, by its first bytes. */
const OTHER_FILES: readonly (readonly [string, readonly number[]])[] = [
  ["a spreadsheet or ZIP file", [0x50, 0x4b, 0x03, 0x04]],
  ["an old Excel file", [0xd0, 0xcf, 0x11, 0xe0]],
  ["a gzip file", [0x1f, 0x8b]],
  ["a PDF file", [0x25, 0x50, 0x44, 0x46]],
];

const startsWith = (bytes: Buffer, mark: readonly number[]) => mark.every((byte, index) => bytes[index] === byte);

async function* chunksOf(file: string): AsyncGenerator<Buffer> {
  for await (const chunk of createReadStream(file, { highWaterMark: READ_SIZE })) yield chunk as Buffer;
}

/** Bytes of `chunk` before a UTF-8 sequence that its end cuts off. */
function wholeLength(chunk: Buffer): number {
  for (let back = 1; back <= 3 && back <= chunk.length; back++) {
    const byte = chunk[chunk.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return needed > back ? chunk.length - back : chunk.length;
  }
  return chunk.length;
}

async function isValidUtf8(file: string): Promise<boolean> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunksOf(file)) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const whole = wholeLength(bytes);
    if (!isUtf8(bytes.subarray(0, whole))) return false;
    rest = Buffer.from(bytes.subarray(whole));
  }
  return isUtf8(rest);
}

/** Continuation bytes that a lead byte asks for; 0 when it is no lead byte. */
function continuations(byte: number): number {
  if (byte >= 0xc2 && byte <= 0xdf) return 1;
  if (byte >= 0xe0 && byte <= 0xef) return 2;
  return byte >= 0xf0 && byte <= 0xf4 ? 3 : 0;
}

/**
 * Whether bytes that are no valid UTF-8 look more like damaged UTF-8 than like Windows-1252, in which a
 * byte above 127 is hardly ever followed by the right number of continuation bytes.
 */
async function looksLikeUtf8(file: string): Promise<boolean> {
  let [sequences, strays, expected] = [0, 0, 0];
  for await (const chunk of chunksOf(file)) {
    for (const byte of chunk) {
      if (byte < 0x80) {
        if (expected > 0) strays += 1;
        expected = 0;
      } else if (expected > 0 && byte < 0xc0) {
        expected -= 1;
        if (expected === 0) sequences += 1;
      } else {
        if (expected > 0) strays += 1;
        expected = continuations(byte);
        if (expected === 0) strays += 1;
      }
    }
  }
  return sequences > strays;
}

async function headOf(file: string): Promise<Buffer> {
  for await (const chunk of createReadStream(file, { end: HEAD_SIZE - 1 })) return chunk as Buffer;
  return Buffer.alloc(0);
}

function refuseOthers(head: Buffer): void {
  const other = OTHER_FILES.find(([, mark]) => startsWith(head, mark));
  if (other) throw fileError("FILE_NOT_CSV", `The file is ${other[0]}.`, "Export it as CSV (UTF-8) and import that.");
  const zeros = head.filter((byte) => byte === 0).length;
  if (zeros * 4 > head.length) {
    const what = "The file is binary, or UTF-16 without a byte order mark.";
    throw fileError("ENCODING_UNSUPPORTED", what, "Save it as CSV in UTF-8 and import that.");
  }
}

/**
 * Finds out how the text of a file is encoded, reading all of it where it has no byte order mark: one
 * wrong byte on the last line decides. Throws AppError: FILE_NOT_CSV, ENCODING_UNSUPPORTED.
 */
export async function detectEncoding(file: string): Promise<Encoded> {
  const head = await headOf(file);
  const [encoding, mark] = MARKS.find(([, bytes]) => startsWith(head, bytes)) ?? [undefined, []];
  if (encoding === "utf-16le" || encoding === "utf-16be") return { encoding, start: mark.length, isDamaged: false };
  refuseOthers(head);
  if (await isValidUtf8(file)) return { encoding: "utf-8", start: mark.length, isDamaged: false };
  if (encoding === "utf-8" || (await looksLikeUtf8(file)))
    return { encoding: "utf-8", start: mark.length, isDamaged: true };
  return { encoding: "windows-1252", start: 0, isDamaged: false };
}

export interface Decoder {
  write(bytes: Buffer): string;
  end(): string;
}

/** Windows-1252 for 0x80 to 0x9F; some versions of Node decode them as ISO 8859-1, which has controls there. */
const HIGH_CONTROLS = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

function windowsDecoder(): Decoder {
  const replace = (control: string) => HIGH_CONTROLS[control.charCodeAt(0) - 0x80] ?? control;
  return {
    write: (bytes) => bytes.toString("latin1").replace(/[\u0080-\u009f]/g, replace),
    end: () => "",
  };
}

/** Exchanges the bytes of each pair, then reads little-endian. */
function bigEndianDecoder(): Decoder {
  const decoder = new StringDecoder("utf16le");
  let rest: Buffer = Buffer.alloc(0);
  return {
    write(bytes) {
      const all = Buffer.concat([rest, bytes]);
      const even = all.length - (all.length % 2);
      rest = all.subarray(even);
      return decoder.write(all.subarray(0, even).swap16());
    },
    end: () => decoder.end(),
  };
}

/** A decoder for a stream of bytes. UTF-16 keeps lone surrogates, so that their cells can be refused. */
export function decoderFor(encoding: Encoding): Decoder {
  if (encoding === "windows-1252") return windowsDecoder();
  if (encoding === "utf-16be") return bigEndianDecoder();
  return new StringDecoder(encoding === "utf-16le" ? "utf16le" : "utf8");
}
