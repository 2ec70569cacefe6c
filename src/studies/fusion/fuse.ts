import { toRows, type Matrix } from "../../base/matrix.ts";
import { OptionError } from "../../base/errors.ts";
import { resolveOptions } from "../../base/options.ts";
import { comparisons, type Comparisons } from "../../data/comparisons.ts";
import { written } from "../../data/written.ts";
import { onePart, step } from "../../geometry/parts.ts";
import { fusions, type FusedNetwork, type FusionSetup } from "../../geometry/several/network-fusion.ts";
import type { Control } from "../../run/lanes/control.ts";
import { onThreads } from "../geometry/on-threads.ts";
import { severalMatrices, type MatrixLike } from "./matrices.ts";
import { fuseOptions, type FuseOptions } from "./options.ts";

/** One matrix of similarities from several matrices of distances: `values` are similarities. */
export interface Fused extends Comparisons {
  /** √(p_ii + p_jj − 2·p_ij) of the similarities p: what maps, trees and clusters of the fused network take. */
  readonly distances: Comparisons;
  /** Names of the matrices. */
  readonly labels: readonly string[];
  /** Of each matrix: how its own similarities correlate with the fused ones, over pairs of items. Range [−1, 1]. */
  readonly agreement: Float64Array;
  readonly iterations: number;
  /** What the last step changed, as a share of the norm of the similarities. */
  readonly change: number;
  readonly converged: boolean;
}

/**
 * Similarity network fusion: one network of similarities from the distances that several measures gave between the same items. What
 * measures agree on among near neighbours grows, what only one of them says in passing fades.
 *
 * The similarities have rows of about sum 1, half of that on the diagonal, and no unit. As a result of `pairwise`
 * they may be given to every function that takes one; `distances` is the better form for maps, as it is
 * exactly the geometry that the similarities are inner products of.
 *
 * @param matrices - two or more: results of `pairwise`, whose similarities are converted as their metric declares;
 *   or distances under a name, or as a matrix
 * @throws {OptionError} naming the option and what it accepts; for fewer than two matrices.
 * @throws {ShapeError} naming matrices that are not of the same items.
 * @throws {NumericalError} for distances that are negative or all 0, or an item too far from all others.
 *
 * Source: Wang et al., Nature Methods 11, 2014; for representations arXiv:2509.21628.
 */
export async function fuse(
  matrices: readonly MatrixLike[],
  options: FuseOptions = {},
  control: Control = {},
): Promise<Fused> {
  const { k: asked, names, labels: given, ...chosen } = resolveOptions("fuse", fuseOptions, options);
  const {
    squares,
    labels,
    names: items,
    changes,
  } = severalMatrices("fuse", matrices, { names, labels: given });
  const n = squares.cols;
  const k = asked ?? Math.min(20, Math.max(1, Math.floor(n / 3)));
  if (k >= n)
    throw new OptionError(`fuse: k is ${k}; accepted: 1 to ${n - 1}, the other items of each.`, "k");
  const setup: FusionSetup = { squares, k, ...chosen };
  const operations = 4 * squares.data.length * (k + 1) * Math.min(chosen.iterations, usualSteps);
  const found = await onThreads(step(fusions, onePart(setup, operations)), control);
  return fusedResult(found, { labels, names: items, changes, options: { k, ...chosen } });
}

/** Steps after which most fusions have ended; it only decides where they are done. */
const usualSteps = 30;

interface About {
  readonly labels: readonly string[];
  readonly names: readonly string[];
  readonly changes: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

function fusedResult(found: FusedNetwork, { labels, names, changes, options }: About): Fused {
  const { similarity, agreement, iterations, change, converged } = found;
  const facts = { metric: "fusion", options, rowNames: names, colNames: names };
  const isExact = options["tolerance"] === 0;
  const open = converged || isExact ? [] : [`not converged after ${iterations} steps: raise iterations`];
  const result = comparisons({
    ...facts,
    kind: "similarity",
    range: [0, Infinity],
    toDistance: "one-minus",
    values: similarity.data,
    warnings: [...changes, ...open],
  });
  const distances = comparisons({
    ...facts,
    kind: "distance",
    range: [0, Infinity],
    values: kernelDistances(similarity),
    warnings: [],
  });
  const about = { labels, iterations, change, converged };
  const document = () => ({
    ...result.toJSON(),
    distances: toRows(distances.square()),
    agreement: [...agreement],
    ...about,
  });
  const table = () => ({ rowNames: names, colNames: names, values: similarity.data });
  return { ...result, ...about, agreement, distances, ...written({ document, table }) };
}

/** Distances in the space in which the similarities are inner products. */
function kernelDistances({ rows: n, data }: Matrix): Float64Array {
  const own = Float64Array.from({ length: n }, (_, i) => data[i * n + i]!);
  return data.map((value, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return i === j ? 0 : Math.sqrt(Math.max(0, own[i]! + own[j]! - 2 * value));
  });
}
