import { powerOfTwo, square } from "../../../base/math/powers.ts";
import { scaleOf } from "../../../data/responses.ts";
import type { Matrix } from "../../../base/matrix.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import type { Explained, SharedOut } from "../explanation.ts";
import { inUnits, matched, withoutReflection, type Matched } from "./matched.ts";
import { atNormOne, type Shape } from "./shape.ts";
import { sumOf, sumsOf, times } from "./sums.ts";

/** How two networks are apart. */
type Ground = "angular" | "euclidean" | "unit-norm";

const squaredDistance = "the squared Euclidean distance after the best rotation, which is the value squared";
const squaredAtNormOne =
  "the squared Euclidean distance after the best rotation of both at norm 1, which is the value squared";
const squaredChord =
  "the squared Euclidean distance after the best rotation of both at norm 1, 2 − 2·cos θ; the value is θ, which is no sum";

/**
 * The squared Euclidean distance of two networks in common axes, shared out:
 *
 *   ‖A − B‖² = Σᵢ ‖aᵢ − bᵢ‖²  over stimuli (rows), Σₖ over axes (columns),
 *            = Σⱼ ‖x̃ⱼ − ŷⱼ‖² + rest  over units of X: X̃ its whitened responses, Ŷ those of Y moved onto its units
 *
 * with ‖A − B‖² the square of the Euclidean Procrustes distance (Williams et al., NeurIPS 2021, §2.2). `rest` is what Y
 * has in directions in which no unit of X varies. For an angle θ both have norm 1, and the sum is 2 − 2·cos θ.
 * @param group - whether the best rotation may be a reflection
 */
export function sharedGap(
  x: Shape,
  y: Shape,
  ground: Ground,
  kernels: Kernels,
  group: "orthogonal" | "rotation" = "orthogonal",
): Explained {
  const inUnitsOfData = ground === "euclidean";
  const exponent = inUnitsOfData ? Math.max(x.exponent, y.exponent) : 0;
  const scaled = (one: Shape) =>
    inUnitsOfData ? atExponent(one, exponent, kernels) : atNormOne(one, kernels);
  const [p, q] = [scaled(x), scaled(y)];
  const free = matched(p, q, kernels);
  const both = group === "rotation" ? withoutReflection(free, p, q, kernels) : free;
  const gap = kernels.subtract(both.a, both.b);
  const of = { angular: squaredChord, euclidean: squaredDistance, "unit-norm": squaredAtNormOne }[ground];
  const part = (shares: Float64Array, total: number, rest = 0): SharedOut => {
    const whole = {
      of,
      total: scaleOf(total, 2 * exponent),
      shares: shares.map((one) => scaleOf(one, 2 * exponent)),
    };
    return rest > 0 ? { ...whole, rest: scaleOf(rest, 2 * exponent) } : whole;
  };
  const squares = squaresOf(gap);
  const total = sumOf(squares.rows);
  const ofUnits = (turn: Matrix, axes: Matrix | undefined) =>
    axes && part(...unitGaps(gap, turn, axes, total, kernels));
  const [unitsX, unitsY] = [ofUnits(both.turnX, p.axes), ofUnits(both.turnY, q.axes)];
  return {
    stimuli: part(squares.rows, total),
    directions: part(squares.cols, total),
    ...(unitsX && { unitsX }),
    ...(unitsY && { unitsY }),
    ...pictureOf(both, exponent, kernels),
    isAngle: ground === "angular",
  };
}

function atExponent(shape: Shape, exponent: number, kernels: Kernels): Shape {
  if (shape.exponent === exponent) return shape;
  return { ...shape, factor: kernels.scale(shape.factor, powerOfTwo(shape.exponent - exponent)), exponent };
}

function squaresOf(gap: Matrix) {
  const { data } = gap;
  return sumsOf(gap, (k) => square(data[k]!));
}

/** Squared residual of each unit, the total, and what lies in no direction of the units. */
function unitGaps(
  gap: Matrix,
  turn: Matrix,
  axes: Matrix,
  total: number,
  kernels: Kernels,
): [shares: Float64Array, total: number, rest: number] {
  const shares = squaresOf(inUnits(gap, turn, axes, kernels)).cols;
  // Where the units have all axes, what is missing is rounding.
  const rest = turn.rows < turn.cols ? Math.max(0, total - sumOf(shares)) : 0;
  return [shares, total, rest];
}

/** Both in common axes, and how much they share on each. */
export function pictureOf(
  { a, b, values }: Matched,
  exponent: number,
  kernels: Kernels,
): Required<Pick<Explained, "moved" | "spectrum">> {
  const moved = (one: Matrix) => kernels.detach(kernels.scale(one, powerOfTwo(exponent)));
  return {
    moved: { x: moved(a), y: moved(b) },
    spectrum: {
      of: "singular values of the product of both networks: the inner product on each common axis after the best rotation",
      values: times(values, scaleOf(1, 2 * exponent)),
    },
  };
}
