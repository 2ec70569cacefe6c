import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type MetricSpec } from "../../../src/index.ts";
import { matrix, transpose, type Matrix } from "../../../src/base/matrix.ts";
import type { Random } from "../../../src/base/random.ts";
import type { Representation } from "../../../src/data/representation.ts";
import { gaussian, multiply, orthogonal, streamFor } from "../../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

type Spec = Omit<Extract<MetricSpec, { metric: "gaussian-wasserstein" }>, "metric">;
const distance = (x: Representation, y: Representation, spec: Spec = {}) =>
  engine.compare(x, y, { metric: "gaussian-wasserstein", ...spec });

/** Means, and the covariance of each stimulus. */
function gaussians(name: string, means: Matrix, covariances: readonly Matrix[]): Representation {
  const { rows: m, cols: n } = means;
  const data = Float64Array.from(covariances.flatMap((one) => [...one.data]));
  return { name, shape: [m, n], data: means.data, covariances: { shape: [m, n, n], data } };
}

const covariance = (random: Random, n: number) => {
  const a = gaussian(random, n, n);
  const product = multiply(a, transpose(a));
  return { ...product, data: product.data.map((value) => value / n) };
};
const isotropic = (n: number, variance: number): Matrix => {
  const one = matrix(n, n);
  for (let i = 0; i < n; i++) one.data[i * n + i] = variance;
  return one;
};
const draw = (random: Random, name: string, m: number, n: number) =>
  gaussians(
    name,
    gaussian(random, m, n),
    Array.from({ length: m }, () => covariance(random, n)),
  );
/** `repeats` draws around `means`, of noise with the factor `spread`. */
function repeatsOf(
  random: Random,
  name: string,
  means: Matrix,
  repeats: number,
  spread: Matrix,
): Representation {
  const noise = multiply(gaussian(random, means.rows * repeats, means.cols), spread);
  const data = noise.data.map((value, k) => {
    const [row, unit] = [Math.floor(k / means.cols), k % means.cols];
    return value + means.data[Math.floor(row / repeats) * means.cols + unit]!;
  });
  return { name, shape: [means.rows, repeats, means.cols], data };
}
const close = (a: number, b: number, tolerance: number) =>
  expect(Math.abs(a - b)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(b)));

