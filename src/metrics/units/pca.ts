/** Principal components of the units, fitted on some stimuli and used on others. */
import { square } from "../../base/math/powers.ts";
import { matrix } from "../../base/matrix.ts";
import { NumericalError, OptionError, ShapeError } from "../../base/errors.ts";
import { assertUnits } from "../../data/arrange/units.ts";
import { assertFinite, type Representation } from "../../data/representation.ts";
import type { Kernels } from "../../wasm/kernels.ts";

/** Directions in the space of the units. */
export interface Components {
  /** Of the stimuli that they were fitted on: one for each unit. */
  readonly means: Float64Array;
  /** Units × components, orthonormal columns, the largest variance first; the largest entry of each is positive. */
  readonly directions: Float64Array;
  readonly count: number;
  /** Share of the variance that they hold. */
  readonly share: number;
}

/** Singular values below this share of the largest are rounding. */
const negligible = 2 ** -40;

/**
 * @param components - their number if it is 1 or more (all that there are, if there are fewer); else the share of the
 *   variance that the fewest components hold that hold so much
 * @throws {ShapeError} unless it is stimuli × units. @throws {NumericalError} where no unit varies.
 */
export function fitComponents(given: Representation, components: number, kernels: Kernels): Components {
  const { name, shape, data } = given;
  if (shape.length !== 2)
    throw new ShapeError(`${name} is ${shape.join(" × ")}; pca takes stimuli × units. Flatten it first.`);
  assertUnits(given, "pca");
  if (components >= 1 && !Number.isInteger(components))
    throw new OptionError(
      `pca is ${components}; accepted: a share of the variance below 1, or a whole number.`,
      "pca",
    );
  assertFinite(given);
  const [rows, cols] = shape as [number, number];
  return kernels.scope(() => {
    const { centered, means } = kernels.centerColumns(kernels.place(rows, cols, data), { overwrite: true });
    const { values, vt } = kernels.rightSvd(centered, { overwrite: true });
    const squares = Array.from(values, (value) => square(value));
    const total = squares.reduce((sum, square) => sum + square, 0);
    if (!(total > 0))
      throw new NumericalError(`${name}: no unit varies over the stimuli, so it has no components.`);
    const rank = values.findIndex((value) => value <= negligible * values[0]!);
    const count = countOf(squares, total, components, rank < 0 ? values.length : rank);
    const held = squares.slice(0, count).reduce((sum, square) => sum + square, 0);
    const directions = withSigns(kernels.detach(vt).data, cols, count);
    return { means: kernels.detach(means).data as Float64Array, directions, count, share: held / total };
  });
}

/** Sums of shares may miss 1 by this much. */
const rounding = 1e-12;

function countOf(squares: readonly number[], total: number, components: number, rank: number): number {
  if (components >= 1) return Math.min(components, rank);
  let held = 0;
  const last = squares.findIndex((square) => (held += square) >= (components - rounding) * total);
  return Math.min(rank, (last < 0 ? rank - 1 : last) + 1);
}

/** Rows of Vᵀ as columns; the sign of a direction is free, so that of its largest entry is made positive. */
function withSigns(vt: ArrayLike<number>, cols: number, count: number): Float64Array {
  const directions = new Float64Array(cols * count);
  for (let component = 0; component < count; component++) {
    let largest = 0;
    for (let unit = 0; unit < cols; unit++) {
      const value = vt[component * cols + unit]!;
      if (Math.abs(value) > Math.abs(largest)) largest = value;
    }
    const sign = largest < 0 ? -1 : 1;
    for (let unit = 0; unit < cols; unit++)
      directions[unit * count + component] = sign * vt[component * cols + unit]!;
  }
  return directions;
}

/** Scores of stimuli on the components: stimuli × components. @throws {ShapeError} for other units. */
export function scoresOf(
  given: Representation,
  { means, directions, count, share }: Components,
  kernels: Kernels,
): Representation {
  const { name, shape, data } = given;
  const [rows, cols] = shape as [number, number];
  if (shape.length !== 2 || cols !== means.length)
    throw new ShapeError(
      `${name} is ${shape.join(" × ")}; its components were fitted on ${means.length} units.`,
    );
  const scores = kernels.scope(() => {
    const placed = kernels.place(rows, cols, data);
    const centred = kernels.addRow(placed, matrix(1, cols, means), -1, { overwrite: true });
    return kernels.detach(kernels.gemm(centred, matrix(cols, count, directions)));
  });
  const words = `${count} principal components, ${(100 * share).toFixed(1)} % of the variance`;
  const { stored: _, space: _voxels, ...rest } = given;
  return { ...rest, shape: [rows, count], data: scores.data, arranged: [...(given.arranged ?? []), words] };
}
