import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type MetricSpec } from "../../src/index.ts";
import { matrix, type Matrix } from "../../src/base/matrix.ts";
import { createRandom } from "../../src/base/random.ts";
import { gaussian, multiply, orthogonal, representation } from "../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const random = createRandom(3);
const x = gaussian(random, 24, 6);
const y = gaussian(random, 24, 9);
const scaled = (a: Matrix, factor: number): Matrix => ({ ...a, data: a.data.map((v) => v * factor) });
const compare = (a: Matrix, b: Matrix, spec: MetricSpec) =>
  engine.compare(representation("first", a), representation("second", b), spec);
const relative = (value: number, expected: number, tol: number) =>
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(tol * Math.abs(expected));

const scaleFree: MetricSpec[] = [
  { metric: "procrustes" },
  { metric: "procrustes", alpha: 0 },
  { metric: "procrustes", center: false },
  { metric: "cka" },
  { metric: "cka", debiased: true },
  { metric: "rsa" },
  { metric: "rsa", dissimilarity: "euclidean", comparator: "cosine" },
  { metric: "rsa", dissimilarity: "squared-euclidean", comparator: "spearman" },
];

describe("scale", () => {
  it.each(scaleFree)("of 1e-150 and 1e150 does not change %o", async (spec) => {
    const value = await compare(x, y, spec);
    for (const [p, q] of [
      [1e-150, 1],
      [1e150, 1],
      [1e150, 1e-150],
      [1e-150, 1e-150],
    ] as const) {
      relative(await compare(scaled(x, p), scaled(y, q), spec), value, 1e-12);
    }
  });

  it.each([1e-150, 1e150])("of %f is the unit of a Euclidean Procrustes distance", async (unit) => {
    const spec: MetricSpec = { metric: "procrustes", ground: "euclidean" };
    relative(
      await compare(scaled(x, unit), scaled(y, unit), spec),
      unit * (await compare(x, y, spec)),
      1e-12,
    );
  });

  it("changes partial whitening as the definition says: alpha·s + (1 − alpha)", async () => {
    // One unit: X·Z = c·(alpha·s + 1 − alpha)·u with c such that its norm is s, whatever alpha.
    const [a, b] = [gaussian(random, 20, 1), gaussian(random, 20, 1)];
    const plain = await compare(a, b, { metric: "procrustes", ground: "euclidean" });
    relative(await compare(a, b, { metric: "procrustes", ground: "euclidean", alpha: 0.4 }), plain, 1e-12);
    const wide = await compare(scaled(x, 1e150), scaled(y, 1e150), { metric: "procrustes", alpha: 0.4 });
    relative(wide, await compare(x, y, { metric: "procrustes", alpha: 1 }), 1e-12);
    const small = await compare(scaled(x, 1e-150), scaled(y, 1e-150), { metric: "procrustes", alpha: 0.4 });
    relative(small, await compare(x, y, { metric: "procrustes", alpha: 0 }), 1e-12);
  });
});

describe("rank", () => {
  const inSixDimensions = multiply(x, gaussian(random, 6, 30));

  it("deficient in either is no obstacle: extra combinations of the same units change nothing at alpha 0", async () => {
    const value = await compare(x, y, { metric: "procrustes", alpha: 0 });
    relative(await compare(inSixDimensions, y, { metric: "procrustes", alpha: 0 }), value, 1e-10);
  });

  it("is not raised by zero or constant units", async () => {
    const withConstants = matrix(24, 8);
    for (let i = 0; i < 24; i++) {
      withConstants.data.set(x.data.subarray(i * 6, (i + 1) * 6), i * 8);
      withConstants.data[i * 8 + 7] = 1234.567;
    }
    for (const spec of scaleFree.filter(({ metric }) => metric !== "rsa")) {
      if ("center" in spec && spec.center === false) continue;
      relative(await compare(withConstants, y, spec), await compare(x, y, spec), 1e-11);
    }
  });

  it("of more units than stimuli gives the value of the reduced form", async () => {
    const wide = multiply(x, orthogonal(random, 40).data.length ? gaussian(random, 6, 200) : x);
    const gram = multiply(wide, { rows: 200, cols: 24, data: transposed(wide) });
    const value = await compare(wide, y, { metric: "cka", center: false });
    const second = multiply(y, { rows: 9, cols: 24, data: transposed(y) });
    const dot = (a: Matrix, b: Matrix) => a.data.reduce((sum, v, k) => sum + v * b.data[k]!, 0);
    relative(value, dot(gram, second) / Math.sqrt(dot(gram, gram) * dot(second, second)), 1e-12);
  });

  it("of full span at alpha 0 makes every angle 0, with a warning that says so", async () => {
    const nets = [30, 40].map((n, k) => representation(`n${k}`, gaussian(random, 24, n)));
    const result = await engine.pairwise(nets, { metric: "procrustes", alpha: 0 });
    expect(result.at(0, 1)).toBeLessThan(1e-7);
    expect(result.warnings.join()).toMatch(
      /the angle to one of them depends on the ranks alone \(0 where both are full\)/,
    );
    expect((await engine.pairwise(nets, { metric: "procrustes" })).warnings).toEqual([]);
  });
});