describe("gaussian-wasserstein", () => {
  it.each([0, 0.5, 1, 1.7, 2])(
    "of equal isotropic covariances is √(alpha / stimuli) times Euclidean Procrustes, alpha %f",
    async (alpha) => {
      const random = streamFor("isotropic");
      const [a, b] = [gaussian(random, 9, 4), gaussian(random, 9, 4)];
      const same = Array.from({ length: 9 }, () => isotropic(4, 0.7));
      const procrustes = await engine.compare(a, b, {
        metric: "procrustes",
        ground: "euclidean",
        center: false,
      });
      const value = await distance(gaussians("a", a, same), gaussians("b", b, same), { alpha });
      close(value, Math.sqrt(alpha / 9) * procrustes, alpha === 0 ? 1e-7 : 1e-9);
    },
  );

  it("of equal anisotropic covariances is more than that", async () => {
    const random = streamFor("anisotropic");
    const [a, b] = [gaussian(random, 9, 4), gaussian(random, 9, 4)];
    const one = covariance(random, 4);
    const same = Array.from({ length: 9 }, () => one);
    const procrustes = await engine.compare(a, b, {
      metric: "procrustes",
      ground: "euclidean",
      center: false,
    });
    const value = await distance(gaussians("a", a, same), gaussians("b", b, same));
    expect(value).toBeGreaterThan((1 + 1e-3) * Math.sqrt(1 / 9) * procrustes);
  });

  it("of zero means and commuting covariances is the distance of their sorted deviations", async () => {
    // One stimulus: the best motion brings the axes of one onto those of the other, in order of variance.
    const random = streamFor("zero means");
    const turn = orthogonal(random, 3);
    const variances = [
      [4, 1, 0.25],
      [9, 2.25, 0],
    ] as const;
    const [a, b] = variances.map((values, k) => {
      const diagonal = matrix(3, 3);
      values.forEach((value, i) => (diagonal.data[i * 4] = value));
      const own = k === 0 ? diagonal : multiply(multiply(transpose(turn), diagonal), turn);
      return gaussians(`n${k}`, matrix(1, 3), [own]);
    });
    close(await distance(a!, b!), Math.sqrt(1 + 0.25 + 0.25), 1e-9);
    close(await distance(a!, b!, { alpha: 0.5 }), Math.sqrt(1.5 * 1.5), 1e-9);
  });

  it("is at least what means and covariances cost apart", async () => {
    const random = streamFor("bound");
    const [x, y] = [draw(random, "x", 6, 3), draw(random, "y", 6, 3)];
    const [covariances, means] = [await distance(x, y, { alpha: 0 }), await distance(x, y, { alpha: 2 })];
    for (const alpha of [0.2, 1, 1.6]) {
      const both = await distance(x, y, { alpha });
      expect(both ** 2).toBeGreaterThanOrEqual(
        (alpha / 2) * means ** 2 + (1 - alpha / 2) * covariances ** 2 - 1e-9,
      );
    }
  });

  it("obeys the triangle inequality", async () => {
    const random = streamFor("triangle");
    for (let k = 0; k < 6; k++) {
      const [x, y, z] = ["x", "y", "z"].map((name) => draw(random, name, 4, 3));
      const [xy, yz, xz] = [await distance(x!, y!), await distance(y!, z!), await distance(x!, z!)];
      expect(xz).toBeLessThanOrEqual(xy + yz);
      expect(xy).toBeLessThanOrEqual(xz + yz);
    }
  });

  it("of a rotated copy is 0, also with singular covariances", async () => {
    const random = streamFor("copy");
    const turn = orthogonal(random, 5);
    const means = gaussian(random, 7, 5);
    const factors = Array.from({ length: 7 }, () => gaussian(random, 5, 2));
    const copy = (motion: Matrix) => factors.flatMap((one) => [...multiply(transpose(motion), one).data]);
    const one = (name: string, motion: Matrix): Representation => {
      const part = { shape: [7, 5, 2], data: Float64Array.from(copy(motion)) };
      return { name, shape: [7, 5], data: multiply(means, motion).data, factors: part };
    };
    expect(await distance(one("x", isotropic(5, 1)), one("y", turn))).toBeLessThanOrEqual(1e-12);
  });

  it("of one unit, or of networks without noise, is defined", async () => {
    const random = streamFor("one unit");
    const [a, b] = [gaussian(random, 4, 1), gaussian(random, 4, 1)];
    const flat = (name: string, means: Matrix) =>
      gaussians(
        name,
        means,
        [0, 0, 0, 0].map(() => isotropic(1, 0)),
      );
    const [same, flipped] = [1, -1].map((sign) =>
      Math.hypot(...a.data.map((value, k) => value - sign * b.data[k]!)),
    );
    close(await distance(flat("a", a), flat("b", b)), Math.min(same!, flipped!) / 2, 1e-12);
  });

  it("does not change when units that never respond are added", async () => {
    const random = streamFor("wider");
    const [x, y] = [draw(random, "x", 6, 3), draw(random, "y", 6, 4)];
    const { shape, data, covariances } = x;
    const wide = gaussians("wide", widen({ rows: 6, cols: 3, data: data as Float64Array }, 4), []);
    const parts = Array.from({ length: 6 }, (_, i) => {
      const own = matrix(3, 3, covariances!.data.slice(i * 9, i * 9 + 9) as Float64Array);
      return [...widen(transpose(widen(own, 4)), 4).data];
    });
    expect(shape).toEqual([6, 3]);
    const filled = { ...wide, covariances: { shape: [6, 4, 4], data: Float64Array.from(parts.flat()) } };
    for (const group of ["orthogonal", "permutation"] as const) {
      close(await distance(x, y, { group }), await distance(filled, y, { group }), 1e-9);
    }
    await expect(distance(x, y, { group: "identity" })).rejects.toThrow("the units must be the same");
  });

  it("finds the best of all reorderings of 5 units", async () => {
    const random = streamFor("reorderings");
    for (let k = 0; k < 3; k++) {
      const [x, y] = [draw(random, "x", 5, 5), draw(random, "y", 5, 5)];
      let best = Infinity;
      for (const order of orders(5)) {
        best = Math.min(best, await distance(x, reordered(y, order), { group: "identity" }));
      }
      close(await distance(x, y, { group: "permutation" }), best, 1e-10);
    }
  });

  it.each([0, 1e3, 1e6, 1e8])(
    "finds the best of all reorderings where all means are offset by %d",
    async (offset) => {
      for (let k = 0; k < 4; k++) {
        const random = streamFor(`offset reorderings ${k}`);
        const far = () => {
          const { data } = gaussian(random, 25, 4);
          return { name: "", shape: [5, 5, 4], data: data.map((value) => value + offset) };
        };
        const [x, y] = [
          { ...far(), name: "x" },
          { ...far(), name: "y" },
        ];
        let best = Infinity;
        for (const order of orders(4)) {
          const moved = y.data.map((_, at) => y.data[at - (at % 4) + order[at % 4]!]!);
          best = Math.min(best, await distance(x, { ...y, data: moved }, { group: "identity" }));
        }
        close(await distance(x, y, { group: "permutation" }), best, 1e-10);
      }
    },
  );

  it("is the same for repeats and for the Gaussians that they give", async () => {
    const random = streamFor("repeats");
    const [a, b] = ["a", "b"].map((name) =>
      repeatsOf(random, name, gaussian(random, 4, 3), 6, gaussian(random, 3, 3)),
    );
    close(await distance(a!, b!), await distance(estimated(a!), estimated(b!)), 1e-9);
    close(
      await distance(a!, b!, { epsilon: 0.3 }),
      await distance(estimated(a!, 0.3), estimated(b!, 0.3)),
      1e-9,
    );
    const ragged: Representation = { ...a!, shape: [24, 3], repeats: [6, 6, 6, 6] };
    expect(await distance(ragged, b!)).toBe(await distance(a!, b!));
  });

  it("shrinks as Ledoit and Wolf say, on repeats − 1", async () => {
    const random = streamFor("shrinkage");
    const a = repeatsOf(random, "a", matrix(1, 3), 5, gaussian(random, 3, 3));
    const share = ledoitWolf(a);
    const plain = estimated(a);
    const trace = [0, 4, 8].reduce((sum, k) => sum + plain.covariances!.data[k]!, 0);
    const data = Float64Array.from(
      plain.covariances!.data,
      (value, k) => (1 - share) * value + (k % 4 === 0 ? (share * trace) / 3 : 0),
    );
    const expected = { ...plain, covariances: { shape: [1, 3, 3], data } };
    const other = gaussians("other", matrix(1, 3), [isotropic(3, 1)]);
    const spec = { group: "identity", shrinkage: "ledoit-wolf" } as const;
    close(await distance(a, other, spec), await distance(expected, other, { group: "identity" }), 1e-12);
    expect(share).toBeGreaterThan(0.01);
    expect(share).toBeLessThan(0.99);
  });

  it("comes closer to the distance of the true Gaussians with more repeats", async () => {
    const random = streamFor("converges");
    const [means, others] = [gaussian(random, 5, 3), gaussian(random, 5, 3)];
    const spreads = [gaussian(random, 3, 3), gaussian(random, 3, 3)] as const;
    const exact = (name: string, of: Matrix, spread: Matrix) =>
      gaussians(
        name,
        of,
        [0, 1, 2, 3, 4].map(() => multiply(transpose(spread), spread)),
      );
    const truth = await distance(exact("a", means, spreads[0]), exact("b", others, spreads[1]));
    const errorAt = async (repeats: number) => {
      let sum = 0;
      for (let k = 0; k < 6; k++) {
        const [a, b] = [
          repeatsOf(random, "a", means, repeats, spreads[0]),
          repeatsOf(random, "b", others, repeats, spreads[1]),
        ];
        sum += ((await distance(a, b)) - truth) ** 2;
      }
      return Math.sqrt(sum / 6);
    };
    const [few, many] = [await errorAt(10), await errorAt(1000)];
    expect(many).toBeLessThan(few / 3);
    expect(many).toBeLessThan(0.05 * truth);
  });
});

