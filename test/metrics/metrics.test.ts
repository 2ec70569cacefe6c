import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type MetricName, type MetricSpec } from "../../src/index.ts";
import { metrics } from "../../src/metrics/all.ts";
import { acceptedKinds } from "../../src/data/kinds.ts";
import type { Matrix } from "../../src/base/matrix.ts";
import type { AnyMetric, Invariance } from "../../src/metrics/metric.ts";
import { resolveOptions } from "../../src/base/options.ts";
import type { Random } from "../../src/base/random.ts";
import {
  gaussian,
  height,
  inputOf,
  multiply,
  orthogonal,
  rowsPerStimulus,
  streamFor,
  width,
  softmax,
} from "../support/data.ts";

// What each metric declares, the suite checks: a new one gets these tests by being registered.

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const stimuli = 17;
/** Below, at and above the number of stimuli: the paths with and without reduction. */
const widths = [5, 11, 17, 40];
/** Metrics of repeats search for their motion: fewer and smaller inputs, with more units than rows among them too. */
const searched = { stimuli: 5, widths: [3, 6, 22], triples: 12 };
const usual = { stimuli, widths, triples: 40 };

/** Correlated units of unequal variance, off the origin: what activations look like. */
function activations(random: Random, units: number, rows: number): Matrix {
  const mixed = multiply(gaussian(random, rows, units), gaussian(random, units, units));
  mixed.data.forEach((value, k) => (mixed.data[k] = value + 0.3 * (k % units)));
  return mixed;
}

const mapColumns = (x: Matrix, f: (value: number, unit: number) => number): Matrix => ({
  ...x,
  data: x.data.map((value, k) => f(value, k % x.cols)),
});

/** One way of doing to a representation what should not matter. */
const apply: Record<Invariance, (x: Matrix, random: Random) => Matrix> = {
  permutation: (x) => {
    const order = Array.from({ length: x.cols }, (_, unit) => (unit * 7 + 3) % x.cols);
    const unique = new Set(order).size === x.cols ? order : order.map((_, unit) => x.cols - 1 - unit);
    return { ...x, data: x.data.map((_, k) => x.data[k - (k % x.cols) + unique[k % x.cols]!]!) };
  },
  orthogonal: (x, random) => multiply(x, orthogonal(random, x.cols)),
  "isotropic-scaling": (x) => mapColumns(x, (value) => 37.25 * value),
  translation: (x, random) => {
    const shift = gaussian(random, 1, x.cols).data;
    return mapColumns(x, (value, unit) => value + 4 * shift[unit]!);
  },
  "invertible-linear": (x, random) => multiply(x, gaussian(random, x.cols, x.cols)),
  "circular-shift": (x) => {
    const rolled = Array.from({ length: x.rows }, (_, row) => {
      const [i, j] = [Math.floor(row / width) % height, row % width];
      return row + (((i + 1) % height) - i) * width + (((j + 2) % width) - j);
    });
    return {
      ...x,
      data: x.data.map((_, k) => x.data[rolled[Math.floor(k / x.cols)]! * x.cols + (k % x.cols)]!),
    };
  },
};

const sets = (Object.entries(metrics) as [MetricName, AnyMetric][]).flatMap(([name, metric]) =>
  metric.testedWith.map((given) => {
    const options = resolveOptions(name, metric.options, given);
    const label = `${name} ${JSON.stringify(given)}`;
    return {
      label,
      spec: { metric: name, ...given } as MetricSpec,
      accepts: metric.accepts,
      properties: metric.properties(options),
      sameUnits: metric.sharedAxes?.(options).includes("units") ?? false,
    };
  }),
);

/** Registers a test only where it applies: nothing is reported as skipped. */
const when = (applies: boolean) => (applies ? it : () => {});

describe.each(sets)("$label", ({ label, spec, accepts, properties, sameUnits }) => {
  const { kind, pseudo, symmetric, range, invariantTo, self } = properties;
  const isSearched = acceptedKinds(accepts).some((one) => one === "repeats" || one === "trajectories");
  const { stimuli, widths, triples } = isSearched ? searched : usual;
  const scored = (x: Matrix) => ("scores" in spec && spec.scores === "probabilities" ? softmax(x) : x);
  const value = (x: Matrix, y: Matrix) =>
    engine.compare(inputOf(accepts, "x", scored(x)), inputOf(accepts, "y", scored(y)), spec);
  const draw = (random: Random, units: number) =>
    activations(random, units, stimuli * rowsPerStimulus(accepts));
  const pairsOfWidths = widths.flatMap((p) => (sameUnits ? [p] : widths).map((q) => [p, q] as const));
  const bounded = Number.isFinite(range[1]);
  /** Agreement to ask of values that differ by rounding only. */
  const rounding = "precision" in spec && spec.precision === "single" ? 1e-6 : 1e-11;
  const close = (a: number, b: number) =>
    expect(Math.abs(a - b)).toBeLessThanOrEqual(rounding * Math.max(1, Math.abs(b)));

  it("stays inside its declared range", async () => {
    const random = streamFor(label);
    for (const [p, q] of pairsOfWidths) {
      const v = await value(draw(random, p), draw(random, q));
      expect(v).toBeGreaterThanOrEqual(range[0]);
      expect(v).toBeLessThanOrEqual(range[1]);
    }
  });

  when(self !== undefined)("has its declared value of a representation against itself", async () => {
    for (const p of widths) {
      const x = draw(streamFor(label), p);
      const size = bounded ? 1 : Math.hypot(...x.data);
      expect(Math.abs((await value(x, x)) - self!)).toBeLessThanOrEqual(1e-13 * size);
    }
  });

  when(symmetric)("is symmetric", async () => {
    const random = streamFor(label);
    for (const [p, q] of pairsOfWidths) {
      const [x, y] = [draw(random, p), draw(random, q)];
      close(await value(x, y), await value(y, x));
    }
  });

  it.each(invariantTo)("is invariant to %s", async (group) => {
    const random = streamFor(label + group);
    for (const [p, q] of pairsOfWidths) {
      const [x, y] = [draw(random, p), draw(random, q)];
      close(await value(apply[group](x, random), y), await value(x, y));
    }
  });

  when(kind === "distance")("obeys the triangle inequality", async () => {
    const random = streamFor(label);
    for (let triple = 0; triple < triples; triple++) {
      const drawWidth = () =>
        sameUnits ? widths[triple % widths.length]! : widths[random.below(widths.length)]!;
      const [x, y, z] = [0, 1, 2].map(() => draw(random, drawWidth())) as [Matrix, Matrix, Matrix];
      const [xy, yz, xz] = [await value(x, y), await value(y, z), await value(x, z)];
      expect(xz).toBeLessThanOrEqual((xy + yz) * (1 + 1e-12) + 1e-12);
    }
  });

  when(kind === "distance" && !pseudo)("is above 0 for representations that differ", async () => {
    const random = streamFor(label);
    const x = draw(random, 5);
    const nudged = { ...x, data: x.data.map((v) => v + 1e-3 * random.normal()) };
    expect(await value(x, nudged)).toBeGreaterThan(1e-6);
  });
});

describe("options", () => {
  it.each(Object.keys(metrics) as MetricName[])(
    "%s documents every option and tests its defaults",
    (name) => {
      const metric = metrics[name];
      for (const schema of Object.values(metric.options))
        expect((schema as { doc: string }).doc.length).toBeGreaterThan(10);
      expect(metric.source).toMatch(/\d{4}/);
      expect(metric.testedWith.length).toBeGreaterThan(0);
    },
  );
});
