import { choice } from "../../base/options.ts";
import type { Matrix } from "../../base/matrix.ts";
import { NumericalError } from "../../base/errors.ts";
import {
  scaledResponses,
  scaleAndCenter,
  scaleOf,
  stimulusName,
  type Responses,
} from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { finiteDistance } from "../procrustes/triangle.ts";
import { definePairMetric, type Invariance } from "../metric.ts";
import { mirrored } from "./regions.ts";

export interface RsmDifferenceOptions {
  norm: "frobenius" | "spectral";
  rsm: "euclidean" | "cosine" | "correlation" | "inner-product";
}

/** One network's similarity matrix. */
type Prepared = {
  /** stimuli × stimuli for the spectral norm; for the Frobenius norm its upper triangle in a row, with the diagonal. */
  entries: Matrix;
  /** The matrix is 2^exponent times that. */
  exponent: number;
};

/**
 * Norm of the difference of two representational similarity matrices:
 *
 *   frobenius   √(Σᵢⱼ (Sᵢⱼ − Tᵢⱼ)²)
 *   spectral    the largest |eigenvalue| of S − T
 *
 * where Sᵢⱼ is the Euclidean distance of the responses to stimuli i and j, or another (dis)similarity.
 */
export const rsmDifference = definePairMetric<Prepared, RsmDifferenceOptions>({
  name: "rsm-difference",
  title: "Difference of similarity matrices",
  summary: "Norm of the difference of the two matrices of distances (or similarities) between stimuli.",
  source:
    "Klabunde, Schumacher, Strohmaier & Lemmerich, ACM Computing Surveys 2025, arXiv:2305.06329, §3.3; of inner products: Yin & Shen, NeurIPS 2018, arXiv:1812.04224",
  family: "Kernels and similarity structures",
  cost: { network: "m²·n", pair: "m², or m³ for the spectral norm" },
  blindTo:
    "Units. Scale is not removed: a network with larger responses is far from every other one, whatever its structure.",
  accepts: "matrix",
  options: {
    norm: choice(
      ["frobenius", "spectral"],
      "frobenius: the root of the sum of squares, over all stimuli × stimuli. spectral: the largest singular value.",
    ),
    rsm: choice(
      ["euclidean", "cosine", "correlation", "inner-product"],
      "What an entry is. euclidean: distance of responses. cosine, correlation: that similarity (of the dissimilarity 1 − it the value is the same). inner-product: of the responses as they are.",
    ),
  },
  testedWith: [
    {},
    { norm: "spectral" },
    { rsm: "cosine" },
    { rsm: "correlation", norm: "spectral" },
    { rsm: "inner-product" },
    { rsm: "inner-product", norm: "spectral" },
  ],

  properties: ({ rsm }) => ({
    kind: "distance",
    symmetric: true,
    range: [0, Infinity],
    invariantTo: invariances[rsm],
    self: 0,
  }),
  operations: ({ shape: [m = 1, n = 1] }, { norm }) =>
    norm === "spectral" ? m * m * m : m * m * Math.min(8, n),

  prepare(input, { norm, rsm }, kernels) {
    const { whole, exponent } = makers[rsm](input, kernels);
    return { entries: norm === "spectral" ? whole : upperTriangle(whole, kernels), exponent };
  },

  compare(x, y, { norm }, kernels) {
    const exponent = Math.max(x.exponent, y.exponent);
    const apart = kernels.subtract(atExponent(x, exponent, kernels), atExponent(y, exponent, kernels));
    const size = norm === "spectral" ? spectralNorm(apart, kernels) : kernels.norm(apart);
    return finiteDistance(scaleOf(size, exponent));
  },
});

const invariances: Readonly<Record<RsmDifferenceOptions["rsm"], readonly Invariance[]>> = {
  euclidean: ["permutation", "orthogonal", "translation"],
  cosine: ["permutation", "orthogonal", "isotropic-scaling"],
  correlation: ["permutation", "isotropic-scaling"],
  "inner-product": ["permutation", "orthogonal"],
};

interface Whole {
  readonly whole: Matrix;
  readonly exponent: number;
}

const makers: Readonly<Record<RsmDifferenceOptions["rsm"], (input: Responses, kernels: Kernels) => Whole>> = {
  euclidean(input, kernels) {
    // Distances do not see the means; smaller responses keep more of their digits.
    const { matrix: x, exponent } = scaleAndCenter(input, true, kernels);
    return { whole: mirrored(kernels.euclideanBetweenRows(x, x.rows)), exponent };
  },
  cosine: (input, kernels) => ({ whole: kernels.syrk(directions(input, false, kernels)), exponent: 0 }),
  correlation: (input, kernels) => ({ whole: kernels.syrk(directions(input, true, kernels)), exponent: 0 }),
  "inner-product"(input, kernels) {
    const { matrix: x, exponent } = scaledResponses(input, kernels);
    return { whole: kernels.syrk(x), exponent: 2 * exponent };
  },
};

/** Rows of length 1. @throws {NumericalError} for a stimulus without a direction. */
function directions(input: Responses, center: boolean, kernels: Kernels): Matrix {
  const found = kernels.unitRows(scaledResponses(input, kernels).matrix, { center });
  if ("unit" in found) return found.unit;
  const why = center
    ? "equal responses of all units, so it has no correlation"
    : "responses that are all 0, so it has no cosine";
  throw new NumericalError(
    `${input.name}: ${stimulusName(input, found.degenerate)}, counted from 0, has ${why} with others. Leave it out, or take rsm "euclidean".`,
  );
}

/** Entries above the diagonal times √2, which stand for their mirror images too, and the diagonal. */
function upperTriangle(whole: Matrix, kernels: Kernels): Matrix {
  const m = whole.rows;
  const entries = kernels.uninitialized(1, (m * (m + 1)) / 2);
  const [data, to] = [whole.data, entries.data];
  for (let i = 0, next = 0; i < m; i++) {
    to[next++] = data[i * m + i]!;
    for (let j = i + 1; j < m; j++) to[next++] = Math.SQRT2 * data[i * m + j]!;
  }
  return entries;
}

/** At the scale of another network. What it loses then is nothing beside that one. */
function atExponent({ entries, exponent }: Prepared, to: number, kernels: Kernels): Matrix {
  return exponent === to ? entries : kernels.scale(entries, scaleOf(1, exponent - to));
}

/** ‖A‖₂ of a symmetric matrix. */
function spectralNorm(a: Matrix, kernels: Kernels): number {
  const values = kernels.eigenvalues(a);
  return Math.max(Math.abs(values[0]!), Math.abs(values.at(-1)!));
}