describe("align", () => {
  it("gives a motion of the group under which the loss is the distance, and how the search went", async () => {
    const random = streamFor("align");
    for (const [n, q] of [
      [3, 3],
      [3, 5],
      [5, 3],
    ] as const) {
      for (const group of ["orthogonal", "permutation"] as const) {
        const [x, y] = [draw(random, "x", 6, n), draw(random, "y", 6, q)];
        const spec = { metric: "gaussian-wasserstein", group } as const;
        const { x: left, y: right, search } = await engine.align(x, y, spec);
        const value = await engine.compare(x, y, spec);
        const width = Math.max(n, q);
        const moved = (one: Representation, motion: Matrix) => {
          const own = Array.from({ length: 6 }, (_, i) => {
            const size = motion.rows ** 2;
            const c = matrix(
              motion.rows,
              motion.rows,
              one.covariances!.data.slice(i * size, (i + 1) * size) as never,
            );
            const turned = multiply(multiply(transpose(motion), c), motion);
            return { ...turned, data: turned.data.map((v, k) => (v + transpose(turned).data[k]!) / 2) };
          });
          return gaussians(one.name, multiply(matrix(6, motion.rows, one.data as Float64Array), motion), own);
        };
        const pair = [moved(x, left.motion), moved(y, right.motion)] as const;
        expect(left.aligned.cols).toBe(width);
        close(await distance(...pair, { group: "identity" }), value, 1e-8);
        expect(search!.history.every((loss, k, all) => k === 0 || loss <= all[k - 1]! + 1e-9)).toBe(true);
        expect(search!.minima).toBeGreaterThanOrEqual(1);
        close(Math.min(...search!.losses), value, 1e-6);
      }
    }
  });
});

