import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type MetricSpec } from "../../../src/index.ts";
import { matrix, transpose, type Matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import { createKernels } from "../../../src/wasm/create.ts";
import type { Kernels } from "../../../src/wasm/kernels.ts";
import { chooseBuild, loadModule } from "../../../src/wasm/load.ts";
import { gaussian, multiply, orthogonal, representation } from "../../support/data.ts";

let engine: Engine;
let kernels: Kernels;
beforeAll(async () => {
  const module = await loadModule(chooseBuild());
  engine = await createEngine({ threads: 0, module });
  kernels = await createKernels(module);
});

const random = createRandom(41);
const compare = (a: Matrix, b: Matrix, spec: MetricSpec) =>
  engine.compare(representation("first", a), representation("second", b), spec);
const scaled = (a: Matrix, factor: number): Matrix => ({ ...a, data: a.data.map((v) => v * factor) });
const near = (value: number, expected: number, tol = 1e-12) =>
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(tol);
const relative = (value: number, expected: number, tol: number) =>
  near(value, expected, tol * Math.abs(expected));

/** Pairs of widths on both sides of the number of stimuli; the last has rank 6 in 30 units. */
const stimuli = 24;
const narrow = gaussian(random, stimuli, 6);
const pairs: [string, Matrix, Matrix][] = [
  ["fewer units than stimuli", narrow, gaussian(random, stimuli, 9)],
  ["one unit", gaussian(random, stimuli, 1), narrow],
  ["more units than stimuli", gaussian(random, stimuli, 40), narrow],
  ["low rank", multiply(narrow, gaussian(random, 6, 30)), gaussian(random, stimuli, 5)],
];

function centered({ rows, cols, data }: Matrix): Matrix {
  const means = Array.from({ length: cols }, (_, j) => {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += data[i * cols + j]! / rows;
    return sum;
  });
  return matrix(
    rows,
    cols,
    data.map((v, k) => v - means[k % cols]!),
  );
}

/** Xᵀ·Y of centred responses. */
const product = (x: Matrix, y: Matrix) => multiply(transpose(centered(x)), centered(y));
/** (A + ridge·I)^−½ of a symmetric matrix, from its eigenvectors. */
function inverseRoot(a: Matrix, ridge: number): Matrix {
  const { values, vectors } = kernels.eigh(a);
  const largest = values.at(-1)!;
  const weights = values.map((v) =>
    v > 1e-10 * largest || ridge > 0 ? 1 / Math.sqrt(Math.max(v, 0) + ridge) : 0,
  );
  const left = matrix(
    a.rows,
    a.rows,
    vectors.data.map((v, k) => v * weights[Math.floor(k / a.rows)]!),
  );
  return multiply(transpose(vectors), left);
}

/** The textbook: singular values of Σxx^−½ · Σxy · Σyy^−½. */
function correlations(x: Matrix, y: Matrix, ridge = 0): number[] {
  return kernels.scope(() => {
    const [p, q] = [inverseRoot(product(x, x), ridge), inverseRoot(product(y, y), ridge)];
    return [...kernels.singularValues(multiply(multiply(p, product(x, y)), q))];
  });
}

const rankOf = (x: Matrix) =>
  kernels.singularValues(centered(x)).filter((s, _k, all) => s > 1e-10 * all[0]!).length;
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

describe.each(pairs)("cca with %s", (_label, x, y) => {
  it("is its definition", async () => {
    const rho = correlations(x, y);
    const [p, q] = [rankOf(x), rankOf(y)];
    near(await compare(x, y, { metric: "cca", ground: "mean" }), sum(rho) / Math.min(p, q), 1e-10);
    near(
      await compare(x, y, { metric: "cca", ground: "mean-squared" }),
      sum(rho.map((r) => r * r)) / Math.min(p, q),
      1e-10,
    );
    near(await compare(x, y, { metric: "cca" }), Math.acos(sum(rho) / Math.sqrt(p * q)), 1e-10);
  });

  it("is procrustes at alpha = 0", async () => {
    for (const ground of ["angular", "euclidean"] as const) {
      const shape = await compare(x, y, { metric: "procrustes", alpha: 0, ground });
      expect(await compare(x, y, { metric: "cca", ground })).toBe(shape);
    }
  });

  it.each([0.5, 20])("with a ridge of %f is its definition", async (ridge) => {
    const rho = correlations(x, y, ridge);
    const shorter = Math.min(rankOf(x), rankOf(y));
    near(await compare(x, y, { metric: "cca", ground: "mean", ridge }), sum(rho) / shorter, 1e-11);
    const norm = (a: Matrix) =>
      Math.sqrt(sum([...kernels.singularValues(centered(a))].map((s) => s ** 2 / (s ** 2 + ridge))));
    near(await compare(x, y, { metric: "cca", ridge }), Math.acos(sum(rho) / (norm(x) * norm(y))), 1e-11);
  });

  it("euclidean with a ridge keeps the variance of each network", async () => {
    const angle = await compare(x, y, { metric: "cca", ridge: 5 });
    const [a, b] = [x, y].map((one) => Math.hypot(...centered(one).data)) as [number, number];
    const expected = Math.sqrt(a * a + b * b - 2 * a * b * Math.cos(angle));
    relative(await compare(x, y, { metric: "cca", ground: "euclidean", ridge: 5 }), expected, 1e-12);
  });

  it("svcca is cca of the leading principal components", async () => {
    const cut = (a: Matrix, share: number) => {
      const { u, values } = kernels.svd(centered(a));
      const squares = [...values].map((s) => s * s);
      let [kept, carried] = [0, 0];
      while (carried < share * sum(squares)) carried += squares[kept++]!;
      return kernels.detach(kernels.columns(u, 0, kept));
    };
    for (const variance of [0.5, 0.9, 0.99]) {
      const expected = await compare(cut(x, variance), cut(y, variance), { metric: "cca", ground: "mean" });
      near(await compare(x, y, { metric: "svcca", variance }), expected, 1e-11);
    }
  });

  it("linear-regression is 1 − ‖residual‖² / ‖Y‖²", async () => {
    for (const ridge of [0, 3]) {
      const root = inverseRoot(product(x, x), ridge);
      const fitted = multiply(centered(x), multiply(root, multiply(root, product(x, y))));
      const target = centered(y);
      const residual = sum([...target.data].map((v, k) => (v - fitted.data[k]!) ** 2));
      const expected = 1 - residual / sum([...target.data].map((v) => v * v));
      near(await compare(x, y, { metric: "linear-regression", ridge }), expected, 1e-10);
    }
  });
});

describe("identities", () => {
  it.each(pairs)("of rv, nbs and bures hold with %s", async (_label, x, y) => {
    near(await compare(x, y, { metric: "rv" }), await compare(x, y, { metric: "cka" }));
    const angle = await compare(x, y, { metric: "procrustes" });
    near(await compare(x, y, { metric: "nbs" }), Math.cos(angle));
    near(await compare(x, y, { metric: "nbs", ground: "angular" }), angle);
    const distance = await compare(x, y, { metric: "procrustes", ground: "euclidean" });
    near(await compare(x, y, { metric: "bures" }), distance);
  });

  it.each(pairs)("nbs and bures are those of Gram matrices with %s", async (_label, x, y) => {
    const root = (a: Matrix) => {
      const { values, vectors } = kernels.eigh(multiply(a, transpose(a)));
      const weighted = vectors.data.map(
        (v, k) => v * Math.sqrt(Math.max(0, values[Math.floor(k / a.rows)]!)),
      );
      return multiply(transpose(vectors), matrix(a.rows, a.rows, weighted));
    };
    const [p, q] = [root(centered(x)), root(centered(y))];
    const fidelity = sum([...kernels.singularValues(multiply(p, q))]);
    const trace = (a: Matrix) => sum([...centered(a).data].map((v) => v * v));
    near(await compare(x, y, { metric: "nbs" }), fidelity / Math.sqrt(trace(x) * trace(y)), 1e-7);
    near(
      (await compare(x, y, { metric: "bures" })) ** 2,
      trace(x) + trace(y) - 2 * fidelity,
      1e-7 * (trace(x) + trace(y)),
    );
  });

  it.each(pairs)(
    "given linear Gram matrices, kernel metrics are the plain ones with %s",
    async (_label, x, y) => {
      const [k, l] = [x, y].map((a) => multiply(a, transpose(a))) as [Matrix, Matrix];
      for (const ground of ["angular", "euclidean"] as const) {
        for (const center of [true, false]) {
          const shape = await compare(x, y, { metric: "procrustes", ground, center });
          const spec = { metric: "kernel-procrustes", kernel: "given", ground, center } as const;
          relative(await compare(k, l, spec), shape, 1e-9);
        }
      }
      for (const ground of ["angular", "euclidean", "mean", "mean-squared"] as const) {
        const plain = await compare(x, y, { metric: "cca", ground, ridge: 2 });
        relative(
          await compare(k, l, { metric: "kernel-cca", kernel: "given", ground, ridge: 2 }),
          plain,
          1e-9,
        );
      }
    },
  );

  it("kernel-cca is its definition on RBF Gram matrices", async () => {
    const [x, y] = [gaussian(random, 12, 3), gaussian(random, 12, 5)];
    const gram = (a: Matrix) => {
      const k = matrix(12, 12);
      for (let i = 0; i < 12; i++) {
        for (let j = 0; j < 12; j++) {
          const squared = sum(
            Array.from(
              { length: a.cols },
              (_, u) => (a.data[i * a.cols + u]! - a.data[j * a.cols + u]!) ** 2,
            ),
          );
          k.data[12 * i + j] = Math.exp(-squared / (2 * 1.7 ** 2));
        }
      }
      return centered(transpose(centered(k)));
    };
    const ridge = 0.2;
    const shrunk = (k: Matrix) => {
      const { values, vectors } = kernels.eigh(k);
      const weights = values.map((v) => Math.sqrt(Math.max(0, v) / (Math.max(0, v) + ridge)));
      return multiply(
        transpose(vectors),
        matrix(
          12,
          12,
          vectors.data.map((v, e) => v * weights[Math.floor(e / 12)]!),
        ),
      );
    };
    const rho = [...kernels.singularValues(multiply(shrunk(gram(x)), shrunk(gram(y))))];
    const spec = {
      metric: "kernel-cca",
      bandwidthUnit: "responses",
      bandwidth: 1.7,
      ridge,
      ground: "mean",
    } as const;
    near(await compare(x, y, spec), sum(rho) / 11, 1e-10);
  });
});

describe("pwcca", () => {
  it.each(pairs)("is its definition with %s", async (label, x, y) => {
    if (label === "more units than stimuli") return; // all correlations are 1
    const value = kernels.scope(() => {
      const [p, q] = [x, y].map((a) => kernels.columns(kernels.svd(centered(a)).u, 0, rankOf(a))) as [
        Matrix,
        Matrix,
      ];
      const { u, values } = kernels.svd(kernels.gemm(p, q, { transA: true }));
      const projections = kernels.detach(kernels.gemm(kernels.gemm(p, u), centered(x), { transA: true }));
      const weights = [...values].map((_rho, i) =>
        sum([...kernels.rows(projections, i, i + 1).data].map(Math.abs)),
      );
      return sum(weights.map((w, i) => w * values[i]!)) / sum(weights);
    });
    near(await compare(x, y, { metric: "pwcca" }), value, 1e-11);
  });

  it("gives the full square, each row weighted by its own network", async () => {
    const nets = pairs
      .slice(0, 2)
      .flatMap(([label, x, y]) => [x, y].map((a, k) => representation(label + k, a)));
    const result = await engine.pairwise(nets, { metric: "pwcca" });
    expect(result.at(0, 1)).toBe(await engine.compare(nets[0]!, nets[1]!, { metric: "pwcca" }));
    expect(result.at(1, 0)).toBe(await engine.compare(nets[1]!, nets[0]!, { metric: "pwcca" }));
    expect(Math.abs(result.at(0, 1) - result.at(1, 0))).toBeGreaterThan(1e-4);
  });
});

describe("linear-regression", () => {
  it("at (i, j) predicts j from i", async () => {
    const y = multiply(narrow, gaussian(random, 6, 2));
    const result = await engine.pairwise([representation("x", narrow), representation("y", y)], {
      metric: "linear-regression",
    });
    near(result.at(0, 1), 1);
    expect(result.at(1, 0)).toBeLessThan(0.9);
  });

  it("on held-out stimuli is the R² of weights and means fitted on the others", async () => {
    const rows = ({ cols, data }: Matrix, from: number, to: number) =>
      matrix(to - from, cols, data.slice(from * cols, to * cols));
    const [x, y] = [scaled(gaussian(random, 40, 4), 1e3), gaussian(random, 40, 7)];
    const noisy = matrix(
      40,
      7,
      multiply(x, gaussian(random, 4, 7)).data.map((v, k) => 1e-3 * v + y.data[k]! + 3),
    );
    const [train, test] = [
      [rows(x, 0, 30), rows(noisy, 0, 30)],
      [rows(x, 30, 40), rows(noisy, 30, 40)],
    ] as [Matrix[], Matrix[]];
    const named = (both: Matrix[]) => both.map((a, k) => representation(String(k), a));
    for (const ridge of [0, 5e6]) {
      const result = await engine.pairwise(
        named(train),
        { metric: "linear-regression", ridge },
        { test: named(test) },
      );
      const means = (a: Matrix) =>
        Array.from(
          { length: a.cols },
          (_, j) => sum([...a.data].filter((_v, k) => k % a.cols === j)) / a.rows,
        );
      const root = inverseRoot(product(train[0]!, train[0]!), ridge);
      const weights = multiply(root, multiply(root, product(train[0]!, train[1]!)));
      const [mx, my, own] = [means(train[0]!), means(train[1]!), means(test[1]!)];
      const moved = matrix(
        10,
        4,
        test[0]!.data.map((v, k) => v - mx[k % 4]!),
      );
      const fitted = multiply(moved, weights);
      const target = [...test[1]!.data];
      const residual = sum(target.map((v, k) => (v - fitted.data[k]! - my[k % 7]!) ** 2));
      const spread = sum(target.map((v, k) => (v - own[k % 7]!) ** 2));
      near(result.test!.at(0, 1), 1 - residual / spread, 1e-11);
    }
    const folded = await engine.pairwise(named([x, noisy]), { metric: "linear-regression" }, { folds: 5 });
    expect(folded.at(0, 1)).toBeGreaterThan(0.2);
    expect(folded.at(0, 1)).toBeLessThan(await compare(x, noisy, { metric: "linear-regression" }));
    const alone = engine.pairwise(
      named(train),
      { metric: "linear-regression" },
      { test: named(test.map((a) => rows(a, 0, 1))) },
    );
    await expect(alone).rejects.toThrow(/its 1 held-out responses are all equal, .* hold out at least 2/);
  });
});

const scaleFree: MetricSpec[] = [
  { metric: "cca" },
  { metric: "cca", ground: "mean" },
  { metric: "cca", ground: "mean-squared" },
  { metric: "svcca" },
  { metric: "pwcca" },
  { metric: "rv" },
  { metric: "nbs" },
  { metric: "linear-regression" },
  { metric: "kernel-procrustes" },
  { metric: "kernel-cca" },
];

describe("scale, constant units and degenerate data", () => {
  const [, x, y] = pairs[0]!;
  it.each(scaleFree)("of 1e±150 does not change %o", async (spec) => {
    const value = await compare(x, y, spec);
    for (const [p, q] of [
      [1e-150, 1],
      [1e150, 1e-150],
    ] as const) {
      relative(await compare(scaled(x, p), scaled(y, q), spec), value, 1e-11);
    }
  });

  it("of 1e±150 goes with the ridge's", async () => {
    for (const metric of ["cca", "linear-regression"] as const) {
      const value = await compare(x, y, { metric, ridge: 4 });
      for (const factor of [1e-140, 1e140]) {
        const spec = { metric, ridge: 4 * factor ** 2 } as const;
        relative(await compare(scaled(x, factor), scaled(y, factor), spec), value, 1e-11);
      }
    }
    const [k, l] = [x, y].map((a) => multiply(a, transpose(a))) as [Matrix, Matrix];
    const given = { metric: "kernel-cca", kernel: "given" } as const;
    const value = await compare(k, l, { ...given, ridge: 3 });
    for (const factor of [2e-150, 1e-150, 1e150, 3e150]) {
      relative(
        await compare(scaled(k, factor), scaled(l, factor), { ...given, ridge: 3 * factor }),
        value,
        1e-11,
      );
      const shape = { metric: "kernel-procrustes", kernel: "given", ground: "euclidean" } as const;
      relative(
        await compare(scaled(k, factor), scaled(l, factor), shape),
        Math.sqrt(factor) * (await compare(k, l, shape)),
        1e-11,
      );
    }
  });

  it.each(scaleFree.filter(({ metric }) => !metric.startsWith("kernel")))(
    "%o ignores constant units",
    async (spec) => {
      const wider = matrix(stimuli, 8);
      for (let i = 0; i < stimuli; i++) {
        wider.data.set(x.data.subarray(i * 6, (i + 1) * 6), i * 8);
        wider.data[i * 8 + 7] = 1234.567;
      }
      relative(await compare(wider, y, spec), await compare(x, y, spec), 1e-10);
    },
  );

  it.each([...scaleFree, { metric: "cca", ridge: 1 } as const])(
    "%o refuses a constant network by name",
    async (spec) => {
      const flat = matrix(stimuli, 3, new Float64Array(3 * stimuli).fill(0.1));
      const call = compare(x, flat, spec);
      await expect(call).rejects.toThrow(/second: every unit is constant across stimuli/);
      await expect(call).rejects.toMatchObject({ name: "NumericalError" });
    },
  );

  it.each(scaleFree)("%o of 1, 2 and 3 stimuli is a number or says why not", async (spec) => {
    for (const m of [1, 2, 3]) {
      const outcome = await compare(gaussian(random, m, 4), gaussian(random, m, 1), spec).catch(
        (error: Error) => error,
      );
      if (typeof outcome === "number") expect(outcome).not.toBeNaN();
      else expect(outcome).toMatchObject({ name: "NumericalError" });
    }
  });

  it("that makes every correlation 1 is warned of", async () => {
    const nets = [30, 40].map((n, k) => representation(`n${k}`, gaussian(random, stimuli, n)));
    for (const spec of [
      { metric: "cca", ground: "mean" },
      { metric: "svcca", variance: 1 },
      { metric: "pwcca" },
    ] as const) {
      const result = await engine.pairwise(nets, spec);
      near(result.at(0, 1), 1);
      expect(result.warnings.join()).toMatch(/all canonical correlations with one of them are 1/);
    }
    expect((await engine.pairwise(nets, { metric: "cca", ridge: 1 })).warnings).toEqual([]);
  });

  it("a ridge beyond all bounds is refused, not turned into NaN", async () => {
    for (const metric of ["cca", "linear-regression"] as const) {
      await expect(compare(scaled(x, 1e-150), y, { metric, ridge: 1e200 })).rejects.toThrow(
        /first: the ridge is so much larger/,
      );
    }
    await expect(compare(x, y, { metric: "kernel-cca", ridge: 0 })).rejects.toMatchObject({
      name: "OptionError",
    });
  });
});

describe("given Gram matrices", () => {
  const k = multiply(narrow, transpose(narrow));
  const spec = { metric: "kernel-procrustes", kernel: "given" } as const;
  it("that are none are refused with the reason", async () => {
    await expect(compare(narrow, narrow, spec)).rejects.toThrow(
      /first is 24 × 6; a given Gram matrix is stimuli × stimuli/,
    );
    await expect(compare(narrow, narrow, spec)).rejects.toMatchObject({ name: "ShapeError" });
    await expect(compare(gaussian(random, 24, 24), k, spec)).rejects.toThrow(
      /first: a given Gram matrix must be symmetric/,
    );
    await expect(compare(k, scaled(k, -1), spec)).rejects.toThrow(
      /second: a Gram matrix must be positive semi-definite/,
    );
    const ones = matrix(24, 24, new Float64Array(576).fill(2));
    await expect(compare(ones, k, spec)).rejects.toThrow(/first: its stimuli are all equally similar/);
    await expect(compare(matrix(24, 24), k, { ...spec, center: false })).rejects.toThrow(
      /first: its stimuli are all/,
    );
  });
  it("of rotated responses are at distance 0", async () => {
    const turned = multiply(narrow, orthogonal(random, 6));
    near(await compare(k, multiply(turned, transpose(turned)), spec), 0, 1e-7);
    near(await compare(k, k, spec), 0, 1e-13);
  });
});
