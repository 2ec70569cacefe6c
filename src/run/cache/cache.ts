/** Numbers that were computed once, and what is to be known of them. */
export interface Block {
  /** Plain data, as JSON keeps them. */
  readonly head: Readonly<Record<string, unknown>>;
  readonly data: Float64Array;
}

/** What blocks of a run came to: each input is counted once as made or found, and what was read again for lack of memory. */
export interface CacheCounts {
  made: number;
  found: number;
  again: number;
}

/**
 * Where blocks lie that depend on one input, for other runs and for this one where its memory is small. It may fail:
 * what it does not give is computed, so that it changes no result. Several processes may use the same one.
 */
export interface BlockCache {
  readonly counts: CacheCounts;
  /** A digest of plain data and typed arrays, by the bits of their numbers. */
  digest(value: unknown): string;
  /**
   * @param kind - a word by which blocks are listed and removed together
   * @param facts - plain data: all that the block depends on besides the code of this version and its kernels
   * @param allocate - gives memory for so many doubles
   * @returns undefined where it is not there, or damaged
   */
  get(
    kind: string,
    facts: Readonly<Record<string, unknown>>,
    allocate: (length: number) => Float64Array,
  ): Promise<Block | undefined>;
  /** Keeps a block, if there is room. It is written when the promise resolves, which does not reject. */
  put(kind: string, facts: Readonly<Record<string, unknown>>, block: Block): Promise<void>;
}