describe("bad input", () => {
  const random = streamFor("bad input");
  const x = draw(random, "x", 3, 2);
  const spoiled = (index: number, value: number) => {
    const data = x.covariances!.data.slice();
    data[index] = value;
    return { ...x, name: "bad", covariances: { ...x.covariances!, data } };
  };

  it.each([
    [spoiled(5, 9), "bad, stimulus 1: the covariance is not symmetric: entry 1, 0 is"],
    [spoiled(8, -9), "bad, stimulus 2: the covariance has the eigenvalue -"],
    [spoiled(8, NaN), "bad: entry 0, 0 of the covariance of stimulus 2, counted from 0, is NaN"],
    [
      { name: "one", shape: [3, 1, 2], data: new Float64Array(6) },
      "one: stimulus 0, counted from 0, has one repeat",
    ],
    [{ name: "few", shape: [3, 2], data: new Float64Array(6) }, "few is a matrix, 3 × 2"],
    [draw(random, "more", 4, 2), "the number of stimuli (rows) must be the same"],
  ] as [Representation, string][])("%# is refused in words", async (y, message) => {
    await expect(distance(x, y)).rejects.toThrow(message);
  });

  it("names the stimulus with one repeat", async () => {
    const y = {
      name: "y",
      shape: [4, 2],
      data: new Float64Array(8),
      repeats: [2, 1, 1],
      stimuli: ["a", "b", "c"],
    };
    await expect(distance(x, y)).rejects.toThrow("y: stimulus 1 (b), counted from 0, has one repeat");
  });

  it("with fewer repeats than units works, and says that covariances are singular", async () => {
    const means = gaussian(random, 3, 4);
    const nets = ["a", "b"].map((name) => repeatsOf(random, name, means, 3, isotropic(4, 1)));
    const { warnings } = await engine.pairwise(nets, { metric: "gaussian-wasserstein", restarts: 2 });
    expect(warnings.join()).toContain("covariances of 2 of 2 networks are singular");
    const enough = ["a", "b"].map((name) => repeatsOf(random, name, means, 6, isotropic(4, 1)));
    expect((await engine.pairwise(enough, { metric: "gaussian-wasserstein", restarts: 2 })).warnings).toEqual(
      [],
    );
  });

  it("refuses fractions of restarts, and alpha outside [0, 2]", async () => {
    await expect(distance(x, x, { restarts: 1.5 })).rejects.toThrow(
      "restarts is 1.5; accepted: a whole number",
    );
    await expect(distance(x, x, { alpha: 2.5 })).rejects.toThrow("a number from 0 to 2");
  });
});

