// What each dissimilarity declares of itself: a new one gets these tests by being registered.
import { describe, expect, it } from "vitest";
import { createEngine, dissimilarities, type DissimilarityName } from "../../../src/index.ts";
import { matrix, type Matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import { condensedIndex } from "../../../src/rdm/condensed.ts";
import {
  dissimilarityDefaults,
  dissimilarityOptions,
} from "../../../src/rdm/dissimilarities/dissimilarity.ts";
import { gaussian, multiply, orthogonal } from "../../support/data.ts";
import { expectClose } from "../support.ts";

const engine = await createEngine({ threads: 0 });
const random = createRandom(12);
const [m, runs, n] = [6, 3, 5];
const residuals = gaussian(random, 40, n);

describe.each(Object.keys(dissimilarities) as DissimilarityName[])("%s", (dissimilarity) => {
  const { accepts, counts, noise, options, properties, range, innerProduct } = dissimilarities[dissimilarity];
  const x = gaussian(random, m * runs, n);
  if (counts) x.data.forEach((value, k, all) => (all[k] = Math.floor(Math.abs(value) * 4)));
  const grouped = { conditions: Array.from({ length: m * runs }, (_, row) => row % m) };
  const asked = { dissimilarity, ...(noise === "needed" && { noise: { residuals } }), ...grouped };
  const valuesOf = async (rows: Matrix, more: object = {}) =>
    (await engine.rdm(rows, { ...asked, ...more })).condensed;
  const { kind, invariantTo } = properties(dissimilarityDefaults);

  it("stays inside its range", async () => {
    for (const value of await valuesOf(x)) {
      expect(value).toBeGreaterThanOrEqual(range[0]);
      expect(value).toBeLessThanOrEqual(range[1]);
    }
  });

  if (kind === "distance")
    it("obeys the triangle inequality", async () => {
      const values = await valuesOf(x);
      const d = (i: number, j: number) => (i === j ? 0 : values[condensedIndex(m, i, j)]!);
      for (let i = 0; i < m; i++)
        for (let j = 0; j < m; j++)
          for (let k = 0; k < m; k++) expect(d(i, k)).toBeLessThanOrEqual(d(i, j) + d(j, k) + 1e-12);
    });

  const changed = {
    orthogonal: () => multiply(x, orthogonal(random, n)),
    "isotropic-scaling": () =>
      matrix(
        x.rows,
        n,
        x.data.map((value) => value * 3),
      ),
    translation: () =>
      matrix(
        x.rows,
        n,
        x.data.map((value, k) => value + (k % n) + 1),
      ),
  };
  for (const motion of Object.keys(changed) as (keyof typeof changed)[]) {
    const moved = () => valuesOf(changed[motion]());
    if (invariantTo.includes(motion))
      it(`is invariant to ${motion}`, async () => expectClose(await moved(), await valuesOf(x), 1e-10));
    // Whether a rotation changes it may depend on the noise, and counts do not rotate.
    else if (!(motion === "orthogonal" && (noise ?? counts)))
      it(`changes by ${motion}`, async () =>
        expect([...(await moved())]).not.toEqual([...(await valuesOf(x))]));
  }

  it("reads each option that it lists, and refuses the others", async () => {
    const others = { p: 3, perUnit: true, removeMean: true, priorLambda: 2, priorWeight: 0.7 };
    for (const name of Object.keys(dissimilarityOptions) as (keyof typeof others)[]) {
      const given = valuesOf(x, { [name]: others[name] });
      if (options.includes(name)) expect([...(await given)]).not.toEqual([...(await valuesOf(x))]);
      else await expect(given).rejects.toThrow(`${dissimilarity} has no option "${name}".`);
    }
  });

  if (innerProduct)
    it("is of pairs of rows what it is of their means, where these are single rows", async () => {
      const isCrossvalidated = accepts === "repeats";
      const rows = isCrossvalidated ? x : matrix(m, n, x.data.slice(0, m * n));
      const more = isCrossvalidated ? {} : { conditions: grouped.conditions.slice(0, m) };
      expectClose(await valuesOf(rows, { ...more, pooling: "equal" }), await valuesOf(rows, more), 1e-9);
    });
  else
    it("refuses pooling over pairs of rows", () =>
      expect(valuesOf(x, { pooling: "number" })).rejects.toThrow(`${dissimilarity} is of means`));
});