describe("a rotated copy", () => {
  /** Singular values from 1 down to 1e-12: in the product of two such, the weak half is rounding. */
  const graded = (units: number) => {
    const a = gaussian(random, 50, units);
    return { ...a, data: a.data.map((v, k) => v * 10 ** (-12 * ((k % units) / (units - 1)))) };
  };
  it.each([
    ["well-conditioned", gaussian(random, 50, 20)],
    ["graded over 12 decades", graded(20)],
    ["with more units than stimuli", gaussian(random, 50, 70)],
  ])("%s is at distance 0 to 1e-13", async (_label, a) => {
    const copy = multiply(a, orthogonal(random, a.cols));
    const size = Math.hypot(...a.data);
    expect(await compare(a, copy, { metric: "procrustes" })).toBeLessThanOrEqual(1e-13);
    expect(await compare(a, copy, { metric: "procrustes", ground: "euclidean" })).toBeLessThanOrEqual(
      1e-13 * size,
    );
    expect(await compare(a, copy, { metric: "cka", ground: "angular" })).toBeLessThanOrEqual(1e-13);
  });

  it("nearly equal networks keep their digits", async () => {
    const step = gaussian(random, 50, 20);
    const base = gaussian(random, 50, 20);
    const moved = (e: number) => ({ ...base, data: base.data.map((v, k) => v + e * step.data[k]!) });
    const spec: MetricSpec = { metric: "procrustes", ground: "euclidean" };
    const unit = (await compare(base, moved(1e-5), spec)) / 1e-5;
    for (const e of [1e-6, 1e-7, 1e-8, 1e-9]) relative(await compare(base, moved(e), spec), e * unit, 1e-4);
  });
});

describe("degenerate data", () => {
  const flat = matrix(24, 5, new Float64Array(120).fill(0.1));
  const cases: [MetricSpec, Matrix, RegExp][] = [
    [{ metric: "procrustes" }, flat, /first: every unit is constant across stimuli/],
    [{ metric: "procrustes", center: false }, matrix(24, 3), /first: every response is 0/],
    [{ metric: "cka" }, flat, /first: every unit is constant/],
    [{ metric: "rsa" }, flat, /first: stimulus 0: its responses are all equal/],
    [{ metric: "rsa", dissimilarity: "cosine" }, matrix(24, 2), /first: stimulus 0: its responses are all 0/],
    [
      { metric: "rsa", dissimilarity: "euclidean" },
      flat,
      /first: all dissimilarities between stimuli are equal/,
    ],
    [
      { metric: "rsa", dissimilarity: "euclidean", comparator: "cosine" },
      flat,
      /all dissimilarities between stimuli are 0/,
    ],
  ];
  it.each(cases)("%o says what is degenerate", async (spec, data, message) => {
    await expect(compare(data, y, spec)).rejects.toThrow(message);
    await expect(compare(data, y, spec)).rejects.toMatchObject({ name: "NumericalError" });
  });

  it("is 0 from a constant network to a Euclidean distance, which is then the norm of the other", async () => {
    const value = await compare(flat, x, { metric: "procrustes", ground: "euclidean" });
    const { data } = x;
    const means = Array.from(
      { length: 6 },
      (_, j) => data.reduce((s, v, k) => s + (k % 6 === j ? v : 0), 0) / 24,
    );
    relative(value, Math.hypot(...data.map((v, k) => v - means[k % 6]!)), 1e-12);
  });

  it.each([1, 2, 3])("%i stimuli give a value or say how many are needed", async (m) => {
    for (const spec of [...scaleFree, { metric: "cka", debiased: true } as const]) {
      const call = compare(gaussian(random, m, 4), gaussian(random, m, 5), spec);
      const outcome = await call.catch((error: Error) => error);
      if (typeof outcome === "number") expect(outcome).not.toBeNaN();
      else expect(outcome).toMatchObject({ name: "NumericalError" });
    }
  });

  it("refuses NaN and infinity by stimulus and unit, for every metric", async () => {
    for (const bad of [NaN, Infinity, -Infinity]) {
      const broken = { ...x, data: x.data.slice() };
      broken.data[6 * 4 + 2] = bad;
      for (const metric of ["procrustes", "cka", "rsa"] as const) {
        const call = compare(y, broken, { metric });
        await expect(call).rejects.toThrow(
          `second: the response of unit 2 to stimulus 4, counted from 0, is ${bad}`,
        );
      }
    }
  });
});