describe("gaussian-process", () => {
  it("of one time is gaussian-wasserstein, and takes repeats and Gaussians", async () => {
    const random = streamFor("process");
    const [a, b] = ["a", "b"].map((name) =>
      repeatsOf(random, name, gaussian(random, 3, 6), 9, gaussian(random, 6, 6)),
    );
    const wasserstein = await distance(a!, b!, { restarts: 3 });
    const once = [a!, b!].map((one) => ({ ...one, shape: [3, 9, 1, 6] }));
    const spec = { metric: "gaussian-process", restarts: 3 } as const;
    close(await engine.compare(once[0]!, once[1]!, spec), wasserstein, 1e-12);
    const trajectories = [a!, b!].map((one) => ({ ...one, shape: [3, 9, 2, 3] }));
    const processes = [a!, b!].map((one) => ({ ...estimated(one), shape: [3, 2, 3] }));
    const value = await engine.compare(trajectories[0]!, trajectories[1]!, spec);
    close(await engine.compare(processes[0]!, processes[1]!, spec), value, 1e-8);
    // One motion for both times is a motion of 6 units, but not the other way round.
    expect(value).toBeGreaterThan(wasserstein);
    const { x: left, y: right } = await engine.align(trajectories[0]!, trajectories[1]!, spec);
    expect([left.aligned.rows, left.aligned.cols, right.motion.rows]).toEqual([6, 3, 3]);
  });

  it("refuses another number of times", async () => {
    const one = (name: string, times: number): Representation => ({
      name,
      shape: [2, 3, times, 2],
      data: gaussian(streamFor(name), 6 * times, 2).data,
    });
    const spec = { metric: "gaussian-process" } as const;
    await expect(engine.compare(one("x", 2), one("y", 3), spec)).rejects.toThrow("the time must be the same");
  });
});

/** Means and covariances with repeats − 1, by the definition. */
function estimated({ name, shape, data }: Representation, epsilon = 0): Representation {
  const [m, r, n] = shape as [number, number, number];
  const means = matrix(m, n);
  const covariances = matrix(m, n * n);
  const at = (i: number, k: number, j: number) => data[(i * r + k) * n + j]!;
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) for (let k = 0; k < r; k++) means.data[i * n + j]! += at(i, k, j) / r;
    for (let p = 0; p < n; p++) {
      for (let q = 0; q < n; q++) {
        let sum = 0;
        for (let k = 0; k < r; k++)
          sum += (at(i, k, p) - means.data[i * n + p]!) * (at(i, k, q) - means.data[i * n + q]!);
        covariances.data[(i * n + p) * n + q] = sum / (r - 1) + (p === q ? epsilon : 0);
      }
    }
  }
  return { name, shape: [m, n], data: means.data, covariances: { shape: [m, n, n], data: covariances.data } };
}

/** The shrinkage of the repeats of one stimulus, term by term as in Ledoit & Wolf (2004), lemmas 3.2 to 3.5. */
function ledoitWolf({ shape, data }: Representation): number {
  const [, r, n] = shape as [number, number, number];
  const mean = Array.from({ length: n }, (_, j) => {
    let sum = 0;
    for (let k = 0; k < r; k++) sum += data[k * n + j]! / r;
    return sum;
  });
  const outer = Array.from({ length: r }, (_, k) =>
    Array.from({ length: n * n }, (_value, p) => {
      const [i, j] = [Math.floor(p / n), p % n];
      return (data[k * n + i]! - mean[i]!) * (data[k * n + j]! - mean[j]!);
    }),
  );
  const s = outer[0]!.map((_, p) => outer.reduce((sum, one) => sum + one[p]! / r, 0));
  const mu = s.reduce((sum, value, p) => sum + (p % (n + 1) === 0 ? value : 0), 0) / n;
  const d = s.reduce((sum, value, p) => sum + (value - (p % (n + 1) === 0 ? mu : 0)) ** 2, 0);
  const b =
    outer.reduce((sum, one) => sum + one.reduce((t, value, p) => t + (value - s[p]!) ** 2, 0), 0) / r ** 2;
  return Math.min(1, b / d);
}

function widen({ rows, cols, data }: Matrix, width: number): Matrix {
  const wide = matrix(rows, width);
  for (let i = 0; i < rows; i++) wide.data.set(data.subarray(i * cols, (i + 1) * cols), i * width);
  return wide;
}

function* orders(n: number, taken: readonly number[] = []): Generator<readonly number[]> {
  if (taken.length === n) yield taken;
  for (let k = 0; k < n; k++) if (!taken.includes(k)) yield* orders(n, [...taken, k]);
}

function reordered(
  { name, shape, data, covariances }: Representation,
  order: readonly number[],
): Representation {
  const [m, n] = shape as [number, number];
  const means = data.map((_, k) => data[k - (k % n) + order[k % n]!]!);
  const c = covariances!.data;
  const own = c.map((_, at) => {
    const [i, p, q] = [Math.floor(at / (n * n)), Math.floor(at / n) % n, at % n];
    return c[(i * n + order[p]!) * n + order[q]!]!;
  });
  return { name, shape, data: means, covariances: { shape: [m, n, n], data: own } };
}
