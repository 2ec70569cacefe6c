// Dissimilarities across runs and relative to noise, against their definitions.
import { describe, expect, it } from "vitest";
import { createEngine, type RdmOptions } from "../../../src/index.ts";
import { matrix, type Matrix } from "../../../src/base/matrix.ts";
import { createRandom, shuffled } from "../../../src/base/random.ts";
import { condense } from "../../../src/rdm/condensed.ts";
import { gaussian, multiply, representation } from "../../support/data.ts";
import { expectClose } from "../support.ts";

const engine = await createEngine({ threads: 0 });
const random = createRandom(16);

type Row = readonly number[];
const rowsOf = ({ data, cols, rows }: Matrix): Row[] =>
  Array.from({ length: rows }, (_, i) => [...data.subarray(i * cols, (i + 1) * cols)]);
const mean = (rows: readonly Row[]): Row =>
  rows[0]!.map((_, k) => rows.reduce((sum, row) => sum + row[k]!, 0) / rows.length);
const minus = (a: Row, b: Row): Row => a.map((value, k) => value - b[k]!);
const form = (a: Row, n: Matrix, b: Row) =>
  a.reduce((sum, x, i) => sum + b.reduce((inner, y, j) => inner + x * n.data[i * n.cols + j]! * y, 0), 0);
const identity = (n: number) =>
  matrix(
    n,
    n,
    Float64Array.from({ length: n * n }, (_, at) => +(at % (n + 1) === 0)),
  );

/** Mean over folds of (train difference)ᵀ N (test difference), N the identity unless given. */
function byDefinition(
  x: Matrix,
  conditions: readonly number[],
  runs: readonly number[],
  precision = identity(x.cols),
) {
  const rows = rowsOf(x);
  const [stimuli, folds] = [conditions, runs].map((labels) => [...new Set(labels)].sort((a, b) => a - b));
  const of = (stimulus: number, accept: (run: number) => boolean) =>
    mean(rows.filter((_, row) => conditions[row] === stimulus && accept(runs[row]!)));
  return condense(stimuli!.length, (i, j) => {
    const [a, b] = [stimuli![i]!, stimuli![j]!];
    const values = folds!.map((fold) =>
      form(
        minus(
          of(a, (run) => run !== fold),
          of(b, (run) => run !== fold),
        ),
        precision,
        minus(
          of(a, (run) => run === fold),
          of(b, (run) => run === fold),
        ),
      ),
    );
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  });
}

const positiveDefinite = (n: number) => {
  const a = gaussian(random, n, n);
  const at = {
    ...a,
    data: Float64Array.from({ length: n * n }, (_, k) => a.data[(k % n) * n + Math.floor(k / n)]!),
  };
  const square = multiply(a, at);
  for (let i = 0; i < n; i++) square.data[i * (n + 1)]! += 1;
  return square;
};

