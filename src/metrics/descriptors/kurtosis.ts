import { NumericalError } from "../../base/errors.ts";
import { square } from "../../base/math/powers.ts";
import type { Matrix } from "../../base/matrix.ts";
import { scaleAndCenter } from "../../data/responses.ts";
import type { Descriptor } from "./descriptor.ts";

/** Excess kurtosis over the stimuli, m₄/m₂² − 3 of central moments, mean over the units that vary. */
export const kurtosisOf: Descriptor = {
  name: "kurtosis",
  title: "Lifetime kurtosis",
  unit: "1",
  range: [-2, Infinity],
  source: "Willmore & Tolhurst, Network: Computation in Neural Systems 12, 2001, eq. 1",
  summary:
    "How much more rarely and strongly units respond than normal numbers (0) would; units that do not vary are left out.",
  of(input, _options, kernels) {
    const { matrix, size } = scaleAndCenter(input, true, kernels);
    const { squares, fourths } = momentsOf(matrix);
    // What subtracting the mean leaves of a constant unit is rounding.
    const least = square(matrix.rows * Number.EPSILON * size);
    let [sum, count] = [0, 0];
    for (let k = 0; k < squares.length; k++) {
      if (!(squares[k]! > least)) continue;
      sum += (matrix.rows * fourths[k]!) / (squares[k]! * squares[k]!) - 3;
      count++;
    }
    if (count > 0) return sum / count;
    throw new NumericalError(
      `${input.name}: every unit is constant across stimuli, so there is no kurtosis.`,
    );
  },
};

/** Σ x² and Σ x⁴ of each column. */
function momentsOf({ rows, cols, data }: Matrix) {
  const [squares, fourths] = [new Float64Array(cols), new Float64Array(cols)];
  for (let i = 0, k = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++, k++) {
      const power = data[k]! * data[k]!;
      squares[j]! += power;
      fourths[j]! += power * power;
    }
  }
  return { squares, fourths };
}
