import { smallestOf } from "../../base/lists.ts";
import { toRows, type Matrix } from "../../base/matrix.ts";
import { resolveOptions } from "../../base/options.ts";
import { written, type Written } from "../../data/written.ts";
import { assertDimensions, coordinateTable } from "../../geometry/coordinates.ts";
import type { ConsensusFit } from "../../geometry/several/consensus.ts";
import type { Control } from "../../run/lanes/control.ts";
import { runtimeOf } from "../../run/runtime.ts";
import type { Provenance } from "../space/given.ts";
import { severalMatrices, type MatrixLike } from "./matrices.ts";
import { consensusOptions, type ConsensusMethod, type ConsensusOptions } from "./options.ts";
import { consensusStarts } from "./task.ts";

/** One map for several matrices of distances. */
export interface Consensus extends Provenance, Written {
  readonly method: ConsensusMethod;
  /** Items × dimensions, centred; without unit, because each matrix counts at the same norm. */
  readonly coordinates: Matrix;
  /**
   * Matrices × dimensions, at least 0: with x·√weight in place of each axis the map fits that matrix best. With `indscal`
   * the weights of each axis have the mean 1.
   */
  readonly weights: Matrix;
  /** Names of the matrices. */
  readonly labels: readonly string[];
  /** Of each matrix: the share of the sum of squares of its inner products that the map has with its weights. At most 1. */
  readonly fit: Float64Array;
  /** Sum of the squares that are missing, at the start that won and after each of its steps; never rising. */
  readonly history: Float64Array;
  /** The same at the end of each start. */
  readonly losses: Float64Array;
  readonly converged: boolean;
  /** What a reader of the map must know, a sentence each. */
  readonly warnings: readonly string[];
}

/**
 * One map of items whose distances several measures gave, and how much of each axis each of them sees.
 *
 * @param matrices - two or more: results of `pairwise`, whose similarities are converted as their metric declares;
 *   or distances under a name, or as a matrix
 * @throws {OptionError} naming the option and what it accepts; for fewer than two matrices.
 * @throws {ShapeError} naming matrices that are not of the same items.
 * @throws {NumericalError} for distances that are negative, not symmetric, or all 0.
 *
 * Source: Carroll & Chang, Psychometrika 35, 1970 (indscal); mean of normalised Gram matrices as in Abdi et al., "DISTATIS", 2005, with equal weights.
 */
export async function consensus(
  matrices: readonly MatrixLike[],
  options: ConsensusOptions = {},
  control: Control = {},
): Promise<Consensus> {
  const {
    method,
    restarts,
    names,
    labels: given,
    ...search
  } = resolveOptions("consensus", consensusOptions, options);
  const {
    squares,
    labels,
    names: items,
    changes,
  } = severalMatrices("consensus", matrices, { names, labels: given });
  assertDimensions("consensus", search.dimensions, squares.cols);
  const { tasks } = await runtimeOf(control);
  const starts = Array.from({ length: method === "mean" ? 1 : restarts + 1 }, (_, k) => k);
  const operations = operationsOf(squares, method, search, starts.length);
  const found = await tasks.run(consensusStarts, { squares, method, search }, starts, {
    ...control,
    operations,
  });
  const best = found.reduce((a, b) => (b.losses.at(-1)! < a.losses.at(-1)! ? b : a));
  const losses = Float64Array.from(found, (one) => one.losses.at(-1)!);
  return consensusResult(best, { method, losses, labels, names: items, changes });
}

/** Steps of one start, about; it only decides where they are done. */
const usualSteps = 30;

function operationsOf(
  { rows, cols }: Matrix,
  method: ConsensusMethod,
  { dimensions, iterations }: { dimensions: number; iterations: number },
  starts: number,
): number {
  const once = 10 * cols * cols * cols + 10 * rows * cols;
  if (method === "mean") return once;
  const each = 2 * cols * (2 * rows + 20 * cols) * dimensions;
  return starts * (once + each * Math.min(iterations, usualSteps));
}

/** Losses closer than this, of the sum of squares, are one minimum. */
const sameLoss = 1e-6;

function consensusResult(
  best: ConsensusFit,
  about: { method: ConsensusMethod; losses: Float64Array; labels: readonly string[] } & Provenance,
): Consensus {
  const { coordinates, weights, fit, losses: history, converged } = best;
  const facts = {
    ...about,
    coordinates,
    weights,
    fit,
    history,
    converged,
    warnings: notesOf(best, about.losses),
  };
  const document = () => ({
    ...facts,
    coordinates: toRows(coordinates),
    weights: toRows(weights),
    fit: [...fit],
    history: [...history],
    losses: [...about.losses],
  });
  return { ...facts, ...written({ document, table: () => coordinateTable(coordinates, about.names) }) };
}

function notesOf({ converged, coordinates }: ConsensusFit, losses: Float64Array): string[] {
  const notes: string[] = [];
  if (!converged) notes.push("not converged: raise iterations");
  const least = smallestOf(losses);
  const reached = losses.filter((loss) => loss - least <= sameLoss).length;
  if (losses.length > 1 && reached === 1)
    notes.push(
      `the best of ${losses.length} starts was reached from one only: more restarts may find a better map`,
    );
  const { rows, cols, data } = coordinates;
  let empty = 0;
  for (let r = 0; r < cols; r++) {
    let size = 0;
    for (let i = 0; i < rows; i++) size += Math.abs(data[i * cols + r]!);
    empty += Number(size === 0);
  }
  if (empty > 0) notes.push(`${empty} of ${cols} axes are empty: the matrices have no more dimensions`);
  return notes;
}
