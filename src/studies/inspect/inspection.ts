import type { Counts } from "./counts.ts";

/** One array of a file. */
export interface InspectedArray {
  /** As a command line names it: `layers.npz:layer1`; the file alone where it holds one array without a name. */
  readonly name: string;
  /** Lengths of its axes in the file. */
  readonly shape: readonly number[];
  /** Type of its elements in NumPy's words. */
  readonly type: string;
  /** Bytes of its numbers in memory: 4 each in single precision and less, else 8. */
  readonly bytes: number;
  /** What `read` makes of it: names of axes, their lengths, and what was done; absent where it makes nothing of it. */
  readonly readAs?: {
    readonly axes: string;
    readonly shape: readonly number[];
    readonly steps: readonly string[];
  };
  /** The first numbers, in the order of the file. */
  readonly first: readonly number[];
  /** Names of the stimuli, where the file has them. */
  readonly stimuli?: readonly string[];
  readonly counts?: Counts;
  /** Why it is no array of numbers. */
  readonly refused?: string;
  readonly warnings: readonly string[];
}

/** What is in files. */
export interface Inspection {
  readonly arrays: readonly InspectedArray[];
  /** Files that cannot be read, and why. */
  readonly failures: readonly { readonly file: string; readonly message: string }[];
  /** About arrays beside others. */
  readonly warnings: readonly string[];
}