describe("shapes", () => {
  it("that disagree in stimuli are refused with both named", async () => {
    const call = compare(x, gaussian(random, 20, 4), { metric: "cka" });
    await expect(call).rejects.toThrow("first is 24 × 6, second is 20 × 4");
    await expect(call).rejects.toMatchObject({ name: "ShapeError" });
  });
  it("that do not fit the data are refused", async () => {
    const broken = { name: "odd", shape: [3, 4], data: new Float64Array(11) };
    await expect(engine.compare(broken, broken, { metric: "cka" })).rejects.toThrow(
      "odd: shape 3 × 4 means 12 numbers, got 11",
    );
  });
  it("with other axes than stimuli × units are refused, nothing being averaged", async () => {
    const repeats = { name: "trials", shape: [3, 4, 2], data: new Float64Array(24) };
    await expect(engine.compare(repeats, repeats, { metric: "cka" })).rejects.toThrow(
      /accepts a matrix .*trials is repeats/,
    );
  });
  it("of stimuli with other names are refused at the first that differs", async () => {
    const named = (names: string[]) => ({
      name: names.join(""),
      shape: [3, 2],
      data: gaussian(random, 3, 2).data,
      stimuli: names,
    });
    const call = engine.compare(named(["a", "b", "c"]), named(["a", "c", "b"]), { metric: "cka" });
    await expect(call).rejects.toThrow('Stimulus 1 is "b" in abc but "c" in acb');
  });
  it("that fit once transposed are refused with a hint", async () => {
    await expect(compare(x, gaussian(random, 6, 24), { metric: "cka" })).rejects.toThrow("units,stimuli");
  });
  it("of one axis are refused as the RDM that they probably are", async () => {
    const vector = { name: "v", shape: [6], data: new Float64Array(6) };
    await expect(engine.compare(vector, vector, { metric: "cka" })).rejects.toThrow("usually an RDM already");
  });
  it("are not asked of a file name or of nothing: the message says what to do", async () => {
    await expect(engine.compare("a.npy" as never, x, { metric: "cka" })).rejects.toThrow(
      'await read(["a.npy"])',
    );
    await expect(engine.compare(x, null as never, { metric: "cka" })).rejects.toThrow(
      "expected { rows, cols, data }",
    );
    await expect(engine.compare(x, y, undefined as never)).rejects.toThrow('{ metric: "cka" }');
    await expect(engine.compare(x, y, "cka" as never)).rejects.toThrow('got "cka"');
    await expect(engine.compare(x, y, { metric: "cca2" } as never)).rejects.toThrow(
      'There is no metric "cca2"',
    );
    await expect(engine.compare(x, y, { metric: "cka", alpha: 1 } as never)).rejects.toThrow(
      'no option "alpha". Its options: ',
    );
    await expect(engine.compare(x, y, { metric: "procrustes", alpha: 2 })).rejects.toThrow(
      "alpha is 2; accepted: a number from 0 to 1",
    );
    await expect(createEngine({ threads: 1.5 })).rejects.toThrow("threads is 1.5");
  });
  it("of nothing are refused", async () => {
    await expect(engine.pairwise([], { metric: "cka" })).rejects.toThrow("no representations were given");
    await expect(engine.compare([], [], { metric: "cka" })).rejects.toThrow("holds no numbers");
  });
});

describe("a long rdm", () => {
  const long = representation("long", gaussian(random, 1200, 3));
  it("ends at an abort, and the engine can be used on", async () => {
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    const call = engine.rdm(long, { dissimilarity: "euclidean" }, { signal: controller.signal, onProgress });
    await expect(call).rejects.toMatchObject({ name: "AbortError" });
    expect(await compare(x, y, { metric: "cka" })).toBeGreaterThan(0);
  });
  it("may be asked for beside other work without disturbing it", async () => {
    const alone = await engine.rdm(long, { dissimilarity: "euclidean" });
    const [again, value] = await Promise.all([
      engine.rdm(long, { dissimilarity: "euclidean" }),
      compare(x, y, { metric: "procrustes" }),
    ]);
    expect(again.condensed.every((v, k) => v === alone.condensed[k])).toBe(true);
    expect(value).toBe(await compare(x, y, { metric: "procrustes" }));
  });
});

describe("single precision", () => {
  it("data are widened, not rounded further", async () => {
    const single = { name: "s", shape: [24, 6], data: Float32Array.from(x.data) };
    const same = { name: "d", shape: [24, 6], data: Float64Array.from(single.data) };
    const other = representation("o", y);
    for (const spec of scaleFree) {
      expect(await engine.compare(single, other, spec)).toBe(await engine.compare(same, other, spec));
    }
  });
});

function transposed({ rows, cols, data }: Matrix): Float64Array {
  return Float64Array.from(
    { length: rows * cols },
    (_, k) => data[(k % rows) * cols + Math.floor(k / rows)]!,
  );
}
