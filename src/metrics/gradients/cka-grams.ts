import { asin } from "../../base/math/arc.ts";
import { sin } from "../../base/math/circular.ts";
import { square } from "../../base/math/powers.ts";
import type { Matrix } from "../../base/matrix.ts";
import { scaleAndCenter, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { CkaOptions } from "../kernel/cka.ts";
import { rbfGradient, rbfSide } from "./cka-rbf.ts";
import { atScaleOf, slopeOfAngle } from "./gradient.ts";
import { centreGram, cosineSlope } from "./symmetric.ts";

/** One network whose Gram matrix is differentiated. */
export interface GramSide {
  /** Responses, centred where the metric does: stimuli × units. */
  readonly x: Matrix;
  /** Responses = 2^exponent times these. */
  readonly exponent: number;
  /** The Gram matrix, before centring: stimuli × stimuli. */
  readonly gram: Matrix;
}

/**
 * ∂CKA/∂X from Gram matrices stimuli × stimuli: for the radial kernel, and for more units than stimuli.
 * @returns stimuli × units
 */
export function ckaByGrams(x: Responses, y: Responses, options: CkaOptions, kernels: Kernels): Matrix {
  const isRadial = options.kernel === "rbf";
  const radial = isRadial ? rbfSide(x, options, kernels) : undefined;
  const one = radial ?? linearSide(x, options, kernels);
  const centred = (gram: Matrix) =>
    options.center || options.debiased ? centreGram(gram, options.debiased) : gram;
  const k = centred(radial ? kernels.copy(radial.gram) : one.gram);
  const l = centred((isRadial ? rbfSide(y, options, kernels) : linearSide(y, options, kernels)).gram);
  const m = slopeOfGram(k, l, x, y, options, kernels);
  const gradient = radial
    ? rbfGradient(m, radial, x, options, kernels)
    : kernels.gemm(m, one.x, { alpha: 2 });
  return atScaleOf(x, gradient, one.exponent, kernels);
}

/** X at norm 1: the value does not see the scale of K. */
function linearSide(input: Responses, { center, debiased }: CkaOptions, kernels: Kernels): GramSide {
  const { matrix: x, exponent } = scaleAndCenter(input, center || debiased, kernels);
  return { x, exponent, gram: kernels.syrk(x) };
}

/** ∂value/∂K, in place of L. */
function slopeOfGram(
  k: Matrix,
  l: Matrix,
  x: Responses,
  y: Responses,
  { ground }: CkaOptions,
  kernels: Kernels,
): Matrix {
  const [normA, normB] = [kernels.norm(k), kernels.norm(l)];
  const cosine = kernels.dot(k, l) / normA / normB;
  let slope = 1;
  if (ground === "angular") {
    const angle = angleBetween(k, l, normA, normB);
    slope = slopeOfAngle(angle, x, y, sin(angle));
  }
  cosineSlope(k.data, l.data, { cosine, normA, normB }, slope);
  return l;
}

/** 2·asin(‖K/‖K‖ − L/‖L‖‖/2), which keeps its digits at 0; from the sum beyond a right angle. */
function angleBetween(k: Matrix, l: Matrix, normK: number, normL: number): number {
  const [a, b] = [k.data, l.data];
  let [apart, together] = [0, 0];
  for (let at = 0; at < a.length; at++) {
    const [one, other] = [a[at]! / normK, b[at]! / normL];
    apart += square(one - other);
    together += square(one + other);
  }
  return apart <= together
    ? 2 * asin(Math.min(1, Math.sqrt(apart) / 2))
    : Math.PI - 2 * asin(Math.min(1, Math.sqrt(together) / 2));
}
