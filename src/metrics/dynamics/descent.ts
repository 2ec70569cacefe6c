import { square } from "../../base/math/powers.ts";
import { inner, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { End } from "../search/end.ts";
import { LimitedMemory } from "../search/limited-memory.ts";
import { retract, scaled, skewGradient } from "../search/skew.ts";

/** When to stop. */
export interface Limits {
  /** Stops where a step promises to lower the loss by less than this part of it. */
  readonly tolerance: number;
  readonly iterations: number;
}

/** Two operators of one size, n × n, each of Frobenius norm 1. */
export interface Operators {
  readonly a: Matrix;
  readonly b: Matrix;
}

/** A place of the search. */
interface Place {
  readonly motion: Matrix;
  /** Cᵀ·A·C − B. */
  readonly rest: Matrix;
  readonly loss: number;
}

/** Past steps that are remembered. */
const depth = 10;
/** Curvature below this part of the largest counts as this much. */
const leastCurvature = 1e-2;
/** How much shorter a step may become. */
const shortest = 1e-8;
/** A loss is not known better than this, relative. */
const noise = 4 * Number.EPSILON;

/**
 * A minimum of ½·‖Cᵀ·A·C − B‖² over orthogonal C near `start`, which stays in the start's component of the group.
 *
 * With R = CᵀAC − B, a step C·(I + Ω) changes the loss by ⟨BᵀR − RBᵀ, Ω⟩: the terms with two factors of R are symmetric, and so
 * are left out. Thus the gradient keeps its digits where R is small, and a perfect match is found to the last of them. Steps are
 * quasi-Newton ones on the group (L-BFGS with steps as skew matrices: Huang, Gallivan & Absil, SIAM J. Optim.
 * 25(3), 2015); the first guess of the curvature is that of the squares of R's derivatives, axis by axis.
 */
export function descend({ a, b }: Operators, start: Matrix, limits: Limits, kernels: Kernels): End {
  const at = (motion: Matrix) => placeAt(a, b, motion, kernels);
  const curvature = curvatures(b);
  const memory = new LimitedMemory(depth);
  let here = at(start);
  const history = [here.loss];
  while (history.length <= limits.iterations && here.loss > 0) {
    const gradient = gradientAt(here, b, kernels);
    memory.learn(gradient);
    const next = stepFrom(here, gradient, memory, curvature, limits.tolerance * here.loss, at, kernels);
    if (!next) break;
    here = next;
    history.push(here.loss);
  }
  return { loss: here.loss, history: Float64Array.from(history), motion: here.motion.data.slice() };
}

function placeAt(a: Matrix, b: Matrix, motion: Matrix, kernels: Kernels): Place {
  const rest = kernels.scope(() => {
    const moved = kernels.gemm(motion, kernels.gemm(a, motion), { transA: true });
    return kernels.detach(kernels.subtract(moved, b, { overwrite: true }));
  });
  return { motion, rest, loss: square(kernels.norm(rest)) / 2 };
}

function gradientAt({ rest }: Place, b: Matrix, kernels: Kernels): Float64Array {
  return kernels.scope(() => {
    const there = kernels.gemm(rest, b, { transB: true });
    const back = kernels.gemm(b, rest, { transA: true });
    return scaled(skewGradient(kernels.subtract(there, back)), 2);
  });
}

/** The next place; undefined where the search ends. */
function stepFrom(
  here: Place,
  gradient: Float64Array,
  memory: LimitedMemory,
  curvature: Float64Array,
  least: number,
  at: (motion: Matrix) => Place,
  kernels: Kernels,
): Place | undefined {
  const guess = (rest: Float64Array) => rest.map((value, k) => value / curvature[k]!);
  let direction = memory.apply(gradient, guess);
  let slope = inner(gradient, direction);
  if (!(slope > 0)) {
    memory.forget();
    direction = guess(gradient);
    slope = inner(gradient, direction);
  }
  if (!(slope > least)) return undefined;
  const bound = Math.sqrt(here.motion.rows / 2) / Math.sqrt(inner(direction, direction));
  for (let t = Math.min(1, bound); t >= shortest; t /= 3) {
    const step = scaled(direction, -t);
    const there = at(retract(here.motion, step, kernels));
    if (there.loss > here.loss * (1 + noise) - 1e-4 * t * slope) continue;
    if (there.loss > here.loss) return undefined;
    memory.remember(step, gradient);
    return there;
  }
  return undefined;
}

/** ‖B·Ω − Ω·B‖² of the elementary rotation of each two axes. */
function curvatures({ rows: n, data: b }: Matrix): Float64Array {
  const sizes = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) sizes[i]! += square(b[i * n + j]!) + square(b[j * n + i]!);
  }
  const all = new Float64Array((n * (n - 1)) / 2);
  for (let i = 0, k = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const common = b[i * n + i]! * b[j * n + j]! - b[i * n + j]! * b[j * n + i]!;
      all[k++] = sizes[i]! + sizes[j]! - 4 * common;
    }
  }
  const least = leastCurvature * all.reduce((x, y) => Math.max(x, y), 0) || 1;
  return all.map((value) => Math.max(value, least));
}
