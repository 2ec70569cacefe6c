import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, read, type Engine, type MetricSpec, type Representation } from "../../../src/index.ts";
import { matrix, type Matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import { takeStimuli } from "../../../src/data/stimuli.ts";
import { roundingOf, storedTypes, type StoredType } from "../../../src/data/stored.ts";
import { rankOf, rankRule } from "../../../src/metrics/linear/rank.ts";
import { gaussian, multiply, representation } from "../../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

/** The nearest number of a type, by the definition: a whole multiple of the spacing there. */
function rounded(value: number, stored: StoredType | undefined): number {
  const { epsilon, least } = roundingOf(stored);
  const spacing = Math.max(2 ** Math.floor(Math.log2(Math.abs(value))) * epsilon, least);
  return stored && value !== 0 ? Math.round(value / spacing) * spacing : value;
}

function storedAs(name: string, x: Matrix, stored?: StoredType): Representation {
  const data = x.data.map((value) => rounded(value, stored));
  return { ...representation(name, { ...x, data }), ...(stored ? { stored } : {}) };
}

/** Two networks that are linear maps of the same few latent responses. */
function ofRank(rank: number, rows: number, cols: number, seed: number, change = (value: number) => value) {
  const random = createRandom(seed);
  const latent = gaussian(random, rows, rank);
  const network = () => {
    const x = multiply(latent, gaussian(random, rank, cols));
    return { ...x, data: x.data.map(change) };
  };
  return [network(), network()] as const;
}

const [least, large] = [1e-3, 1 - 1e-3];
const similarities: MetricSpec[] = [
  { metric: "cca", ground: "mean" },
  { metric: "cca", ground: "mean", ridge: 1e-9 },
  { metric: "pwcca" },
  { metric: "svcca", variance: 1 },
  { metric: "linear-regression" },
];

describe.each([undefined, ...storedTypes])("data of low rank stored as %s", (stored) => {
  const coarse = stored === "bfloat16" ? 30 : 1;

  it.each([
    [100, 6, 3],
    [1000, 64, 20],
    [60, 90, 7],
  ])("have the rank that they had before: %d × %d", async (rows, cols, rank) => {
    const [x, y] = ofRank(rank, rows, cols, rows).map((one, k) => storedAs("xy"[k]!, one, stored)) as [
      Representation,
      Representation,
    ];
    for (const spec of similarities) {
      const value = await engine.compare(x, y, spec);
      expect([spec, value > 1 - coarse * (1 - large)]).toEqual([spec, true]);
    }
    const angle = await engine.compare(x, y, { metric: "procrustes", alpha: 0 });
    expect(angle).toBeLessThan(10 * Math.sqrt(coarse) * least);
  });

  it("keep it under an offset, to which rounding is relative", async () => {
    const size = { float16: 3, bfloat16: 2, float32: 1e4 }[stored as "float16"] ?? 1e8;
    const [x, y] = ofRank(4, 400, 12, 7, (value) => value + size).map((one, k) =>
      storedAs("xy"[k]!, one, stored),
    ) as [Representation, Representation];
    const result = await engine.pairwise([x, y], { metric: "cca", ground: "mean" });
    expect(result.at(0, 1)).toBeGreaterThan(0.98);
    expect(result.warnings.join()).toContain("The rank of x, y was cut (to 4 of 12 for the first)");
  });
});

describe("the rule", () => {
  /** Singular values of standard normal data, between √m ± √n. */
  const marchenkoPastur = (m: number, n: number) =>
    Float64Array.from({ length: n }, (_, k) => Math.sqrt(m) + Math.sqrt(n) * (1 - (2 * k) / (n - 1)));
  const ruleOf = (m: number, n: number, size: number, stored?: StoredType) =>
    rankRule(
      { responses: { rows: m, cols: n, data: new Float64Array() }, stored },
      { size, exponent: 0 },
      undefined,
    );

  it.each(storedTypes)("keeps the rank of 50,000 stimuli of 256 independent units in %s", (stored) => {
    const values = marchenkoPastur(50_000, 256);
    expect(rankOf(values, ruleOf(50_000, 256, Math.sqrt(50_000 * 256), stored))).toBe(256);
  });

  it("keeps a full-rank float32 spectrum down to 1e-5 of the largest", () => {
    const values = Float64Array.from({ length: 256 }, (_, k) => 100 * 10 ** ((-5 * k) / 255));
    const size = Math.hypot(...values);
    for (const m of [300, 5000, 50_000]) expect(rankOf(values, ruleOf(m, 256, size, "float32"))).toBe(256);
  });

  it("is that of double precision for values without an offset", () => {
    const { relative, floor } = ruleOf(40, 20, 3);
    expect(relative).toBe(40 * 2 ** -52);
    expect(floor).toBeLessThan(relative * (3 / Math.sqrt(20)));
  });

  it("has a floor for subnormal float16, whose rounding does not shrink", async () => {
    const [x, y] = ofRank(3, 200, 8, 3, (value) => value * 2e-6).map((one, k) =>
      storedAs("xy"[k]!, one, "float16"),
    ) as [Representation, Representation];
    const found = await engine.pairwise([x, y], { metric: "cca", ground: "mean" });
    expect(found.warnings.join()).toContain("cut (to 3 of 8");
    expect(found.at(0, 1)).toBeGreaterThan(0.98);
  });
});

describe("tolerance", () => {
  const [x, y] = ofRank(3, 100, 6, 5).map((one, k) => storedAs("xy"[k]!, one, "float32")) as [
    Representation,
    Representation,
  ];

  it("sets another threshold, for every metric that takes a rank", async () => {
    for (const spec of similarities) {
      const [all, three, one] = await Promise.all(
        [0, 1e-4, 0.99].map((tolerance) => engine.pairwise([x, y], { ...spec, tolerance } as MetricSpec)),
      );
      expect(three!.at(0, 1)).toBeGreaterThan(large);
      expect(all!.warnings.join()).not.toContain("was cut");
      expect(three!.warnings.join()).toContain("to 3 of 6");
      expect(one!.warnings.join()).toContain("to 1 of 6");
    }
    const noisy = await engine.compare(x, y, { metric: "cca", ground: "mean", tolerance: 0 });
    expect(noisy).toBeLessThan(0.9);
  });

  it("holds for held-out stimuli too, where a cut rank is told once", async () => {
    for (const spec of [...similarities, { metric: "procrustes", alpha: 0 } as const]) {
      const { warnings } = await engine.pairwise([x, y], { ...spec, folds: 3 });
      expect([spec.metric, warnings.length, warnings[0]]).toEqual([
        spec.metric,
        1,
        expect.stringContaining("was cut (to 3 of 6 for the first)"),
      ]);
    }
    const spec = { metric: "cca", ground: "mean", folds: 3 } as const;
    expect((await engine.pairwise([x, y], spec)).at(0, 1)).toBeGreaterThan(large);
    expect((await engine.pairwise([x, y], { ...spec, tolerance: 0 })).at(0, 1)).toBeLessThan(0.9);
  });

  it("is refused outside [0, 1]", async () => {
    await expect(engine.compare(x, y, { metric: "cca", tolerance: 2 })).rejects.toThrow(
      "tolerance is 2; accepted: a number from 0 to 1",
    );
  });
});

describe("the stored type", () => {
  const halves = Uint8Array.from({ length: 24 }, (_, k) => (k % 2 === 0 ? 3 * k : 0x3c));
  const file = (descr: string) => {
    const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${halves.length / Number(descr[2])}, 1), }`;
    const header = text.padEnd(117) + "\n";
    const bytes = new Uint8Array(10 + header.length + halves.length);
    bytes.set([0x93, ...new TextEncoder().encode("NUMPY"), 1, 0, header.length, 0]);
    bytes.set(new TextEncoder().encode(header), 10);
    bytes.set(halves, 10 + header.length);
    return { name: "net.npy", bytes };
  };

  it.each([
    ["<f2", "float16"],
    ["<f4", "float32"],
    ["<f8", undefined],
    ["<i2", undefined],
  ])("is read from a file of %s, and stays with some of the stimuli", async (descr, stored) => {
    const [net] = await read(file(descr));
    expect(net!.stored).toBe(stored);
    expect(takeStimuli(net!, [1, 0]).stored).toBe(stored);
    const [turned] = await read(file(descr), { axes: ["units", "stimuli"] });
    expect(turned!.stored).toBe(stored);
  });

  it("of a Float32Array in memory is float32, whatever it came as", async () => {
    const [x, y] = ofRank(3, 100, 6, 11);
    const single = ({ rows, cols, data }: Matrix) => ({ rows, cols, data: Float32Array.from(data) });
    expect(await engine.compare(single(x), single(y), { metric: "cca", ground: "mean" })).toBeGreaterThan(
      large,
    );
    const named = { shape: [100, 6], name: "x", data: Float32Array.from(x.data) };
    const other = { shape: [100, 6], name: "y", data: Float32Array.from(y.data) };
    const resampled = await engine.pairwise([named, other], {
      metric: "cca",
      ground: "mean",
      bootstrap: "stimuli",
      interval: "percentile",
      samples: 4,
    });
    // Resamples are made of doubles that threads share: they too must know.
    expect(resampled.interval!.lower.at(0, 1)).toBeGreaterThan(large);
  });

  it("that there is none of is refused", async () => {
    const x = { ...representation("x", gaussian(createRandom(1), 5, 2)), stored: "float8" } as never;
    await expect(engine.compare(x, x, { metric: "cka" })).rejects.toThrow(
      'x: stored is "float8"; accepted: "float32"',
    );
  });

  it("makes variation that is all rounding an error that says so", async () => {
    const random = createRandom(4);
    const noise = matrix(
      30,
      4,
      Float64Array.from({ length: 120 }, () => 1000 + 3e-5 * random.normal()),
    );
    const x = storedAs("x", noise, "float32");
    await expect(
      engine.cross([x], [storedAs("y", gaussian(random, 30, 4))], { metric: "linear-regression" }),
    ).rejects.toThrow("x: what its units vary by is no more than the rounding of the stored numbers");
  });
});

describe("kernels", () => {
  it("given as Gram matrices of low rank in float32 have that rank", async () => {
    const [x, y] = ofRank(5, 40, 9, 6);
    const gram = (one: Matrix) => multiply(one, matrix(one.cols, one.rows, transposed(one)));
    const inputs = [x, y].map((one, k) => storedAs("xy"[k]!, gram(one), "float32"));
    const spec = { metric: "kernel-cca", kernel: "given", ground: "mean", ridge: 1e-9 } as const;
    const value = await engine.compare(inputs[0]!, inputs[1]!, spec);
    expect(value).toBeGreaterThan(large);
    const noisy = await engine.compare(inputs[0]!, inputs[1]!, { ...spec, tolerance: 1e-15 });
    expect(noisy).toBeLessThan(0.9);
  });
});

function transposed({ rows, cols, data }: Matrix): Float64Array {
  return Float64Array.from(
    { length: data.length },
    (_, k) => data[(k % rows) * cols + Math.floor(k / rows)]!,
  );
}
