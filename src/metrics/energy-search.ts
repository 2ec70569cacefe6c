import { matrix, type Matrix } from "../matrix.ts";
import { createRandom, shuffled, type Random } from "../random.ts";
import type { Kernels } from "../wasm/kernels.ts";
import { evaluate, pairUp, type Pairing } from "./energy-objective.ts";
import type { EnergyOptions } from "./energy-options.ts";
import { descendRotations, type Descent, type Limits } from "./energy-orthogonal.ts";
import { descendMatchings, matchingMatrix } from "./energy-permutation.ts";
import type { PreparedEnergy } from "./energy-prepare.ts";
import type { SearchRecord } from "./metric.ts";

/** The best motion that was found. */
export interface Found {
  readonly pairing: Pairing;
  /** Q, width × width: y·Q lies as close to x as can be, both in the axes of their preparation. */
  readonly motion: Matrix;
  /** The mean distance there, times 2^−exponent. */
  readonly loss: number;
  readonly search: SearchRecord;
}

/** Losses closer than this, relative, are one minimum; or so many tolerances, where searches end early. */
const [sameMinimum, sameTolerances] = [1e-7, 10];

/**
 * The least mean distance over motions, from several starts: the Procrustes solution of the
 * means, the networks' own axes upon one another, then random ones that depend on seed alone.
 */
export function search(
  x: PreparedEnergy,
  y: PreparedEnergy,
  options: EnergyOptions,
  kernels: Kernels,
): Found {
  const pairing = pairUp(x, y, kernels);
  const ends = Array.from(startsOf(pairing, options, kernels), (start) =>
    groups[options.group].descend(pairing, start, options, kernels),
  );
  const best = ends.reduce((a, b) => (b.loss < a.loss ? b : a));
  const { motion, loss, history } = best;
  const losses = ends.map((end) => end.loss);
  return { pairing, motion, loss, search: { history, losses, minima: countDistinct(losses, options) } };
}

interface Group {
  descend(pairing: Pairing, start: Matrix, limits: Limits, kernels: Kernels): Descent;
  /** The motion with the greatest ⟨cross, motion⟩. */
  nearest(cross: Matrix, kernels: Kernels): Matrix;
  random(width: number, random: Random, kernels: Kernels): Matrix;
}

const groups: Record<EnergyOptions["group"], Group> = {
  orthogonal: {
    descend: descendRotations,
    nearest: polar,
    random(width, random, kernels) {
      const normal = Float64Array.from({ length: width * width }, () => random.normal());
      return polar(matrix(width, width, normal), kernels);
    },
  },
  permutation: {
    descend: descendMatchings,
    nearest: (cross, kernels) => matchingMatrix(kernels.linearAssignment(cross, { maximize: true })),
    random: (width, random) => matchingMatrix(shuffled(width, random)),
  },
  identity: {
    descend(pairing, start, _limits, kernels) {
      const here = evaluate(pairing, start, kernels);
      return { ...here, history: [here.loss] };
    },
    nearest: (cross) => identity(cross.rows),
    random: (width) => identity(width),
  },
};

function* startsOf(
  pairing: Pairing,
  { group, init, restarts, seed }: EnergyOptions,
  kernels: Kernels,
): Generator<Matrix> {
  const { nearest, random } = groups[group];
  const { x, y, width } = pairing;
  yield kernels.scope(() => nearest(kernels.gemm(y.means, x.means, { transA: true }), kernels));
  if (group === "identity") return;
  if (init === "means" && restarts > 1) yield identity(width);
  for (let k = init === "means" ? 2 : 1; k < restarts; k++) {
    yield random(width, createRandom(seed, k), kernels);
  }
}

function polar(a: Matrix, kernels: Kernels): Matrix {
  return kernels.scope(() => {
    const { u, vt } = kernels.svd(a);
    return kernels.detach(kernels.gemm(u, vt));
  });
}

function identity(width: number): Matrix {
  return matchingMatrix(Array.from({ length: width }, (_, k) => k));
}

function countDistinct(losses: readonly number[], { tolerance }: EnergyOptions): number {
  const sorted = losses.toSorted((a, b) => a - b);
  const resolution = Math.max(sameMinimum, sameTolerances * tolerance);
  return sorted.filter((loss, k) => k === 0 || loss - sorted[k - 1]! > resolution * loss).length;
}
