// Discriminants trained on all runs but one, against their definitions.
import { describe, expect, it } from "vitest";
import { createEngine, noisePrecision, type RdmOptions } from "../../../src/index.ts";
import { matrix, type Matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import { condense } from "../../../src/rdm/condensed.ts";
import { gaussian } from "../../support/data.ts";
import { expectClose } from "../support.ts";

const engine = await createEngine({ threads: 0 });
const random = createRandom(41);
const [m, runs, n] = [5, 3, 4];

type Row = readonly number[];
const rowOf = ({ data, cols }: Matrix, i: number): Row => [...data.subarray(i * cols, (i + 1) * cols)];
const mean = (rows: readonly Row[]): Row =>
  rows[0]!.map((_, k) => rows.reduce((sum, row) => sum + row[k]!, 0) / rows.length);
const minus = (a: Row, b: Row): Row => a.map((value, k) => value - b[k]!);
const plus = (a: Row, b: Row): Row => a.map((value, k) => value + b[k]!);
const form = (a: Row, { cols, data }: Matrix, b: Row) =>
  a.reduce((sum, x, i) => sum + b.reduce((inner, y, j) => inner + x * data[i * cols + j]! * y, 0), 0);

/** Rows of stimuli that differ, in runs; in the last run one stimulus has a row more. */
const conditions = [...Array.from({ length: m * runs * 2 }, (_, k) => k % m), 2];
const folds = [...Array.from({ length: m * runs * 2 }, (_, k) => Math.floor(k / m) % runs), 2];
const own = gaussian(random, m, n);
const noise = gaussian(random, conditions.length, n);
const x = matrix(
  conditions.length,
  n,
  noise.data.map((value, k) => value + 1.5 * own.data[conditions[Math.floor(k / n)]! * n + (k % n)]!),
);

const rowsWhere = (stimulus: number, accepts: (run: number) => boolean) =>
  conditions.flatMap((condition, row) =>
    condition === stimulus && accepts(folds[row]!) ? [rowOf(x, row)] : [],
  );

/** For each fold: the precision from the training rows, and what it says of two stimuli. */
async function byDefinition(
  statistic: (train: [Row, Row], test: [Row[], Row[]], precision: Matrix) => number,
  given?: Matrix,
) {
  const values = await Promise.all(
    [0, 1, 2].map(async (fold) => {
      const kept = conditions.flatMap((_, row) => (folds[row] === fold ? [] : [row]));
      const train = matrix(kept.length, n, Float64Array.from(kept.flatMap((row) => [...rowOf(x, row)])));
      const precision =
        given ?? (await noisePrecision(train, { conditions: kept.map((row) => conditions[row]!) }));
      return condense(m, (a, b) =>
        statistic(
          [a, b].map((stimulus) => mean(rowsWhere(stimulus, (run) => run !== fold))) as [Row, Row],
          [a, b].map((stimulus) => rowsWhere(stimulus, (run) => run === fold)) as [Row[], Row[]],
          precision,
        ),
      );
    }),
  );
  return values[0]!.map((_, k) => (values[0]![k]! + values[1]![k]! + values[2]![k]!) / 3);
}

const contrast = ([a, b]: [Row, Row], [p, q]: [Row[], Row[]], precision: Matrix) =>
  form(minus(a, b), precision, minus(mean(p), mean(q)));
const tValue = (train: [Row, Row], test: [Row[], Row[]], precision: Matrix) => {
  const weights = minus(train[0], train[1]);
  const error = form(weights, precision, weights) * (1 / test[0].length + 1 / test[1].length);
  return contrast(train, test, precision) / Math.sqrt(error);
};
const accuracy = ([a, b]: [Row, Row], [p, q]: [Row[], Row[]], precision: Matrix) => {
  const side = (row: Row) =>
    form(
      minus(
        row,
        plus(a, b).map((value) => value / 2),
      ),
      precision,
      minus(a, b),
    );
  return (
    (p.filter((row) => side(row) > 0).length / p.length +
      q.filter((row) => side(row) < 0).length / q.length) /
    2
  );
};

const rdm = async (more: RdmOptions, rows: Matrix = x) => [
  ...(await engine.rdm(rows, { conditions, runs: folds, ...more })).condensed,
];

const precision = matrix(n, n);
for (let i = 0; i < n; i++) precision.data[i * (n + 1)] = 1 + i;

describe.each([
  ["ldc", contrast],
  ["ldt", tValue],
  ["lda-accuracy", accuracy],
] as const)("%s", (dissimilarity, statistic) => {
  it("is its definition, the noise from the training runs", async () => {
    expectClose(await rdm({ dissimilarity }), [...(await byDefinition(statistic))], 1e-10);
  });

  it("takes a precision", async () => {
    const expected = await byDefinition(statistic, precision);
    expectClose(await rdm({ dissimilarity, noise: precision }), [...expected], 1e-10);
  });

  it("keeps its value at a scale whose squares are no doubles", async () => {
    const small = matrix(
      x.rows,
      n,
      x.data.map((value) => value * 2 ** -600),
    );
    expect(await rdm({ dissimilarity }, small)).toEqual(await rdm({ dissimilarity }));
  });

  it("says what is missing for the noise of the training runs", async () => {
    const two = matrix(2 * m, n, x.data.slice(0, 2 * m * n));
    const asked = { dissimilarity, conditions: conditions.slice(0, 2 * m), runs: folds.slice(0, 2 * m) };
    await expect(engine.rdm(two, asked)).rejects.toThrow("0 degrees of freedom; at least 1 is needed");
    await expect(engine.rdm(two, { ...asked, noise: "none" })).resolves.toMatchObject({ missing: 0 });
  });
});

it("lda-accuracy is 0.5 of two stimuli that are one", async () => {
  const same = matrix(12, n, gaussian(random, 12, n).data);
  for (const run of [0, 1, 2])
    same.data.set(same.data.slice(run * 4 * n, (run * 4 + 1) * n), (run * 4 + 1) * n);
  const asked: RdmOptions = {
    dissimilarity: "lda-accuracy",
    conditions: Array.from({ length: 12 }, (_, k) => k % 4),
    runs: Array.from({ length: 12 }, (_, k) => Math.floor(k / 4)),
  };
  expect((await engine.rdm(same, asked)).condensed[0]).toBe(0.5);
});

it("noise alone gives an ldc and an ldt about 0, and an accuracy about chance", async () => {
  const count = 40;
  const none = gaussian(random, count * 4, 6);
  const asked = { conditions: Array.from({ length: count * 4 }, (_, k) => k % count) };
  const means = await Promise.all(
    (["ldc", "ldt", "lda-accuracy"] as const).map(async (dissimilarity) => {
      const { condensed } = await engine.rdm(none, { ...asked, dissimilarity });
      return condensed.reduce((sum, value) => sum + value, 0) / condensed.length;
    }),
  );
  // Without crossvalidation the first would be near 12; a deviation of these means is about 0.45, 0.15, 0.05.
  expect(Math.abs(means[0]!)).toBeLessThan(1.5);
  expect(Math.abs(means[1]!)).toBeLessThan(0.5);
  expect(Math.abs(means[2]! - 0.5)).toBeLessThan(0.15);
});
