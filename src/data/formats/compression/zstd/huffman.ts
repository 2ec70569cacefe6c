/* Literals that are coded by Huffman's trees (RFC 8878, section 4.2). */
import { exponentOf, powerOfTwo } from "../../../../base/math/powers.ts";
import { BackwardBits } from "./bits.ts";
import { FseState, readFseTable } from "./fse.ts";

/** By the next bits: a symbol, and how many of the bits are its own. */
export interface HuffmanTable {
  readonly log: number;
  readonly symbols: Uint8Array;
  readonly bits: Uint8Array;
}

const longest = 11;

/** @returns the table, and how many bytes it took. @throws {RangeError} for damage. */
export function readHuffmanTable(bytes: Uint8Array): { table: HuffmanTable; size: number } {
  const head = bytes[0] ?? 0;
  const size = 1 + (head < 128 ? head : Math.ceil((head - 127) / 2));
  if (size > bytes.length) throw new RangeError("an early end");
  const body = bytes.subarray(1, size);
  const weights = head < 128 ? codedWeights(body) : plainWeights(body, head - 127);
  return { table: tableOf(weights), size };
}

function plainWeights(bytes: Uint8Array, count: number): number[] {
  return Array.from({ length: count }, (_, k) => (bytes[k >> 1]! >> (k % 2 === 0 ? 4 : 0)) & 15);
}

/** Weights from two states in turn, until the bits end. */
function codedWeights(bytes: Uint8Array): number[] {
  const { table, size } = readFseTable(bytes, { symbol: 255, log: 6 });
  const bits = new BackwardBits(bytes.subarray(size));
  const states = [new FseState(table, bits), new FseState(table, bits)];
  const weights: number[] = [];
  for (let turn = 0; ; turn = 1 - turn) {
    weights.push(states[turn]!.symbol);
    states[turn]!.move();
    if (weights.length > 255) throw new RangeError("too many weights of symbols");
    if (bits.left >= 0) continue;
    weights.push(states[1 - turn]!.symbol);
    return weights;
  }
}

/** The last weight is what is missing to a power of two. */
function tableOf(weights: readonly number[]): HuffmanTable {
  const sum = weights.reduce((total, weight) => total + (weight > 0 ? powerOfTwo(weight - 1) : 0), 0);
  const log = 32 - Math.clz32(sum);
  const rest = powerOfTwo(log) - sum;
  if (sum === 0 || log > longest || weights.length > 255 || powerOfTwo(exponentOf(rest)) !== rest)
    throw new RangeError("weights of symbols that are no tree");
  const all = [...weights, exponentOf(rest) + 1];
  const symbols = new Uint8Array(powerOfTwo(log));
  const bits = new Uint8Array(powerOfTwo(log));
  let at = 0;
  for (let weight = 1; weight <= log; weight++) {
    for (const [symbol, own] of all.entries()) {
      if (own !== weight) continue;
      const end = at + powerOfTwo(weight - 1);
      symbols.fill(symbol, at, end);
      bits.fill(log + 1 - weight, at, end);
      at = end;
    }
  }
  return { log, symbols, bits };
}

/** Fills `to` from one stream, or from four that each fill a quarter. @throws {RangeError} for damage. */
export function readHuffman(bytes: Uint8Array, to: Uint8Array, table: HuffmanTable, streams: 1 | 4): void {
  if (streams === 1) {
    readStream(bytes, to, table);
    return;
  }
  const quarter = Math.ceil(to.length / 4);
  let at = 6;
  for (let k = 0; k < 4; k++) {
    const size = k < 3 ? bytes[2 * k]! | (bytes[2 * k + 1]! << 8) : bytes.length - at;
    if (!(size >= 0 && at + size <= bytes.length)) throw new RangeError("an early end");
    readStream(
      bytes.subarray(at, at + size),
      to.subarray(k * quarter, k < 3 ? (k + 1) * quarter : undefined),
      table,
    );
    at += size;
  }
}

function readStream(bytes: Uint8Array, to: Uint8Array, { log, symbols, bits }: HuffmanTable): void {
  const stream = new BackwardBits(bytes);
  for (let k = 0; k < to.length; k++) {
    const code = stream.peek(log);
    to[k] = symbols[code]!;
    stream.left -= bits[code]!;
  }
  if (stream.left !== 0) throw new RangeError("literals that do not end with their bits");
}
