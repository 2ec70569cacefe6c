import { writeNpy } from "../../data/write.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import { version } from "../../base/version.ts";

/** How the responses to two stimuli are compared. */
export const rsmSimilarities = ["correlation", "cosine"] as const;
export type RsmSimilarity = (typeof rsmSimilarities)[number];

/** Options of `wrsm` and `irsm`. */
export interface RsmOptions {
  /**
   * Pearson's correlation over units, or the cosine. Rotations of the units keep the cosine
   * exactly and the correlation only nearly, for they move the mean over units. @default "correlation"
   */
  readonly similarity?: RsmSimilarity;
}

/** Representational similarity matrices (RSMs), one for each network. */
export interface RsmStack {
  /**
   * `wrsm`: within a network. `irsm`: between the mean of the other networks (rows) and a
   * network that was held out (columns); in general not symmetric.
   */
  readonly kind: "wrsm" | "irsm";
  readonly similarity: RsmSimilarity;
  /** Of the networks. */
  readonly names: readonly string[];
  /** Of the stimuli; their numbers where they have none. */
  readonly stimuli: readonly string[];
  /** networks × stimuli × stimuli, row-major. Range [−1, 1]. */
  readonly data: Float64Array;
  /** The RSM of one network, stimuli × stimuli; a view. @throws {RangeError} for a number that no network has. */
  of(network: number): Matrix;
  /** Mean over networks, stimuli × stimuli. */
  mean(): Matrix;
  /** Bytes of a `.npy` file, float64, networks × stimuli × stimuli. */
  toNpy(): Uint8Array<ArrayBuffer>;
  toJSON(): object;
}

/** A stack over `data`, which is not copied. */
export function rsmStack(
  facts: Pick<RsmStack, "kind" | "similarity" | "names" | "stimuli" | "data">,
): RsmStack {
  const { kind, similarity, names, stimuli, data } = facts;
  const [count, m] = [names.length, stimuli.length];
  const of = (network: number) => {
    if (names[network] !== undefined)
      return matrix(m, m, data.subarray(network * m * m, (network + 1) * m * m));
    throw new RangeError(`of(${network}): there are ${count} networks, counted from 0.`);
  };
  return {
    ...facts,
    of,
    mean() {
      const sum = matrix(m, m);
      for (let k = 0; k < data.length; k++) sum.data[k % (m * m)]! += data[k]! / count;
      return sum;
    },
    toNpy: () => writeNpy([count, m, m], data),
    toJSON: () => ({
      kind,
      similarity,
      names,
      stimuli,
      values: names.map((_, network) => rowsOf(of(network))),
      version,
    }),
  };
}

function rowsOf({ rows, cols, data }: Matrix): number[][] {
  return Array.from({ length: rows }, (_, i) => [...data.subarray(i * cols, (i + 1) * cols)]);
}

/** A value and the interval in which 95 % of its bootstrap over networks lie. */
export interface Estimate {
  readonly value: number;
  readonly interval: readonly [lower: number, upper: number];
}