describe("crossnobis", () => {
  it.each([
    [2, 2, 1, 1],
    [5, 2, 1, 4],
    [4, 3, 1, 6],
    [6, 5, 2, 3],
    [90, 3, 1, 2], // more rows than are whitened at once
  ])("is its definition: %i stimuli, %i runs, %i rows in each, %i units", async (m, runs, rows, n) => {
    const x = gaussian(random, m * runs * rows, n);
    const conditions = Array.from({ length: x.rows }, (_, k) => k % m);
    const folds = Array.from({ length: x.rows }, (_, k) => Math.floor(k / m) % runs);
    const precision = positiveDefinite(n);
    const options = { dissimilarity: "crossnobis", conditions, runs: folds } as const;
    const plain = await engine.rdm(representation("x", x), options);
    expectClose(plain.condensed, byDefinition(x, conditions, folds), 1e-11);
    const noisy = await engine.rdm(representation("x", x), { ...options, noise: precision });
    expectClose(noisy.condensed, byDefinition(x, conditions, folds, precision), 1e-9);
  });

  it("is its definition for other numbers of rows in each run", async () => {
    const conditions = [0, 1, 2, 0, 0, 1, 2, 2, 2, 0, 1, 1, 2];
    const runs = [0, 0, 0, 1, 1, 1, 1, 0, 0, 2, 2, 2, 2];
    const x = gaussian(random, conditions.length, 5);
    const found = await engine.rdm(representation("x", x), { dissimilarity: "crossnobis", conditions, runs });
    expectClose(found.condensed, byDefinition(x, conditions, runs), 1e-12);
  });

  it("gives the same for stimuli × repeats × units, ragged repeats and rows with labels", async () => {
    const x = gaussian(random, 4 * 3, 5);
    const repeats = { name: "x", shape: [4, 3, 5], data: x.data };
    const ragged = { name: "x", shape: [12, 5], data: x.data, repeats: [3, 3, 3, 3] };
    const labelled = { conditions: ["a", "b", "c", "d"].flatMap((name) => [name, name, name]) };
    const { condensed } = await engine.rdm(repeats, { dissimilarity: "crossnobis" });
    expect((await engine.rdm(ragged, { dissimilarity: "crossnobis" })).condensed).toEqual(condensed);
    const named = await engine.rdm(representation("x", x), { dissimilarity: "crossnobis", ...labelled });
    expect(named.condensed).toEqual(condensed);
    expect(named.stimuli).toEqual(["a", "b", "c", "d"]);
  });

  it("gives the same for rows in any order, with noise from the repeats, and leaves the responses alone", async () => {
    const [m, runs, n] = [100, 3, 5];
    const data = gaussian(random, m * runs, n).data;
    const before = data.slice();
    const order = shuffled(m * runs, random);
    const moved = Float64Array.from(data, (_, at) => data[order[Math.floor(at / n)]! * n + (at % n)]!);
    const options = { dissimilarity: "crossnobis", noise: "shrinkage-diag" } as const;
    const natural = await engine.rdm({ name: "a", shape: [m, runs, n], data }, options);
    const labelled = await engine.rdm(
      { name: "a", shape: [m * runs, n], data: moved },
      {
        ...options,
        conditions: Array.from(order, (row) => Math.floor(row / runs)),
        runs: Array.from(order, (row) => row % runs),
      },
    );
    expect(data).toEqual(before);
    expectClose(labelled.condensed, natural.condensed, 1e-12);
  });

  it("is free of bias: 0 on average for stimuli that differ by noise alone", async () => {
    let total = 0;
    for (let round = 0; round < 200; round++) {
      const x = { name: "x", shape: [4, 3, 20], data: gaussian(random, 12, 20).data };
      const { condensed } = await engine.rdm(x, { dissimilarity: "crossnobis", perUnit: true });
      total += condensed.reduce((sum, value) => sum + value, 0) / condensed.length / 200;
    }
    expect(Math.abs(total)).toBeLessThan(0.02);
  });

  it("does not see a pattern that all stimuli of a run share", async () => {
    const x = gaussian(random, 6, 8);
    const moved = {
      ...x,
      data: x.data.map((value, at) => (Math.floor(at / 8) % 2 ? value + 1e6 * (at % 8) : value)),
    };
    const shape = [3, 2, 8];
    const options = { dissimilarity: "crossnobis" } as const;
    const [before, after] = [
      await engine.rdm({ name: "x", shape, data: x.data }, options),
      await engine.rdm({ name: "x", shape, data: moved.data }, options),
    ];
    expectClose(after.condensed, before.condensed, 1e-8);
  });

  it("has no unit when the noise comes from the data", async () => {
    const data = gaussian(random, 12, 3).data;
    const of = (scale: number) =>
      engine.rdm(
        { name: "x", shape: [3, 4, 3], data: data.map((value) => value * scale) },
        { dissimilarity: "crossnobis", noise: "shrinkage-diag" },
      );
    const [one, tiny] = [await of(1), await of(1e-150)];
    expectClose(tiny.condensed, one.condensed, 1e-12);
  });
});

