import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type Gradient, type Matrix } from "../../../src/index.ts";
import { matrix } from "../../../src/base/matrix.ts";
import { resolveOptions } from "../../../src/base/options.ts";
import type { Random } from "../../../src/base/random.ts";
import { metrics } from "../../../src/metrics/all.ts";
import { gradientNames, loadGradient } from "../../../src/metrics/gradients/registry.ts";
import type { AnyMetric } from "../../../src/metrics/metric.ts";
import { gaussian, multiply, streamFor } from "../../support/data.ts";
import { errorOfGradient, type GradientSpec } from "./differences.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

/** Every option set that the property suite has of a metric, whether it has a gradient or is refused. */
const sets = (
  await Promise.all(
    gradientNames.map(async (name) => {
      const metric: AnyMetric = metrics[name];
      const { assertOptions } = await loadGradient(name);
      return metric.testedWith.map((given) => {
        const options = resolveOptions(name, metric.options, given);
        return {
          label: `${name} ${JSON.stringify(given)}`,
          spec: { metric: name, ...given } as GradientSpec,
          has: accepts(() => assertOptions?.(options)),
        };
      });
    }),
  )
).flat();

function accepts(check: () => void): boolean {
  try {
    check();
    return true;
  } catch {
    return false;
  }
}

/** Correlated units of unequal variance, off the origin. */
function activations(random: Random, rows: number, cols: number): Matrix {
  const mixed = multiply(gaussian(random, rows, cols), gaussian(random, cols, cols));
  return matrix(
    rows,
    cols,
    mixed.data.map((value, k) => value + 0.3 * (k % cols)),
  );
}

function expectZeros({ gradient }: Gradient): void {
  expect(gradient.data.every((slope) => slope === 0)).toBe(true);
}

const times = (x: Matrix, factor: number) =>
  matrix(
    x.rows,
    x.cols,
    x.data.map((value) => value * factor),
  );

/** Steps that kinks of sums of absolute values, and orders of distances, allow. */
const stepOf = (spec: object) =>
  /cityblock|chebyshev|minkowski|rbf/.test(JSON.stringify(spec)) ? 1e-5 : 1e-4;

/** Whether the entries of nearly equal RDMs lie beside a kink of the comparator. */
const hasKinks = (spec: object) =>
  /"(comparator":"(cityblock|chebyshev|minkowski))"/.test(JSON.stringify(spec));

/** What a metric says of its values under these options. */
function propertiesOf({ metric: name, ...given }: GradientSpec) {
  const metric: AnyMetric = metrics[name];
  return metric.properties(resolveOptions(name, metric.options, given));
}

describe.each(sets.filter(({ has }) => has))("the gradient of $label", ({ label, spec }) => {
  const exact = { ...spec, ...("precision" in spec ? { precision: "double" } : {}) } as GradientSpec;

  it.each([
    ["tall", 14, 4, 5],
    ["wide", 9, 16, 12],
    ["wider than the other", 12, 15, 5],
    ["narrower than the other", 11, 4, 14],
  ])("is that of central differences: %s", async (_, rows, one, other) => {
    const random = streamFor(label + rows);
    const [x, y] = [activations(random, rows, one), activations(random, rows, other)];
    if (isForced(spec, rows, [one, other])) return expectZeros(await engine.gradient(x, y, spec));
    expect(await errorOfGradient(engine, x, y, exact, random, [stepOf(spec)])).toBeLessThanOrEqual(1e-6);
  });

  it("comes with the value of compare, bit for bit", async () => {
    for (const [rows, one, other] of [
      [14, 4, 5],
      [9, 16, 12],
    ] as const) {
      const random = streamFor(label);
      const [x, y] = [activations(random, rows, one), activations(random, rows, other)];
      const { value } = await engine.gradient(x, y, spec);
      expect(value).toBe(await engine.compare(x, y, spec));
    }
  });

  it("has the same bits in single precision as in double", async () => {
    const random = streamFor(label);
    const [x, y] = [activations(random, 14, 4), activations(random, 14, 5)];
    const [{ gradient: one }, { gradient: other }] = [
      await engine.gradient(x, y, spec),
      await engine.gradient(x, y, exact),
    ];
    expect(one).toEqual(other);
  });

  it.runIf(!hasKinks(spec))("keeps its digits for networks that are nearly equal", async () => {
    const random = streamFor(`${label} near`);
    const isSimilarity = propertiesOf(spec).kind === "similarity";
    const x = activations(random, 16, 4);
    const noise = isSimilarity ? 1e-2 : 1e-3;
    const y = matrix(
      16,
      4,
      x.data.map((value) => value + noise * random.normal()),
    );
    // A distance turns within the noise, a similarity hardly moves.
    const steps = isSimilarity ? [10, 1, 0.1].map((times) => times * stepOf(spec)) : [2e-5];
    expect(await errorOfGradient(engine, x, y, exact, random, steps)).toBeLessThanOrEqual(1e-6);
  });

  it.each([1e-160, 1e150])("is that of the responses, divided, where they are times %f", async (factor) => {
    const random = streamFor(label);
    const [x, y] = [activations(random, 14, 4), activations(random, 14, 5)];
    const scaled = times(x, factor);
    if (dependsOnScale(spec)) return;
    const [small, usual] = [await engine.gradient(scaled, y, spec), await engine.gradient(x, y, spec)];
    const largest = Math.max(...usual.gradient.data.map(Math.abs));
    for (const [k, slope] of usual.gradient.data.entries())
      expect(Math.abs(small.gradient.data[k]! * factor - slope)).toBeLessThanOrEqual(1e-10 * largest);
  });
});

/** With as many units as stimuli there is nothing left that the value could move by. */
function isForced(spec: GradientSpec, rows: number, units: readonly [number, number]): boolean {
  if (spec.metric === "linear-regression") return !spec.ridge && units[0] >= rows - 1;
  return spec.metric === "procrustes" && spec.alpha === 0 && Math.max(...units) >= rows - 1;
}

const dependsOnScale = (spec: GradientSpec) => !propertiesOf(spec).invariantTo.includes("isotropic-scaling");

it.each(sets.filter(({ has }) => !has))(
  "$label has no gradient, which is said with the reason",
  async ({ spec }) => {
    const random = streamFor("refused");
    const [x, y] = [gaussian(random, 8, 4), gaussian(random, 8, 3)];
    await expect(engine.gradient(x, y, spec)).rejects.toThrow(
      new RegExp(
        `^gradient: ${spec.metric} (has none with the comparator .+: .+|has one (with the kernels|at epsilon|of the plug-in value|in the group orthogonal).*; got .+)`,
      ),
    );
    await expect(engine.gradient(x, y, spec)).rejects.toHaveProperty("name", "OptionError");
  },
);
