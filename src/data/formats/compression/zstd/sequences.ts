/* Sequences: literals to copy, then a match (RFC 8878, section 3.1.1.3.2). */
import { powerOfTwo } from "../../../../base/math/powers.ts";
import type { Output } from "../window.ts";
import { BackwardBits } from "./bits.ts";
import { FseState, fseTable, lone, readFseTable, type FseTable } from "./fse.ts";

/** What the next block of a frame takes over from the blocks before. */
export interface Memory {
  /** Tables of lengths of literals, of offsets, of lengths of matches. */
  tables: (FseTable | undefined)[];
  /** The last three offsets. */
  readonly offsets: number[];
}

/** Lengths of literals, offsets and lengths of matches, in the order of their tables: largest symbol, bits of a state at most, and the table that holds where a block gives none. */
const kinds = [
  {
    symbol: 35,
    log: 9,
    usual: fseTable(counts("4 3 2*11 1*3 2*9 3 2 1*5 -1*4"), 6),
  },
  { symbol: 31, log: 8, usual: fseTable(counts("1*6 2*3 1*15 -1*5"), 5) },
  { symbol: 52, log: 9, usual: fseTable(counts("1 4 3 2*6 1*37 -1*7"), 6) },
];

/** `2*3` is 2, 2, 2. */
function counts(text: string): number[] {
  return text.split(" ").flatMap((part) => {
    const [value, times = 1] = part.split("*").map(Number);
    return Array.from({ length: times }, () => value!);
  });
}

/** Bits that follow each code of a length, and the length that they are added to. */
function lengths(first: number, plain: number, bits: string): { base: number[]; bits: number[] } {
  const widths = [...Array.from({ length: plain }, () => 0), ...counts(bits)];
  let next = first;
  const base = widths.map((width) => {
    next += powerOfTwo(width);
    return next - powerOfTwo(width);
  });
  return { base, bits: widths };
}

const literalLengths = lengths(0, 16, "1*4 2*2 3*2 4 6 7 8 9 10 11 12 13 14 15 16");
const matchLengths = lengths(3, 32, "1*4 2*2 3*2 4*2 5 7 8 9 10 11 12 13 14 15 16");

/** Appends a block's literals and matches. @throws {RangeError} for damage. */
export function runSequences(bytes: Uint8Array, literals: Uint8Array, memory: Memory, output: Output): void {
  const first = bytes[0] ?? 0;
  const isLong = first === 255;
  const count =
    first < 128 ? first : isLong ? bytes[1]! + (bytes[2]! << 8) + 0x7f00 : ((first - 128) << 8) + bytes[1]!;
  const head = first < 128 ? 1 : isLong ? 3 : 2;
  if (bytes.length < head + (count > 0 ? 1 : 0) || !(count >= 0)) throw new RangeError("an early end");
  let used = 0;
  if (count > 0) {
    const size = readTables(bytes.subarray(head), memory);
    used = run(bytes.subarray(head + size), count, literals, memory, output);
  } else if (bytes.length !== head) throw new RangeError("bytes after a block");
  output.append(literals.subarray(used));
}

/** @returns the bytes that modes and tables take */
function readTables(bytes: Uint8Array, memory: Memory): number {
  const modes = bytes[0]!;
  if ((modes & 3) !== 0) throw new RangeError("modes of tables");
  let at = 1;
  memory.tables = kinds.map(({ symbol, log, usual }, k) => {
    const mode = (modes >> (6 - 2 * k)) & 3;
    if (mode === 0) return usual;
    if (mode === 3) return memory.tables[k];
    if (mode === 1) {
      const only = bytes[at++];
      if (only === undefined || only > symbol) throw new RangeError("the symbol of a table");
      return lone(only);
    }
    const { table, size } = readFseTable(bytes.subarray(at), { symbol, log });
    at += size;
    return table;
  });
  return at;
}

/** @returns how many literals were used */
function run(bytes: Uint8Array, count: number, literals: Uint8Array, memory: Memory, output: Output): number {
  const bits = new BackwardBits(bytes);
  const states = memory.tables.map((table) => {
    if (!table) throw new RangeError("a table of a block before, where there is none");
    return new FseState(table, bits);
  });
  const [literal, offset, match] = states as [FseState, FseState, FseState];
  let used = 0;
  for (let k = 0; k < count; k++) {
    const value = powerOfTwo(offset.symbol) + bits.take(offset.symbol);
    const length = matchLengths.base[match.symbol]! + bits.take(matchLengths.bits[match.symbol]!);
    const copied = literalLengths.base[literal.symbol]! + bits.take(literalLengths.bits[literal.symbol]!);
    if (copied > literals.length - used || bits.left < 0)
      throw new RangeError("more literals than there are");
    output.append(literals.subarray(used, used + copied));
    used += copied;
    output.repeat(offsetOf(value, copied === 0, memory.offsets), length);
    if (k === count - 1) break;
    literal.move();
    match.move();
    offset.move();
  }
  if (bits.left !== 0) throw new RangeError("sequences that do not end with their bits");
  return used;
}

/** An offset, or one of the last three. Without literals those are counted from the second, and 3 is the first less one. */
function offsetOf(value: number, isBare: boolean, last: number[]): number {
  if (value > 3) {
    last.unshift(value - 3);
    last.length = 3;
    return last[0]!;
  }
  const place = value - 1 + Number(isBare);
  const offset = place === 3 ? last[0]! - 1 : last[place]!;
  if (place > 0) last.splice(Math.min(place, 2), 1);
  if (place > 0) last.unshift(offset);
  return offset;
}