describe("mahalanobis", () => {
  it("is the root of its definition, with a given precision", async () => {
    const [x, precision] = [gaussian(random, 5, 4), positiveDefinite(4)];
    const rows = rowsOf(x);
    const { condensed } = await engine.rdm(representation("x", x), {
      dissimilarity: "mahalanobis",
      noise: precision,
    });
    const expected = condense(5, (i, j) => {
      const d = minus(rows[i]!, rows[j]!);
      return Math.sqrt(form(d, precision, d));
    });
    expectClose(condensed, expected, 1e-11);
  });

  const methods = ["full", "diagonal", "shrinkage-eye", "shrinkage-diag"] as const;

  // more residuals than units, and far fewer: the two routes of whitening
  it.each(
    methods.flatMap((method) =>
      (method === "full" ? [30] : [30, 5]).map((count) => [method, count] as const),
    ),
  )("with noise %s from %i residuals is that with its precision", async (method, count) => {
    const [x, residuals] = [gaussian(random, 5, 12), gaussian(random, count, 12)];
    const precision = await engine.noisePrecision(residuals, { method });
    const covariance = await engine.noiseCovariance(residuals, { method });
    expectClose(multiply(covariance, precision).data, identity(12).data, 1e-10);
    const of = (noise: RdmOptions["noise"]) =>
      engine.rdm(representation("x", x), { dissimilarity: "squared-mahalanobis", noise });
    const [estimated, given] = [await of({ residuals, method }), await of(precision)];
    expectClose(estimated.condensed, given.condensed, 1e-9);
  });

  it("takes noise from the repeats that it averages", async () => {
    const x = { name: "x", shape: [4, 6, 3], data: gaussian(random, 24, 3).data };
    const conditions = Array.from({ length: 24 }, (_, row) => Math.floor(row / 6));
    const rows = { name: "x", shape: [24, 3], data: x.data };
    const precision = await engine.noisePrecision(rows, { method: "full", conditions });
    const options = { dissimilarity: "mahalanobis", average: "repeats" } as const;
    const [own, given] = [
      await engine.rdm(x, { ...options, noise: "full" }),
      await engine.rdm(x, { ...options, noise: precision }),
    ];
    expectClose(own.condensed, given.condensed, 1e-11);
  });

  it('is Euclidean where noise is "none"', async () => {
    const x = representation("x", gaussian(random, 4, 3));
    const [a, b] = [
      await engine.rdm(x, { dissimilarity: "mahalanobis", noise: "none" }),
      await engine.rdm(x, { dissimilarity: "euclidean" }),
    ];
    expect(a.condensed).toEqual(b.condensed);
  });
});

describe("poisson-crossvalidated", () => {
  it("is its definition: the mean over all folds", async () => {
    const [m, runs, n] = [4, 3, 5];
    const x = matrix(
      m * runs,
      n,
      Float64Array.from({ length: m * runs * n }, () => random.below(9)),
    );
    const rows = rowsOf(x);
    const rate = (row: Row) => row.map((count) => (count + 2 * 0.3) / 1.3);
    const expected = condense(m, (i, j) => {
      let total = 0;
      for (let test = 0; test < runs; test++) {
        const [a, b] = [i, j].map((stimulus) => {
          const own = rows.slice(stimulus * runs, (stimulus + 1) * runs);
          return { train: rate(mean(own.filter((_, run) => run !== test))), test: rate(own[test]!) };
        }) as unknown as [{ train: Row; test: Row }, { train: Row; test: Row }];
        a.train.forEach((value, k) => {
          total += (value - b.train[k]!) * (Math.log(a.test[k]!) - Math.log(b.test[k]!));
        });
      }
      return total / runs;
    });
    const options = { dissimilarity: "poisson-crossvalidated", priorLambda: 2, priorWeight: 0.3 } as const;
    const { condensed } = await engine.rdm({ name: "x", shape: [m, runs, n], data: x.data }, options);
    expectClose(condensed, expected, 1e-11);
  });
});

describe("pairs of rows", () => {
  it("are their means for complete rows that are not crossvalidated", async () => {
    const x = representation("x", gaussian(random, 9, 6));
    const conditions = [0, 1, 2, 0, 0, 1, 2, 0, 0];
    const options = { dissimilarity: "squared-euclidean", conditions } as const;
    const [pairs, means] = [
      await engine.rdm(x, { ...options, pooling: "number" }),
      await engine.rdm(x, options),
    ];
    expectClose(pairs.condensed, means.condensed, 1e-12);
  });

  it("leaves out a stimulus that has rows of one run only", async () => {
    const x = gaussian(random, 5, 4);
    const [conditions, runs] = [
      [0, 0, 1, 1, 2],
      [0, 1, 0, 1, 0],
    ];
    const options = { dissimilarity: "crossnobis", conditions, runs, pooling: "number" } as const;
    const rdm = await engine.rdm(representation("x", x), options);
    expect(rdm.missing).toBe(2);
    expect(rdm.condensed[0]).not.toBeNaN();
  });
});

