import { NumericalError, OptionError } from "../../base/errors.ts";
import { cube } from "../../base/math/powers.ts";
import { matrix, type Matrix } from "../../base/matrix.ts";
import type { CcaOptions } from "../linear/cca-options.ts";
import { directionsOf } from "../linear/reduce.ts";
import { definePairMetric, type AnyMetric, type PairMetric } from "../metric.ts";
import { overlapsOf } from "./overlaps.ts";
import { populationOf } from "./population.ts";

/** One network, as a sample of units and as the population that it may be of. */
type FewUnits = {
  /** Principal directions: rows × rank. */
  u: Matrix;
  /** Eigenvalues and overlaps of `Population`. */
  values: Matrix;
  overlaps: Matrix;
};

/**
 * Mean squared canonical correlation of the leading `components` principal directions of two populations of units,
 *
 *   Σ over i, j ≤ k of (uᵢ·wⱼ)² / k,
 *
 * from few units of each. Directions of a sample lean into one another, the weaker the more, so that plug-in values are too low. How
 * much is simulated from the eigenvalues (`populationOf`), and undone (`overlapsOf`). About half of the bias goes where
 * eigenvalues fall as 1/rank; where they fall faster, most of it.
 *
 * Source: after Kang, Canatar & Chung, arXiv:2502.19648, 2025, §4.
 */
export function spectralForm(cca: PairMetric<never, CcaOptions>): AnyMetric {
  const {
    form: _form,
    align: _align,
    heldOut: _heldOut,
    warn: _warn,
    multiplies: _multiplies,
    ...described
  } = cca;
  return definePairMetric<FewUnits, CcaOptions>({
    ...described,
    prepare(input, { tolerance, seed, components }, kernels) {
      const { u, values } = directionsOf(input, { center: true, tolerance }, kernels);
      const { rows: directions, cols: rank } = u;
      if (rank < components)
        throw new NumericalError(
          `${input.name}: estimator spectral compares ${components} leading directions, and its responses vary in ${rank}; ask for fewer components.`,
        );
      const units = input.responses.cols;
      const found = values.map((size) => (size * size) / units);
      const kept = { u: kernels.detach(u) };
      const population = populationOf(found, { directions, units, seed }, kernels);
      return { ...kept, ...population };
    },
    operations: ({ shape: [m = 1] }) => 120 * cube(m),
    compare(x, y, { components, sampled }, kernels) {
      const found = squares(kernels.gemm(x.u, y.u, { transA: true }));
      const [blurX, blurY] = [sampled !== "second" && x.overlaps, sampled !== "first" && y.overlaps];
      return leading(overlapsOf(found, blurX || undefined, blurY || undefined, kernels), components);
    },
  });
}

/** @throws {OptionError} for options of the plug-in that the estimator does not have. */
export function assertSpectral({ ground, ridge, center }: CcaOptions): void {
  const wrong = [
    ground !== "mean-squared" && `ground ${ground}: it needs ground mean-squared`,
    ridge > 0 && "a ridge",
    !center && "no centring",
  ].find((one) => one !== false);
  if (wrong) throw new OptionError(`cca: estimator spectral does not go with ${wrong}.`, "estimator");
}

function squares({ rows, cols, data }: Matrix): Matrix {
  return matrix(
    rows,
    cols,
    Float64Array.from(data, (value) => value * value),
  );
}

function leading({ cols, data }: Matrix, components: number): number {
  let sum = 0;
  for (let i = 0; i < components; i++) for (let j = 0; j < components; j++) sum += data[i * cols + j]!;
  return sum / components;
}
