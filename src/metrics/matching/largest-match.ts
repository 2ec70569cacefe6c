import { square } from "../../base/math/powers.ts";
import { norm, takeRows, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { spanOf } from "./span.ts";

/** Units of one network, and what they span. */
export interface Spanned {
  /** Units × stimuli, rows of length 1. */
  readonly units: Matrix;
  /** Orthonormal columns that span all of them: stimuli × rank. */
  readonly basis: Matrix;
  /** Distance from 1 to the next number of the type that they were stored in. */
  readonly rounding: number;
}

/**
 * The largest sets of units in which each unit of one network is no farther than epsilon from the span of the other set: how
 * many units of both they have. A unit that is farther than that from all that is left of the other network is in no match with
 * it; such units are taken out until there are none.
 */
export function largestMatch(x: Spanned, y: Spanned, epsilon: number, kernels: Kernels): number {
  let [one, other] = [x, y];
  // Both networks in turns, until two turns in a row take nothing out.
  for (let unchanged = 0; unchanged < 2;) {
    const left = withoutFar(one, other.basis, epsilon, kernels);
    if (!left) return 0;
    unchanged = left === one ? unchanged + 1 : 0;
    [one, other] = [other, left];
  }
  return one.units.rows + other.units.rows;
}

/** The same network where no unit is too far from that span, without those that are; undefined if none is left. */
function withoutFar(one: Spanned, basis: Matrix, epsilon: number, kernels: Kernels): Spanned | undefined {
  const near = kernels.scope(() => nearTo(basis, one.units, epsilon, kernels));
  if (near.length === one.units.rows) return one;
  if (near.length === 0) return undefined;
  const units = takeRows(one.units, near);
  const basisOfRest = kernels.scope(() => kernels.detach(spanOf(units, one.rounding, kernels)));
  return { units, basis: basisOfRest, rounding: one.rounding };
}

/** Numbers of the units whose distance from the span is no more than epsilon. */
function nearTo(basis: Matrix, units: Matrix, epsilon: number, kernels: Kernels): number[] {
  const inside = kernels.gemm(units, basis);
  const { data, cols: rank } = inside;
  const near: number[] = [];
  for (let i = 0; i < units.rows; i++) {
    const along = data.subarray(i * rank, (i + 1) * rank);
    if (isNear(along, i, { basis, units, epsilon })) near.push(i);
  }
  return near;
}

/** Within this of epsilon², 1 − ‖projection‖² does not decide: what the projection leaves of the unit does. */
const doubtful = 1e-10;

function isNear(
  along: Float64Array,
  i: number,
  { basis, units, epsilon }: { readonly basis: Matrix; readonly units: Matrix; readonly epsilon: number },
): boolean {
  let squared = 1;
  for (let k = 0; k < along.length; k++) squared -= square(along[k]!);
  const gap = squared - square(epsilon);
  if (Math.abs(gap) > doubtful) return gap < 0;
  const rounding = 4 * Math.max(units.rows, units.cols) * Number.EPSILON;
  return norm(outside(along, i, basis, units)) <= epsilon + rounding;
}

/** Unit i less its projection. */
function outside(along: Float64Array, i: number, basis: Matrix, units: Matrix): Float64Array {
  const [m, rank] = [basis.rows, basis.cols];
  const [from, axes] = [units.data, basis.data];
  return Float64Array.from({ length: m }, (_, row) => {
    let rest = from[i * m + row]!;
    for (let k = 0; k < rank; k++) rest -= axes[row * rank + k]! * along[k]!;
    return rest;
  });
}