describe("faults", () => {
  const x = representation("X", gaussian(random, 6, 3));
  const fails = (options: RdmOptions, message: RegExp, given: Parameters<typeof engine.rdm>[0] = x) =>
    expect(engine.rdm(given, options)).rejects.toThrow(message);
  const conditions = [0, 0, 1, 1, 2, 2];

  it("refuses crossnobis of one row a stimulus", () =>
    fails({ dissimilarity: "crossnobis" }, /crossnobis accepts repeats .*; X has one row a stimulus, 6 × 3/));
  it("refuses fewer than 2 runs", () =>
    fails(
      { dissimilarity: "crossnobis", conditions, runs: [1, 1, 1, 1, 1, 1] },
      /X has 1 run; crossvalidation needs at least 2/,
    ));
  it("refuses a stimulus that a run lacks, by name", () =>
    fails(
      { dissimilarity: "crossnobis", conditions: ["a", "a", "b", "b", "c", "c"], runs: [1, 2, 1, 2, 1, 1] },
      /X: stimulus 2 \(c\) has no row in run 2.*pooling "number"/,
    ));
  it("refuses labels that do not fit", () =>
    fails({ dissimilarity: "crossnobis", conditions: [0, 1] }, /X has 6 rows, but there are 2 conditions/));
  it("refuses runs without conditions", () =>
    fails({ dissimilarity: "crossnobis", runs: [0, 1, 0, 1, 0, 1] }, /runs need conditions/));
  it("refuses mahalanobis without noise", () =>
    fails({ dissimilarity: "mahalanobis" }, /mahalanobis needs noise: a precision matrix, .* or "none"/));
  it("refuses noise from repeats that are not there", () =>
    fails(
      { dissimilarity: "mahalanobis", noise: "full" },
      /X: noise is to be estimated from repeats, but each stimulus has one row/,
    ));
  it("refuses a singular covariance of fewer rows than units", () =>
    fails(
      { dissimilarity: "mahalanobis", noise: { residuals: gaussian(random, 3, 3), method: "full" } },
      /X: singular noise covariance \(2 free rows for 3 units\).*shrinkage/,
    ));
  it("refuses a covariance of units that copy each other", () => {
    const residuals = gaussian(random, 20, 3);
    for (let row = 0; row < 20; row++) residuals.data[row * 3 + 2] = residuals.data[row * 3]!;
    return fails(
      { dissimilarity: "mahalanobis", noise: { residuals, method: "full" } },
      /X: singular noise covariance/,
    );
  });
  it("refuses a unit without noise where its deviation divides", () => {
    const residuals = gaussian(random, 20, 3);
    for (let row = 0; row < 20; row++) residuals.data[row * 3 + 1] = 4;
    return fails(
      { dissimilarity: "mahalanobis", noise: { residuals, method: "diagonal" } },
      /X: singular noise covariance: unit 1 never varies/,
    );
  });
  it("refuses a precision of another size, asymmetric or indefinite", async () => {
    const of = (noise: Matrix) => ({ dissimilarity: "mahalanobis", noise }) as const;
    await fails(of(identity(4)), /precision is 4 × 4, the data have 3 units/);
    await fails(of(matrix(3, 3, Float64Array.of(1, 2, 0, 0, 1, 0, 0, 0, 1))), /not symmetric/);
    await fails(of(matrix(3, 3, Float64Array.of(1, 0, 0, 0, -1, 0, 0, 0, 1))), /not positive definite/);
  });
  it("refuses precisions in another number than runs", () =>
    fails(
      { dissimilarity: "crossnobis", conditions, noise: [identity(3)] },
      /X: 1 noise precisions for 2 runs/,
    ));
  it("refuses residuals of other units", () =>
    fails(
      { dissimilarity: "mahalanobis", noise: { residuals: gaussian(random, 9, 4) } },
      /the residuals are 9 × 4 .*, the data have 3 units/,
    ));
});

