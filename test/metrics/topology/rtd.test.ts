import { beforeAll, describe, expect, it } from "vitest";
// A worker starts from built files only.
import { createEngine as createBuilt } from "repgeom";
import { createEngine, type Engine } from "../../../src/index.ts";
import { matrix, type Matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import { crossBars } from "../../../src/metrics/topology/cross-barcode.ts";
import { risingOrder } from "../../../src/metrics/topology/rising.ts";
import { rtdOracle, type Doubling } from "../../oracles/rtd.ts";
import { gaussian, representation } from "../../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const rtd = (x: Matrix, y: Matrix, options = {}) =>
  engine.compare(representation("first", x), representation("second", y), { metric: "rtd", ...options });
const rounded = (x: Matrix): Matrix => ({ ...x, data: x.data.map(Math.round) });
const times = (x: Matrix, factor: number): Matrix => ({ ...x, data: x.data.map((value) => factor * value) });

describe("rtd", () => {
  it.each([2, 3, 4, 5, 8, 13, 18])(
    "equals the reduction of the whole boundary matrix for %d stimuli",
    async (m) => {
      const random = createRandom(m);
      for (const [p, q] of [
        [2, 2],
        [1, 7],
        [12, 3],
      ] as const) {
        const [x, y] = [gaussian(random, m, p), gaussian(random, m, q)];
        expect(await rtd(x, y)).toBeCloseTo(rtdOracle(x, y), 12);
        expect(await rtd(x, y, { quantile: "pairs" })).toBeCloseTo(rtdOracle(x, y, "full", "pairs"), 12);
      }
    },
  );

  it("equals it where many distances are equal and stimuli occur twice", async () => {
    const random = createRandom(4);
    for (let trial = 0; trial < 6; trial++) {
      const [x, y] = [rounded(gaussian(random, 13, 2)), rounded(gaussian(random, 13, 3))];
      expect(await rtd(x, y)).toBeCloseTo(rtdOracle(x, y), 12);
    }
  });

  it.each(["half", "cone"] as Doubling[])("has the bars of the matrix of the form %s", async (doubling) => {
    const random = createRandom(9);
    const [x, y] = [gaussian(random, 12, 3), gaussian(random, 12, 2)];
    expect(await rtd(x, y)).toBeCloseTo(rtdOracle(x, y, doubling), 12);
  });

  it("is what Ripser has for 100 stimuli", async () => {
    // Ripser 1.2.1 on the 200 × 200 matrices (0, w; w, min(w, v)) and (0, v; v, min(w, v)), which prints 6 digits of each bar.
    const random = createRandom(5);
    const [x, y] = [gaussian(random, 100, 6), gaussian(random, 100, 4)];
    expect(await rtd(x, y)).toBeCloseTo(11.40488545, 4);
  });

  it("rises with the number of clusters into which one cloud is split", async () => {
    // Barannikov et al., 2022, figure 3: 300 points, 60 groups of 5, moved onto a circle of radius 10.
    const cloud = gaussian(createRandom(7), 300, 2);
    const values: number[] = [];
    for (const clusters of [2, 3, 4, 5, 6, 10, 12]) values.push(await rtd(cloud, onCircle(cloud, clusters)));
    expect(values).toEqual(values.toSorted((a, b) => a - b));
  });

  it("is the mean over draws of stimuli, the same for all networks", async () => {
    const random = createRandom(2);
    const [x, y] = [gaussian(random, 40, 3), gaussian(random, 40, 5)];
    const options = { samples: 15, draws: 4, seed: 3 };
    const value = await rtd(x, y, options);
    expect(await rtd(x, y, options)).toBe(value);
    expect(await rtd(x, y, { ...options, seed: 4 })).not.toBe(value);
    expect(await rtd(x, x, options)).toBe(0);
    expect(await rtd(x, y, { samples: 40 })).toBe(await rtd(x, y));
  });

  it("has the same bits on threads", async () => {
    const random = createRandom(8);
    const nets = [3, 4, 5, 6].map((units, k) => representation(`net ${k}`, gaussian(random, 50, units)));
    const spec = { metric: "rtd", samples: 30, draws: 3 } as const;
    const pool = await createBuilt({ threads: 2 });
    const [alone, spread] = [await engine.pairwise(nets, spec), await pool.pairwise(nets, spec)];
    pool.close();
    expect(alone.values.filter((value) => value > 0)).toHaveLength(12);
    expect(spread.values).toEqual(alone.values);
  });

  it("does not depend on the unit of the responses", async () => {
    const random = createRandom(6);
    const [x, y] = [gaussian(random, 20, 3), gaussian(random, 20, 4)];
    const value = await rtd(x, y);
    expect(await rtd(times(x, 1e-160), times(y, 1e150))).toBeCloseTo(value, 10);
  });

  it("is 0 for two stimuli, and refuses one", async () => {
    expect(await rtd(matrix(2, 1, Float64Array.of(0, 1)), matrix(2, 1, Float64Array.of(4, 7)))).toBe(0);
    const one = matrix(1, 2, Float64Array.of(1, 2));
    await expect(rtd(one, one)).rejects.toThrow(
      /first: rtd needs at least 2 stimuli, got 1\..*units,stimuli/,
    );
  });

  it("refuses stimuli that are nearly all equal", async () => {
    const x = matrix(30, 1);
    x.data[0] = 1;
    await expect(rtd(x, gaussian(createRandom(1), 30, 2))).rejects.toThrow(
      /first: 90 % of the pairs of stimuli or more have equal responses/,
    );
  });
});

describe("crossBars", () => {
  it("is 0 where one network's distances are nowhere larger, in that order", () => {
    // Of (x, y) with x ≤ y everywhere there is nothing; of (y, x) one bar an edge of the tree that joins 3 points.
    const [x, y] = [Float64Array.of(1, 2, 2.5), Float64Array.of(3, 4, 5)];
    // H₀ of y dies at 3 and 4, that of min = x at 1 and 2: bars [1, 3) and [2, 4); no loop in three points.
    expect(crossBars(3, x, y)).toBe((2 + 2) / 2);
  });

  it("needs more than one window for many stimuli", () => {
    // Ripser as above; 6,944 of 16,761 places in a window.
    const random = createRandom(11);
    const m = 150;
    const [x, y] = [gaussian(random, 1, (m * (m - 1)) / 2), gaussian(random, 1, (m * (m - 1)) / 2)];
    const [w, v] = [x, y].map(({ data }) => data.map(Math.abs)) as [Float64Array, Float64Array];
    expect(crossBars(m, w, v)).toBeCloseTo(13.83446207, 4);
  });
});

describe("risingOrder", () => {
  it.each([10, 5000])("sorts %d numbers, equal ones as they stand", (length) => {
    const random = createRandom(length);
    const values = Float64Array.from({ length }, () => Math.floor(random.uniform() * length * 0.5) / 7);
    const expected = Array.from(values.keys()).sort((a, b) => values[a]! - values[b]! || a - b);
    expect([...risingOrder(values)]).toEqual(expected);
  });
});

function onCircle(cloud: Matrix, clusters: number): Matrix {
  const moved = { ...cloud, data: cloud.data.slice() };
  for (let i = 0; i < cloud.rows; i++) {
    const angle = (2 * Math.PI * (Math.floor(i / 5) % clusters)) / clusters;
    moved.data[2 * i]! += 10 * Math.cos(angle);
    moved.data[2 * i + 1]! += 10 * Math.sin(angle);
  }
  return moved;
}
