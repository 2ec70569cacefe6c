/** Where a search ended, in ordinary memory: it crosses threads. */
export interface End {
  /** What is sought: less is better. */
  readonly loss: number;
  /** The loss at the start and after each step. */
  readonly history: Float64Array;
  /** The motion, width × width. */
  readonly motion: Float64Array;
}

/** One end as numbers: its loss, the length of its history, both arrays. */
export function packEnd({ loss, history, motion }: End): Float64Array {
  return Float64Array.of(loss, history.length, ...history, ...motion);
}

export function unpackEnd(packed: Float64Array): End {
  const rest = 2 + packed[1]!;
  return { loss: packed[0]!, history: packed.slice(2, rest), motion: packed.slice(rest) };
}
