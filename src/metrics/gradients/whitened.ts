import { NumericalError } from "../../base/errors.ts";
import { powerOfTwo } from "../../base/math/powers.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import { dropMeanDirection, scaleAndCenter, type Responses } from "../../data/responses.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { rankOf, rankRule } from "../linear/rank.ts";
import { scaleColumns } from "../linear/whiten.ts";
import { withMeanDirection } from "./mean-direction.ts";
import type { procrustes } from "../procrustes/procrustes.ts";
import type { ProcrustesOptions } from "../procrustes/options.ts";

/** One network, whitened, with the way back to its responses. */
export interface Factored {
  /** F, without the rotation that no comparison sees and at any scale: rows × rank. */
  readonly factor: Matrix;
  readonly norm: number;
  /** Responses, centred where asked: stimuli × units. */
  readonly x: Matrix;
  /** ‖x‖. */
  readonly size: number;
  /** True responses are 2^exponent times these. */
  readonly exponent: number;
  /**
   * From a gradient with respect to F, of a function of F's direction, to one with respect to x: stimuli × units.
   * Zeros without one.
   */
  toResponses(gradient: Matrix | undefined): Matrix;
}

type Settings = Pick<ProcrustesOptions, "alpha" | "center" | "tolerance">;

/**
 * @param prepared - what the metric made of it
 * @throws {NumericalError} for a whitened network that does not vary in as many directions as it could.
 */
export function factorOf(
  input: Responses,
  prepared: ReturnType<typeof procrustes.prepare>,
  settings: Settings,
  kernels: Kernels,
): Factored {
  const measured = scaleAndCenter(input, settings.center, kernels);
  const { matrix: x, exponent } = measured;
  const rows = settings.center ? dropMeanDirection(x, kernels) : x;
  const { factor, norm, back } =
    settings.alpha === 1
      ? turned(rows, prepared, kernels)
      : whitened(rows, { input, measured, settings }, kernels);
  return {
    factor,
    norm,
    x,
    size: kernels.norm(x),
    exponent,
    toResponses(gradient) {
      if (!gradient) return matrix(x.rows, x.cols);
      const pulled = back(gradient);
      return settings.center ? withMeanDirection(pulled, kernels) : pulled;
    },
  };
}

/** F with its way back to rows × units. */
interface Way {
  readonly factor: Matrix;
  readonly norm: number;
  back(gradient: Matrix): Matrix;
}

/** Nothing is whitened: X = F·Qᵀ, with Q = I where there are no more units than rows. */
function turned(rows: Matrix, { factor, norm }: { factor: Matrix; norm: number }, kernels: Kernels): Way {
  if (rows.cols <= rows.rows) return { factor, norm, back: (gradient) => gradient };
  const { q, r } = kernels.qr(kernels.transpose(rows), { overwrite: true });
  return {
    factor: kernels.transpose(r),
    norm,
    back: (gradient) => kernels.gemm(gradient, q, { transB: true }),
  };
}

interface Whitening {
  readonly input: Responses;
  readonly measured: ReturnType<typeof scaleAndCenter>;
  readonly settings: Settings;
}

/**
 * F = alpha·X + (1 − alpha)·P with the polar factor P = U·Vᵀ of X = U·S·Vᵀ. P moves with X as
 *
 *   dP = U·Ω·Vᵀ + (I − U·Uᵀ)·dX·V·S⁻¹·Vᵀ + U·S⁻¹·Uᵀ·dX·(I − V·Vᵀ),   Ωᵢⱼ = (N − Nᵀ)ᵢⱼ/(sᵢ + sⱼ), N = Uᵀ·dX·V,
 *
 * a map that is its own adjoint, so that a gradient is taken back by it. Gradients of F lie in the range of V, where the
 * last term is 0. Source: Higham, Functions of Matrices, 2008, §8.
 */
function whitened(rows: Matrix, { input, measured, settings }: Whitening, kernels: Kernels): Way {
  const { alpha, tolerance } = settings;
  const { u, values: s, vt } = kernels.svd(rows);
  assertFullRank(input, rankOf(s, rankRule(input, measured, tolerance)), s.length);
  const unit = (1 - alpha) * powerOfTwo(-measured.exponent);
  const factor = scaleColumns(
    u,
    s.map((value) => alpha * value + unit),
    kernels,
  );
  const inverse = s.map((value) => 1 / value);
  const spansAll = u.rows === u.cols;
  return {
    factor,
    norm: kernels.norm(factor),
    back(gradient) {
      const inner = kernels.gemm(u, gradient, { transA: true });
      const outside = spansAll
        ? undefined
        : scaleColumns(kernels.subtract(gradient, kernels.gemm(u, inner)), inverse, kernels, {
            overwrite: true,
          });
      const sum = kernels.gemm(u, antisymmetric(inner, s, unit));
      addTimes(sum, gradient, alpha);
      if (outside) addTimes(sum, outside, unit);
      return kernels.gemm(sum, vt);
    },
  };
}

/** factor · (N − Nᵀ)ᵢⱼ/(sᵢ + sⱼ), in ordinary memory. */
function antisymmetric({ rows: r, data }: Matrix, s: Float64Array, factor: number): Matrix {
  const turning = matrix(r, r);
  for (let i = 0; i < r; i++) {
    for (let j = 0; j < i; j++) {
      const entry = (factor * (data[i * r + j]! - data[j * r + i]!)) / (s[i]! + s[j]!);
      turning.data[i * r + j] = entry;
      turning.data[j * r + i] = -entry;
    }
  }
  return turning;
}

function addTimes({ data: to }: Matrix, { data: from }: Matrix, factor: number): void {
  for (let k = 0; k < to.length; k++) to[k]! += factor * from[k]!;
}

/** @throws {NumericalError} where a direction without variance is about to be whitened. */
function assertFullRank({ name }: Responses, rank: number, full: number): void {
  if (rank === full) return;
  throw new NumericalError(
    `gradient: ${name} varies in ${rank} of ${full} directions, and whitening gives each new one its full weight at once: the value jumps there and has no gradient. ` +
      `Take alpha 1, or let it vary in more directions (no constant or repeated units).`,
  );
}
