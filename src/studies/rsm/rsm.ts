import { matrix, toRows, type Matrix } from "../../base/matrix.ts";
import { version } from "../../base/version.ts";
import { written, type Written } from "../../data/written.ts";
import type { RsmSimilarity } from "./options.ts";

/** Representational similarity matrices (RSMs), one for each network. A row of the table is a network and a stimulus. */
export interface RsmStack extends Written {
  /**
   * `wrsm`: within a network. `irsm`: between the mean of the other networks (rows) and a
   * network that was held out (columns); in general not symmetric.
   */
  readonly kind: "wrsm" | "irsm";
  readonly similarity: RsmSimilarity;
  /** Names of the networks. */
  readonly names: readonly string[];
  /** Names of the stimuli; their numbers where they have no names. */
  readonly stimuli: readonly string[];
  /** networks × stimuli × stimuli, row-major. Range [−1, 1]. */
  readonly data: Float64Array;
  /** The RSM of one network, stimuli × stimuli; a view. @throws {RangeError} for a number that no network has. */
  of(network: number): Matrix;
  /** Mean over networks, stimuli × stimuli. */
  mean(): Matrix;
}

/** A stack over `data`, which is not copied. */
export function rsmStack(
  facts: Pick<RsmStack, "kind" | "similarity" | "names" | "stimuli" | "data">,
): RsmStack {
  const { names, stimuli, data } = facts;
  const [count, m] = [names.length, stimuli.length];
  const of = (network: number) => {
    if (names[network] !== undefined)
      return matrix(m, m, data.subarray(network * m * m, (network + 1) * m * m));
    throw new RangeError(`of(${network}): there are ${count} networks, counted from 0.`);
  };
  const table = () => ({
    rowNames: names.flatMap((name) => stimuli.map((stimulus) => `${name}, ${stimulus}`)),
    colNames: stimuli,
    values: data,
  });
  const array = () => ({ shape: [count, m, m], data });
  const document = () => documentOf(facts, of);
  return { ...facts, of, mean: () => meanOf(facts), ...written({ document, table, array }) };
}

function meanOf({ names, stimuli, data }: Pick<RsmStack, "names" | "stimuli" | "data">): Matrix {
  const sum = matrix(stimuli.length, stimuli.length);
  const { length } = sum.data;
  for (let k = 0; k < data.length; k++) sum.data[k % length]! += data[k]! / names.length;
  return sum;
}

function documentOf(
  { kind, similarity, names, stimuli }: Pick<RsmStack, "kind" | "similarity" | "names" | "stimuli">,
  of: (network: number) => Matrix,
): object {
  const values = names.map((_, network) => toRows(of(network)));
  return { kind, similarity, names, stimuli, values, version };
}
