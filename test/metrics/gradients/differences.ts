import type { Engine, Matrix, MetricSpec } from "../../../src/index.ts";
import type { GradientMetricName } from "../../../src/metrics/gradients/registry.ts";
import { matrix } from "../../../src/base/matrix.ts";
import type { Random } from "../../../src/base/random.ts";

export type GradientSpec = MetricSpec<GradientMetricName>;

/** x + step · direction. */
function moved(x: Matrix, direction: Float64Array, step: number): Matrix {
  return matrix(
    x.rows,
    x.cols,
    x.data.map((value, k) => value + step * direction[k]!),
  );
}

/**
 * The slope of the value along a direction, by central differences of order 4:
 * (8·(f(h) − f(−h)) − (f(2h) − f(−2h)))/12h.
 */
export async function slopeAlong(
  value: (x: Matrix) => Promise<number>,
  x: Matrix,
  direction: Float64Array,
  h: number,
): Promise<number> {
  const at = (steps: number) => value(moved(x, direction, steps * h));
  return (8 * ((await at(1)) - (await at(-1))) - ((await at(2)) - (await at(-2)))) / (12 * h);
}

const norm = (values: Float64Array) => {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return largest === 0
    ? 0
    : largest * Math.sqrt(values.reduce((sum, value) => sum + (value / largest) ** 2, 0));
};

/** Directions of norm 1: random ones, one response alone, and the gradient itself. */
function directions(gradient: Matrix, random: Random): Float64Array[] {
  const size = gradient.data.length;
  const drawn = Array.from({ length: 3 }, () => Float64Array.from({ length: size }, () => random.normal()));
  const single = new Float64Array(size);
  single[random.below(size)] = 1;
  return [...drawn, single, gradient.data.slice()].map((direction) => {
    const length = norm(direction);
    return length === 0 ? direction : direction.map((value) => value / length);
  });
}

/**
 * The largest error of a gradient against central differences, relative to its norm. NaN in x is a missing response.
 * Small steps drown in the rounding of the value, large ones in its curvature: the best of the steps tells.
 * @param steps - of the differences, as shares of ‖x‖/√(responses)
 */
export async function errorOfGradient(
  engine: Engine,
  x: Matrix,
  y: Matrix,
  spec: GradientSpec,
  random: Random,
  steps: readonly number[] = [1e-4],
): Promise<number> {
  const { gradient } = await engine.gradient(x, y, spec);
  const size = norm(gradient.data);
  const unit = norm(x.data.map((value) => (Number.isNaN(value) ? 0 : value))) / Math.sqrt(x.data.length);
  const along = directions(gradient, random);
  const worst = async (step: number) => {
    let most = 0;
    for (const direction of along) {
      const told = gradient.data.reduce((sum, slope, k) => sum + slope * direction[k]!, 0);
      const seen = await slopeAlong((at) => engine.compare(at, y, spec), x, direction, step * unit);
      most = Math.max(most, Math.abs(told - seen) / size);
    }
    return most;
  };
  const all: number[] = [];
  for (const step of steps) all.push(await worst(step));
  return Math.min(...all);
}
