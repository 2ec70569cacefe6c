import type { Representation } from "../../data/representation.ts";

/** What all pieces share. */
export interface DescribeSetup {
  readonly descriptors: readonly string[];
  readonly k: number;
  readonly seed: number;
}

/** One network as it is, or so many divisions of its stimuli, by number. */
export interface DescribePiece {
  readonly network: Pick<Representation, "name" | "shape" | "data" | "stimuli" | "stored">;
  readonly draws?: readonly number[];
}

/** Values of the descriptors in their order, NaN where there is none, and why. */
export interface Found {
  readonly values: Float64Array;
  readonly problems: readonly string[];
}
