/*
 * Tables of finite state entropy (RFC 8878, section 4.1): a state gives a symbol, and with some bits the next state.
 */
import type { BackwardBits } from "./bits.ts";

export interface FseTable {
  /** Bits of a state. */
  readonly log: number;
  /** By state. */
  readonly symbols: Uint8Array;
  readonly bits: Uint8Array;
  readonly base: Uint16Array;
}

/** A table from how often each symbol comes; −1 is less than once. @throws {RangeError} if they do not fill it. */
export function fseTable(counts: readonly number[], log: number): FseTable {
  const size = 1 << log;
  const symbols = new Uint8Array(size);
  const next = counts.map((count) => Math.abs(count));
  let high = size;
  for (const [symbol, count] of counts.entries()) if (count === -1) symbols[--high] = symbol;
  const step = (size >> 1) + (size >> 3) + 3;
  let at = 0;
  for (const [symbol, count] of counts.entries()) {
    for (let k = 0; k < count; k++) {
      symbols[at] = symbol;
      do at = (at + step) & (size - 1);
      while (at >= high);
    }
  }
  if (at !== 0) throw new RangeError("a table of symbols that is not full");
  const bits = new Uint8Array(size);
  const base = new Uint16Array(size);
  for (let state = 0; state < size; state++) {
    const count = next[symbols[state]!]!++;
    bits[state] = log - (31 - Math.clz32(count));
    base[state] = (count << bits[state]!) - size;
  }
  return { log, symbols, bits, base };
}

/** The table of one symbol, which takes no bits. */
export function lone(symbol: number): FseTable {
  return { log: 0, symbols: Uint8Array.of(symbol), bits: new Uint8Array(1), base: new Uint16Array(1) };
}

/**
 * Reads the counts of symbols (section 4.1.1).
 * @param most - the largest symbol, and bits of a state
 * @returns the table, and how many bytes it took
 * @throws {RangeError} for damage.
 */
export function readFseTable(
  bytes: Uint8Array,
  most: { symbol: number; log: number },
): { table: FseTable; size: number } {
  let at = 0;
  const peek = (count: number) => {
    const k = at >> 3;
    const word = (bytes[k] ?? 0) | ((bytes[k + 1] ?? 0) << 8) | ((bytes[k + 2] ?? 0) << 16);
    return (word >>> (at & 7)) & ((1 << count) - 1);
  };
  const take = (count: number) => {
    const value = peek(count);
    at += count;
    return value;
  };
  const log = take(4) + 5;
  if (log > most.log) throw new RangeError(`states of ${log} bits`);
  const counts: number[] = [];
  for (let left = 1 << log; left > 0;) {
    if (counts.length > most.symbol || at > 8 * bytes.length) throw new RangeError("counts of symbols");
    const width = 32 - Math.clz32(left + 1);
    const mask = (1 << (width - 1)) - 1;
    const threshold = (1 << width) - 2 - left;
    let value = peek(width);
    // Small values take a bit less.
    const isShort = (value & mask) < threshold;
    if (isShort) value &= mask;
    else if (value > mask) value -= threshold;
    at += isShort ? width - 1 : width;
    counts.push(value - 1);
    left -= Math.abs(value - 1);
    for (let zeros = value === 1 ? 3 : 0; zeros === 3;) {
      zeros = take(2);
      for (let k = 0; k < zeros; k++) counts.push(0);
    }
    if (left < 0 || counts.length > most.symbol + 1) throw new RangeError("counts of symbols");
  }
  const size = Math.ceil(at / 8);
  if (size > bytes.length) throw new RangeError("an early end");
  return { table: fseTable(counts, log), size };
}

/** A state that moves through a table. */
export class FseState {
  readonly #table: FseTable;
  readonly #bits: BackwardBits;
  #state: number;

  constructor(table: FseTable, bits: BackwardBits) {
    this.#table = table;
    this.#bits = bits;
    this.#state = bits.take(table.log);
  }

  get symbol(): number {
    return this.#table.symbols[this.#state]!;
  }

  move(): void {
    const { base, bits } = this.#table;
    this.#state = base[this.#state]! + this.#bits.take(bits[this.#state]!);
  }
}
