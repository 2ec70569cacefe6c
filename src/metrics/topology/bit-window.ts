/** 2 MiB: no window is larger. */
const bits = 2 ** 24;

/**
 * A part of a chain modulo 2 as one bit a simplex, and a finger that goes from the first simplex to the last. Simplices are
 * added in any order, but none before the finger.
 */
export class BitWindow {
  readonly #words: Int32Array;
  /** A bit for each word that may hold one. */
  readonly #touched: Int32Array;
  #finger = 0;

  /**
   * @param least - how many simplices it must hold at least
   * @param all - how many there are
   */
  constructor(least: number, all: number) {
    this.#words = new Int32Array(Math.ceil(Math.max(least, Math.min(bits, all)) / 32));
    this.#touched = new Int32Array(Math.ceil(this.#words.length / 32));
  }

  get size(): number {
    return 32 * this.#words.length;
  }

  /** Removes all simplices from the finger on, before which there are none, and puts it before the first. */
  clear(): void {
    for (let group = this.#finger; group < this.#touched.length; group++) {
      if (this.#touched[group] === 0) continue;
      this.#words.fill(0, 32 * group, 32 * group + 32);
      this.#touched[group] = 0;
    }
    this.#finger = 0;
  }

  /** Adds a simplex: it is taken out if it is there. */
  flip(at: number): void {
    const word = at >>> 5;
    this.#words[word]! ^= 1 << (at & 31);
    this.#touched[word >>> 5]! |= 1 << (word & 31);
  }

  /** The first simplex, where the finger then is; −1 if there is none. */
  first(): number {
    for (let group = this.#finger; group < this.#touched.length; group++) {
      for (;;) {
        const touched = this.#touched[group]!;
        if (touched === 0) break;
        const word = 32 * group + lowest(touched);
        this.#finger = group;
        if (this.#words[word] !== 0) return 32 * word + lowest(this.#words[word]!);
        this.#touched[group] = touched & (touched - 1);
      }
    }
    this.#finger = this.#touched.length;
    return -1;
  }
}

/** The place of the lowest bit that is set. */
function lowest(word: number): number {
  return 31 - Math.clz32(word & -word);
}
