import { powerOfTwo } from "../../base/math/powers.ts";
import { hypot } from "../../base/math/hypot.ts";
import { NumericalError } from "../../base/errors.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import { moveAndScale, scaleAndCenter, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import {
  bestCoupling,
  prepareUnits,
  valueUnder,
  type Coupling,
  type Matcher,
  type MatchingOptions,
  type PreparedUnits,
} from "./matching.ts";
import type { HeldOutForm } from "../metric.ts";

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
 * How a matching is tried on held-out stimuli. Means and matching are fitted on training stimuli, the value is measured on others.
 * A unit that is constant in training has no known partner: as in the held-out form of
 * the other shape metrics its norm counts, its inner product is 0.
 */
export function matchingHeldOut(matcher: Matcher): HeldOutForm<PreparedHeldOut, MatchingOptions> {
  return {
    properties: ({ ground }) =>
      ground === "correlation"
        ? { kind: "similarity", range: [-1, 1] }
        : { kind: "dissimilarity", range: [0, ground === "angular" ? Math.PI : Infinity] },

    prepare(input, { responses: test }, options, kernels) {
      const { units: train, norm: trainNorm, exponent } = prepareUnits(input, options, matcher, kernels);
      const held = heldUnits(input, test, options, matcher, kernels);
      const known = knownUnits(train, input.responses, options.ground === "correlation", exponent);
      return { train, trainNorm, test: held.units, testNorm: held.norm, known, exponent };
    },

    compare(x, y, { ground }, kernels) {
      const coupling = bestCoupling(trainOf(x), trainOf(y), matcher, kernels);
      const [a, b] = [testOf(x), testOf(y)];
      if (ground === "angular" && !(a.norm > 0 && b.norm > 0)) {
        throw new NumericalError(
          "A network's held-out responses all equal its training means; there is no angle to them.",
        );
      }
      return valueUnder(a, b, parted(coupling, x.known, y.known), ground);
    },
  };
}

/** Held-out responses scaled and moved as the training ones; for correlations, by themselves. */
function heldUnits(
  input: Responses,
  test: Matrix,
  options: MatchingOptions,
  matcher: Matcher,
  kernels: Kernels,
): PreparedUnits {
  if (options.ground === "correlation") {
    const held = { ...input, name: `${input.name} (held-out stimuli)`, responses: test };
    return prepareUnits(held, options, matcher, kernels);
  }
  const { means, exponent } = scaleAndCenter(input, options.center, kernels);
  const units = kernels.transpose(moveAndScale(test, means, exponent, kernels));
  const norm = Math.sqrt(matcher.weightOf(units.rows)) * kernels.norm(units);
  return { units, norm, exponent };
}

/** Units that vary in training by more than the rounding of their responses: 1, the others 0. */
function knownUnits(units: Matrix, responses: Matrix, all: boolean, exponent: number): Matrix {
  const known = matrix(1, units.rows);
  const { data, cols: m } = units;
  for (let j = 0; j < units.rows; j++) {
    let [largest, norm] = [0, 0];
    for (let i = 0; i < m; i++) {
      largest = Math.max(largest, Math.abs(responses.data[i * units.rows + j]! * powerOfTwo(-exponent)));
      norm = hypot(norm, data[j * m + i]!);
    }
    known.data[j] = +(all || norm > m * Number.EPSILON * largest);
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
function parted({ rows, cols, weights }: Coupling, knownX: Matrix, knownY: Matrix): Coupling {
  const pairs = Array.from(weights, (weight, k) => {
    const [i, j] = [rows[k]!, cols[k]!];
    // Beyond the last unit is one of zeros already.
    const known = knownX.data[i] !== 0 && knownY.data[j] !== 0;
    return known
      ? [{ i, j, weight }]
      : [
          { i, j: Infinity, weight },
          { i: Infinity, j, weight },
        ];
  }).flat();
  return {
    rows: pairs.map(({ i }) => i),
    cols: pairs.map(({ j }) => j),
    weights: pairs.map(({ weight }) => weight),
  };
}
