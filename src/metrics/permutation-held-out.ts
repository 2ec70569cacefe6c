import { NumericalError } from "../errors.ts";
import { matrix, type Matrix } from "../matrix.ts";
import { moveAndScale, scaleAndCenter, type Responses } from "../responses.ts";
import type { Kernels } from "../wasm/kernels.ts";
import {
  angleUnder,
  bestCoupling,
  correlatedUnits,
  meanCorrelation,
  oneToOne,
  plainUnits,
  type Coupling,
  type PreparedUnits,
} from "./matching.ts";
import type { HeldOutForm } from "./metric.ts";
import type { PermutationOptions } from "./permutation.ts";
import { thirdSide, trueNorm } from "./triangle.ts";

/** One network: training responses that the matching is fitted on, held-out ones that it is tried on. */
type PreparedHeldOut = {
  train: Matrix;
  trainNorm: number;
  /** Held-out responses, moved as the training ones: units × test stimuli. */
  test: Matrix;
  testNorm: number;
  /** 1 × units: 0 for a unit that is constant in training, for which no partner is known. */
  known: Matrix;
  exponent: number;
};

/**
 * Means and matching are fitted on training stimuli, the value is measured on others.
 * A unit that is constant in training has no known partner: as in the held-out form of
 * the other shape metrics its norm counts, its inner product is 0.
 */
export const permutationHeldOut: HeldOutForm<PreparedHeldOut, PermutationOptions> = {
  properties: ({ ground }) =>
    ground === "correlation"
      ? { kind: "similarity", range: [-1, 1] }
      : { kind: "dissimilarity", range: [0, ground === "angular" ? Math.PI : Infinity] },

  prepare(input, test, { ground, center }, kernels) {
    if (ground === "correlation") return correlated(input, test, center, kernels);
    const { means, exponent } = scaleAndCenter(input, center, kernels);
    const { units, norm } = plainUnits(input, center, kernels);
    const held = kernels.transpose(moveAndScale(test, means, exponent, kernels));
    const known = knownUnits(units, input.responses, 2 ** -exponent);
    return { train: units, trainNorm: norm, test: held, testNorm: kernels.norm(held), known, exponent };
  },

  compare(x, y, { ground }, kernels) {
    const coupling = bestCoupling(trainOf(x), trainOf(y), oneToOne, kernels);
    const [a, b] = [testOf(x), testOf(y)];
    if (ground === "correlation") return meanCorrelation(a, b, coupling);
    if (ground === "angular" && !(a.norm > 0 && b.norm > 0)) {
      throw new NumericalError(
        "A network's held-out responses all equal its training means; there is no angle to them.",
      );
    }
    const angle = a.norm > 0 && b.norm > 0 ? angleUnder(a, b, parted(coupling, x.known, y.known)) : 0;
    return ground === "angular" ? angle : thirdSide(trueNorm(a), trueNorm(b), angle);
  },
};

function correlated(input: Responses, test: Matrix, center: boolean, kernels: Kernels): PreparedHeldOut {
  const train = correlatedUnits(input, center, kernels);
  const heldOut = { ...input, name: `${input.name} (held-out stimuli)`, responses: test };
  const { units, norm } = correlatedUnits(heldOut, center, kernels);
  const known = matrix(1, units.rows);
  return { train: train.units, trainNorm: train.norm, test: units, testNorm: norm, known, exponent: 0 };
}

/** Units that vary in training by more than the rounding of their responses; `scale` is that of `units`. */
function knownUnits(units: Matrix, responses: Matrix, scale: number): Matrix {
  const known = matrix(1, units.rows);
  const { data, cols: m } = units;
  for (let j = 0; j < units.rows; j++) {
    let [largest, norm] = [0, 0];
    for (let i = 0; i < m; i++) {
      largest = Math.max(largest, Math.abs(responses.data[i * units.rows + j]! * scale));
      norm = Math.hypot(norm, data[j * m + i]!);
    }
    known.data[j] = +(norm > m * Number.EPSILON * largest);
  }
  return known;
}

function trainOf({ train, trainNorm, exponent }: PreparedHeldOut): PreparedUnits {
  return { units: train, norm: trainNorm, exponent };
}

function testOf({ test, testNorm, exponent }: PreparedHeldOut): PreparedUnits {
  return { units: test, norm: testNorm, exponent };
}

/** The coupling with pairs of unknown partners taken apart: each against a unit of zeros. */
function parted({ rows, cols }: Coupling, knownX: Matrix, knownY: Matrix): Coupling {
  const [left, right]: [number[], number[]] = [[], []];
  for (let k = 0; k < rows.length; k++) {
    const [i, j] = [rows[k]!, cols[k]!];
    const together = knownX.data[i] !== 0 && knownY.data[j] !== 0;
    left.push(...(together ? [i] : [i, Infinity]));
    right.push(...(together ? [j] : [Infinity, j]));
  }
  return { rows: left, cols: right, weights: left.map(() => 1) };
}