describe("a precision for each run, over pairs of rows", () => {
  const [stimuli, units] = [4, 3];
  const precisions = [0, 1, 2].map(() => positiveDefinite(units));
  const options = { dissimilarity: "crossnobis", noise: precisions, pooling: "number" } as const;
  const balanced = Array.from({ length: 3 * stimuli }, (_, row) => row % stimuli);
  const runs = Array.from({ length: 3 * stimuli }, (_, row) => Math.floor(row / stimuli));

  it("is that of the means, where every stimulus has one row in each run", async () => {
    const x = gaussian(random, 3 * stimuli, units);
    const pooled = await engine.rdm(representation("X", x), { ...options, conditions: balanced, runs });
    const means = { dissimilarity: "crossnobis", noise: precisions, conditions: balanced, runs } as const;
    expectClose(pooled.condensed, (await engine.rdm(representation("X", x), means)).condensed, 1e-10);
  });

  it("weighs pairs of rows of two runs by the inverse of the mean of their covariances, also where runs are unbalanced", async () => {
    const kept = [...balanced.keys()].filter((row) => row !== 1 && row !== 6);
    const all = gaussian(random, 3 * stimuli, units);
    const x = matrix(kept.length, units, Float64Array.from(kept.flatMap((row) => rowsOf(all)[row]!)));
    const [conditions, ofRun] = [kept.map((row) => balanced[row]!), kept.map((row) => runs[row]!)];
    const same = precisions.map(() => precisions[0]!);
    const found = await engine.rdm(representation("X", x), {
      ...options,
      noise: same,
      conditions,
      runs: ofRun,
    });
    const one = { ...options, noise: precisions[0]!, conditions, runs: ofRun };
    expectClose(found.condensed, (await engine.rdm(representation("X", x), one)).condensed, 1e-9);
    // With diagonal precisions the inverse of the mean covariance is known: the harmonic mean.
    const diagonal = (values: readonly number[]) =>
      matrix(
        units,
        units,
        Float64Array.from({ length: units ** 2 }, (_, k) => (k % (units + 1) === 0 ? values[k % units]! : 0)),
      );
    const given = [
      [1, 2, 4],
      [3, 1, 5],
      [2, 6, 1],
    ];
    const own = await engine.rdm(representation("X", x), {
      ...options,
      noise: given.map(diagonal),
      conditions,
      runs: ofRun,
    });
    const rows = rowsOf(x);
    const inner = (i: number, j: number) => {
      const values: number[] = [];
      for (const [a, f] of ofRun.entries())
        for (const [b, g] of ofRun.entries())
          if (f !== g && conditions[a] === i && conditions[b] === j)
            values.push(
              rows[a]!.reduce(
                (sum, v, k) => sum + (v * rows[b]![k]! * 2) / (1 / given[f]![k]! + 1 / given[g]![k]!),
                0,
              ),
            );
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    expectClose(
      own.condensed,
      condense(stimuli, (i, j) => inner(i, i) + inner(j, j) - 2 * inner(i, j)),
      1e-10,
    );
  });
});

describe("noise from rows with missing responses", () => {
  const x = gaussian(random, 12, 3);
  x.data[3 * 5 + 2] = NaN;
  const conditions = Array.from({ length: 12 }, (_, row) => row % 4);

  it.each(["full", "diagonal", "shrinkage-eye", "shrinkage-diag"] as const)(
    "names the response: %s",
    async (noise) => {
      for (const dissimilarity of ["squared-mahalanobis", "crossnobis"] as const)
        await expect(
          engine.rdm(representation("X", x), { dissimilarity, noise, pooling: "number", conditions }),
        ).rejects.toThrow(
          /X: noise is estimated from complete rows, and the response of unit 2 in row 5, counted from 0, is NaN/,
        );
    },
  );

  it("names a missing residual", async () => {
    const options = { dissimilarity: "mahalanobis", noise: { residuals: x } } as const;
    await expect(engine.rdm(representation("Y", gaussian(random, 5, 3)), options)).rejects.toThrow(
      /Y, residuals: .*unit 2 in row 5, counted from 0, is NaN/,
    );
  });
});
