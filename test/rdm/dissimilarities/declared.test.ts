// What each dissimilarity declares of itself: a new one gets these tests by being registered.
import { describe, expect, it } from "vitest";
import { createEngine, type DissimilarityName } from "../../../src/index.ts";
import { matrix, type Matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import { condensedIndex } from "../../../src/rdm/condensed.ts";
import {
  dissimilarityDefaults,
  dissimilarityOptions,
  type Dissimilarity,
} from "../../../src/rdm/dissimilarities/dissimilarity.ts";
import { dissimilarities, dissimilaritiesThat } from "../../../src/rdm/dissimilarities/all.ts";
import { dissimilarityNames } from "../../../src/rdm/dissimilarities/registry.ts";
import { gaussian, multiply, orthogonal } from "../../support/data.ts";
import { expectClose } from "../support.ts";

const engine = await createEngine({ threads: 0 });
const random = createRandom(12);
const [m, runs, n] = [6, 3, 5];
const responses = gaussian(random, m * runs, n);
const counts = matrix(
  m * runs,
  n,
  responses.data.map((value) => Math.floor(Math.abs(value) * 4)),
);
const residuals = gaussian(random, 40, n);
const conditions = Array.from({ length: m * runs }, (_, row) => row % m);

/** Rows that the dissimilarity accepts: each stimulus once in each run. */
const rowsFor = (name: DissimilarityName) => (dissimilarities[name].counts ? counts : responses);

async function valuesOf(dissimilarity: DissimilarityName, rows: Matrix, more: object = {}) {
  const noise = dissimilarities[dissimilarity].noise === "needed" ? { residuals } : undefined;
  return [...(await engine.rdm(rows, { dissimilarity, noise, conditions, ...more })).condensed];
}

const declared = (name: DissimilarityName) => dissimilarities[name].properties(dissimilarityDefaults);
const isDistance = (one: Dissimilarity) => one.properties(dissimilarityDefaults).kind === "distance";

it.each(dissimilarityNames)("%s stays inside its range", async (name) => {
  const [least, most] = dissimilarities[name].range;
  for (const value of await valuesOf(name, rowsFor(name))) {
    expect(value).toBeGreaterThanOrEqual(least);
    expect(value).toBeLessThanOrEqual(most);
  }
});

it.each(dissimilaritiesThat(isDistance))("%s obeys the triangle inequality", async (name) => {
  const values = await valuesOf(name, rowsFor(name));
  const d = (i: number, j: number) => (i === j ? 0 : values[condensedIndex(m, i, j)]!);
  for (let i = 0; i < m; i++)
    for (let j = 0; j < m; j++)
      for (let k = 0; k < m; k++) expect(d(i, k)).toBeLessThanOrEqual(d(i, j) + d(j, k) + 1e-12);
});

describe("changes of all responses together", () => {
  const changed = {
    orthogonal: (x: Matrix) => multiply(x, orthogonal(random, n)),
    "isotropic-scaling": (x: Matrix) => ({ ...x, data: x.data.map((value) => value * 3) }),
    translation: (x: Matrix) => ({ ...x, data: x.data.map((value, k) => value + (k % n) + 1) }),
  };
  type Change = keyof typeof changed;
  const all = dissimilarityNames.flatMap((name) =>
    (Object.keys(changed) as Change[]).map((change) => [name, change] as const),
  );
  const isDeclared = ([name, change]: readonly [DissimilarityName, Change]) =>
    declared(name).invariantTo.includes(change);
  // Counts do not rotate, and whether a rotation changes a value may depend on the noise.
  const isOpen = ([name, change]: readonly [DissimilarityName, Change]) =>
    change === "orthogonal" && Boolean(dissimilarities[name].noise ?? dissimilarities[name].counts);

  it.each(all.filter(isDeclared))("leave %s as it is: %s", async (name, change) => {
    const x = rowsFor(name);
    expectClose(await valuesOf(name, changed[change](x)), await valuesOf(name, x), 1e-10);
  });

  it.each(all.filter((one) => !isDeclared(one) && !isOpen(one)))("alter %s: %s", async (name, change) => {
    const x = rowsFor(name);
    expect(await valuesOf(name, changed[change](x))).not.toEqual(await valuesOf(name, x));
  });
});

describe("options", () => {
  const other = { p: 3, perUnit: true, removeMean: true, priorLambda: 2, priorWeight: 0.7 };
  type Option = keyof typeof dissimilarityOptions;
  const all = dissimilarityNames.flatMap((name) =>
    (Object.keys(dissimilarityOptions) as Option[]).map((option) => [name, option] as const),
  );
  const isTaken = ([name, option]: readonly [DissimilarityName, Option]) =>
    dissimilarities[name].options.includes(option);

  it.each(all.filter(isTaken))("of %s: %s changes the values", async (name, option) => {
    const x = rowsFor(name);
    const values = await valuesOf(name, x, { [option]: other[option] });
    expect(values).not.toEqual(await valuesOf(name, x));
  });

  it.each(all.filter((one) => !isTaken(one)))("of %s: %s is refused", (name, option) =>
    expect(valuesOf(name, rowsFor(name), { [option]: other[option] })).rejects.toThrow(
      `${name} has no option "${option}".`,
    ),
  );
});

describe("pairs of rows", () => {
  const isPoolable = ({ innerProduct }: Dissimilarity) => innerProduct !== undefined;

  it.each(dissimilaritiesThat(isPoolable))("are for %s what single rows in each run are", async (name) => {
    const x = rowsFor(name);
    const single = { conditions: conditions.slice(0, m) };
    const [rows, more] =
      dissimilarities[name].accepts === "repeats" ? [x, {}] : [matrix(m, n, x.data.slice(0, m * n)), single];
    const pooled = await valuesOf(name, rows, { ...more, pooling: "equal" });
    expectClose(pooled, await valuesOf(name, rows, more), 1e-9);
  });

  it.each(dissimilaritiesThat((one) => !isPoolable(one)))("are refused for %s", (name) =>
    expect(valuesOf(name, rowsFor(name), { pooling: "number" })).rejects.toThrow(`${name} is of means`),
  );
});
