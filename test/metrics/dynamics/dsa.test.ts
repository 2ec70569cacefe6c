// A worker starts from built files only.
import { createEngine as createBuilt } from "repgeom";
import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine } from "../../../src/index.ts";
import type { Matrix } from "../../../src/base/matrix.ts";
import { matrix } from "../../../src/base/matrix.ts";
import { resolveOptions } from "../../../src/base/options.ts";
import { createRandom, type Random } from "../../../src/base/random.ts";
import type { Representation } from "../../../src/data/representation.ts";
import { dsaOptions, type DsaOptions } from "../../../src/metrics/dynamics/options.ts";
import { summaryOf, type PreparedDsa } from "../../../src/metrics/dynamics/prepare.ts";
import { dsaSearch } from "../../../src/metrics/dynamics/search.ts";
import { createKernels } from "../../../src/wasm/create.ts";
import { loadModule } from "../../../src/wasm/load.ts";
import { conjugacy, dsaOracle, type DsaQuestion } from "../../oracles/dsa.ts";
import { gaussian, multiply, orthogonal } from "../../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});
const kernels = await createKernels(await loadModule("simd"));

/** Trials of a noisy linear system in as many units. */
function system(
  name: string,
  operator: Matrix,
  random: Random,
  size: { trials: number; times: number; noise: number },
) {
  const { trials, times, noise } = size;
  const n = operator.rows;
  const data = new Float64Array(trials * times * n);
  for (let trial = 0, k = 0; trial < trials; trial++) {
    let state = Array.from({ length: n }, () => random.normal());
    for (let time = 0; time < times; time++) {
      for (const value of state) data[k++] = value;
      state = state.map((_, i) => {
        let next = noise * random.normal();
        for (let j = 0; j < n; j++) next += operator.data[i * n + j]! * state[j]!;
        return next;
      });
    }
  }
  return { name, shape: [trials, 1, times, n], data };
}

/** A stable operator: rotations that shrink, sheared. */
function stable(random: Random, n: number, shear = 0.1): Matrix {
  const a = matrix(n, n);
  for (let i = 0; i + 1 < n; i += 2) {
    const [size, angle] = [0.7 + 0.28 * random.uniform(), 0.2 + 2 * random.uniform()];
    a.data.set([size * Math.cos(angle), size * Math.sin(angle)], i * n + i);
    a.data.set([-size * Math.sin(angle), size * Math.cos(angle)], (i + 1) * n + i);
  }
  if (n % 2 === 1) a.data[n * n - 1] = 0.9;
  for (let i = 0; i < n; i++) for (let j = i + 2; j < n; j++) a.data[i * n + j]! += shear * random.normal();
  return a;
}

/** Every response times a matrix. */
function mapped({ name, shape, data }: Representation, map: Matrix): Representation {
  const n = map.rows;
  const moved = multiply({ rows: data.length / n, cols: n, data: Float64Array.from(data) }, map);
  return { name: `${name} mapped`, shape: [...shape.slice(0, -1), map.cols], data: moved.data };
}

const trialsOf = ({ shape, data }: Representation) => {
  const [trials, , times, units] = shape as [number, number, number, number];
  return Array.from({ length: trials }, (_, i) =>
    Array.from({ length: times }, (_, t) => [
      ...data.subarray((i * times + t) * units, (i * times + t + 1) * units),
    ]),
  );
};

const size = { trials: 6, times: 20, noise: 0.05 };

describe("time courses", () => {
  const random = createRandom(31);
  const size = { trials: 4, times: 30, noise: 0.05 };
  const [x, y] = ["x", "y"].map((name) => system(name, stable(random, 4), random, size));
  const asCourses = ({ shape: [trials, , ...rest], ...one }: Representation) => ({
    ...one,
    shape: [trials!, ...rest],
  });

  it("of stimuli × time × units are trajectories of one repeat each", async () => {
    const spec = { metric: "dsa", delays: 2, rank: 4 } as const;
    const wanted = await engine.compare(x!, y!, spec);
    expect(await engine.compare(asCourses(x!), asCourses(y!), spec)).toBe(wanted);
    expect(await engine.compare(x!, asCourses(y!), spec)).toBe(wanted);
  });

  it("too short for the delays say so in times", async () => {
    const short = { ...asCourses(x!), shape: [60, 2, 4] };
    await expect(engine.compare(short, short, { metric: "dsa", delays: 3 })).rejects.toThrow(
      "dsa: x has 2 times; 3 delays",
    );
  });
});

describe("dsa", () => {
  const questions: DsaQuestion[] = [
    { delays: 1, interval: 1, rank: 3, lambda: 0, ground: "angular" },
    { delays: 1, interval: 1, rank: 4, lambda: 0, ground: "euclidean" },
    { delays: 3, interval: 2, rank: 4, lambda: 0, ground: "angular" },
    { delays: 2, interval: 1, rank: 5, lambda: 0.3, ground: "euclidean" },
  ];
  it.each(questions)(
    "equals a slow search from the definition: $delays delays, rank $rank, $ground",
    async (question) => {
      const random = createRandom(5);
      for (const [p, q] of [
        [4, 4],
        [4, 5],
      ] as const) {
        const [x, y] = [
          system("x", stable(random, p), random, size),
          system("y", stable(random, q), random, size),
        ];
        const { delays, interval, rank, lambda, ground } = question;
        const value = await engine.compare(x, y, {
          metric: "dsa",
          delays,
          delayInterval: interval,
          rank,
          lambda,
          ground,
        });
        expect(value).toBeCloseTo(dsaOracle(trialsOf(x), trialsOf(y), question), 7);
      }
    },
  );

  it("is 0 for the same dynamics in turned, reflected, permuted and scaled axes", async () => {
    const random = createRandom(8);
    for (const n of [4, 5, 10]) {
      const x = system("x", stable(random, n), random, size);
      const spec = { metric: "dsa", delays: 2, rank: n } as const;
      expect(await engine.compare(x, mapped(x, orthogonal(random, n)), spec)).toBeLessThan(1e-7);
      const swapped = matrix(n, n);
      for (let i = 0; i < n; i++) swapped.data[i * n + ((i + 1) % n)] = 1e-3;
      expect(await engine.compare(x, mapped(x, swapped), spec)).toBeLessThan(1e-7);
    }
  });

  it("is 0 for any invertible map of the units, while the shapes differ", async () => {
    const random = createRandom(9);
    const x = system("x", stable(random, 6), random, size);
    const y = mapped(x, gaussian(random, 6, 6));
    expect(await engine.compare(x, y, { metric: "dsa", delays: 2 })).toBeLessThan(1e-6);
    const flat = ({ name, data }: Representation) => ({ name, shape: [120, 6], data });
    expect(await engine.compare(flat(x), flat(y), { metric: "procrustes" })).toBeGreaterThan(0.3);
  });

  it("counts rows of zeros for the smaller of two operators", async () => {
    const random = createRandom(12);
    const [x, y] = [
      system("x", stable(random, 2), random, size),
      system("y", stable(random, 5), random, size),
    ];
    const question: DsaQuestion = { delays: 1, interval: 1, rank: 9, lambda: 0, ground: "euclidean" };
    const value = await engine.compare(x, y, { metric: "dsa", rank: 9, ground: "euclidean" });
    expect(value).toBeCloseTo(dsaOracle(trialsOf(x), trialsOf(y), question), 7);
  });

  it("does not step from one trial to the next", async () => {
    const random = createRandom(13);
    const x = system("x", stable(random, 4), random, size);
    const [trials, , times, n] = x.shape as [number, number, number, number];
    const order = [3, 0, 5, 1, 4, 2];
    const shuffled = Float64Array.from(
      order.flatMap((trial) => [...x.data.subarray(trial * times * n, (trial + 1) * times * n)]),
    );
    expect(order.length).toBe(trials);
    expect(await engine.compare(x, { ...x, data: shuffled }, { metric: "dsa", delays: 3 })).toBeLessThan(
      1e-7,
    );
  });

  it("takes networks of different numbers of times and repeats", async () => {
    const random = createRandom(14);
    const operator = stable(random, 4);
    const long = system("long", operator, random, { trials: 4, times: 400, noise: 0.2 });
    const short = {
      ...system("short", operator, random, { trials: 12, times: 150, noise: 0.2 }),
      shape: [4, 3, 150, 4],
    };
    const other = system("other", stable(random, 4), random, { trials: 4, times: 400, noise: 0.2 });
    const spec = { metric: "dsa", ground: "euclidean" } as const;
    expect(await engine.compare(long, short, spec)).toBeLessThan(
      0.1 * (await engine.compare(long, other, spec)),
    );
  });

  it("keeps its digits at any scale", async () => {
    const random = createRandom(15);
    const [x, y] = [
      system("x", stable(random, 4), random, size),
      system("y", stable(random, 4), random, size),
    ];
    const scaled = (f: number) => ({ ...x, data: x.data.map((value) => value * f) });
    const value = await engine.compare(x, y, { metric: "dsa" });
    for (const factor of [1e-160, 1e150])
      expect(await engine.compare(scaled(factor), y, { metric: "dsa" })).toBeCloseTo(value, 10);
  });

  it("gives one unit, whose operator is a number, its angle and its difference", async () => {
    const decay = (name: string, rate: number) => ({
      name,
      shape: [1, 1, 5, 1],
      data: Float64Array.from({ length: 5 }, (_, t) => rate ** t),
    });
    const [x, y] = [decay("x", 0.5), decay("y", -0.8)];
    expect(await engine.compare(x, y, { metric: "dsa" })).toBeCloseTo(Math.PI, 12);
    expect(await engine.compare(x, y, { metric: "dsa", ground: "euclidean" })).toBeCloseTo(1.3, 12);
  });

  it("chooses the rank by the share of the sum of squares", async () => {
    const random = createRandom(16);
    const [x, y] = [
      system("x", stable(random, 6), random, size),
      system("y", stable(random, 6), random, size),
    ];
    const values = new Set<number>();
    const found = await engine.compare(x, y, { metric: "dsa", variance: 0.9 });
    for (let rank = 1; rank <= 6; rank++) values.add(await engine.compare(x, y, { metric: "dsa", rank }));
    const least = await engine.compare(x, y, { metric: "dsa", variance: 0 });
    expect(least).toBe(await engine.compare(x, y, { metric: "dsa", rank: 1 }));
    expect(found).not.toBe(least);
    expect(values.size).toBe(6);
  });

  it("says what it cannot compare", async () => {
    const short = {
      name: "short",
      shape: [2, 1, 5, 2],
      data: Float64Array.from({ length: 20 }, (_, k) => k),
    };
    await expect(
      engine.compare(short, short, { metric: "dsa", delays: 3, delayInterval: 2 }),
    ).rejects.toThrow(
      "dsa: short has 5 times; 3 delays at an interval of 2 need 6 at least, for a state and the one after it. Give more times, or fewer delays.",
    );
    const zero = { ...short, name: "zero", data: new Float64Array(20) };
    await expect(engine.compare(zero, zero, { metric: "dsa" })).rejects.toThrow(
      "zero: every response is 0, so it has no dynamics to compare.",
    );
    const lone = { name: "lone", shape: [1, 1, 3, 2], data: Float64Array.of(1, 0, 0, 0, 0, 0) };
    await expect(engine.compare(lone, lone, { metric: "dsa" })).rejects.toThrow(
      "lone: no state predicts the next one, so its operator is 0 and has no angle to another. Take ground euclidean, or fewer delays.",
    );
    expect(await engine.compare(lone, lone, { metric: "dsa", ground: "euclidean" })).toBe(0);
    const means = {
      name: "means",
      shape: [2, 3, 2],
      data: new Float64Array(12).fill(1),
      factors: { shape: [2, 6, 1], data: new Float64Array(12) },
    };
    await expect(engine.compare(means, means, { metric: "dsa" })).rejects.toThrow(
      "dsa: means has means and covariances; the dynamics are fitted to single trials: give stimuli × repeats × time × units.",
    );
  });

  it("has the same bits on threads, alone and among others, with what its searches came to", async () => {
    const random = createRandom(18);
    const nets = [4, 6, 4].map((n, k) => system(`net ${k}`, stable(random, n), random, size));
    const spec = { metric: "dsa", restarts: 6 } as const;
    const here = await engine.pairwise(nets, spec);
    const threads = await createBuilt({ threads: 2 });
    const there = await threads.pairwise(nets, spec);
    expect(there.values).toEqual(here.values);
    expect(there.details).toEqual(here.details);
    expect(await threads.compare(nets[0]!, nets[1]!, spec)).toBe(here.at(0, 1));
    await threads.close();
    expect(Object.keys(here.details!)).toEqual(["minima", "reached", "bound", "converged"]);
    expect(here.details!["bound"]![1]).toBeLessThanOrEqual(here.at(0, 1));
  });

  it("notes that many operators fit so few steps", async () => {
    const random = createRandom(17);
    const wide = (name: string) => ({ name, shape: [2, 1, 3, 9], data: gaussian(random, 6, 9).data });
    const result = await engine.pairwise([wide("a"), wide("b")], { metric: "dsa", restarts: 2 });
    expect(result.warnings.join(" ")).toContain("fewer than the directions that are fitted");
    const ridge = await engine.pairwise([wide("a"), wide("b")], { metric: "dsa", restarts: 2, lambda: 1 });
    expect(ridge.warnings.join(" ")).not.toContain("fewer than the directions");
  });
});

describe("the search of dsa", () => {
  const options = (given: Partial<DsaOptions> = {}) => resolveOptions("dsa", dsaOptions, given) as DsaOptions;
  const prepared = (a: Matrix): PreparedDsa => {
    const norm = kernels.norm(a);
    return { ...summaryOf(kernels.scale(a, 1 / norm), kernels), norm, undetermined: 0 };
  };
  const outputs = (a: Matrix, b: Matrix, given: Partial<DsaOptions> = {}) => {
    const all = dsaSearch.outputsOf(
      prepared(a),
      prepared(b),
      options({ ground: "euclidean", ...given }),
      kernels,
    );
    const [value, minima, reached, bound, converged] = all as unknown as number[];
    return { value: value!, minima: minima!, reached: reached!, bound: bound!, converged: converged! };
  };
  const diagonal = (values: readonly number[]) => {
    const d = matrix(values.length, values.length);
    values.forEach((value, i) => (d.data[i * values.length + i] = value));
    return d;
  };
  /** Rotations of planes by λ = re ± i·im. */
  const planes = (values: readonly (readonly [re: number, im: number])[]) => {
    const n = 2 * values.length;
    const d = matrix(n, n);
    values.forEach(([re, im], k) => {
      d.data.set([re, im], 2 * k * n + 2 * k);
      d.data.set([-im, re], (2 * k + 1) * n + 2 * k);
    });
    return d;
  };
  const conjugated = (a: Matrix, random: Random) => {
    const c = orthogonal(random, a.rows);
    const transposed = {
      ...c,
      data: c.data.map((_, k) => c.data[(k % c.cols) * c.cols + Math.floor(k / c.cols)]!),
    };
    return multiply(multiply(c, a), transposed);
  };

  it("finds the optimum of symmetric operators: sorted eigenvalues, which is also the bound", () => {
    const random = createRandom(21);
    for (const n of [2, 5, 12, 30]) {
      const [p, q] = [0, 1].map(() => Array.from({ length: n }, () => random.normal()).sort((x, y) => x - y));
      const { value, bound, converged } = outputs(
        conjugated(diagonal(p!), random),
        conjugated(diagonal(q!), random),
      );
      const exact = Math.hypot(...p!.map((x, k) => x - q![k]!));
      expect(value).toBeCloseTo(exact, 10);
      expect(bound).toBeCloseTo(exact, 10);
      expect(converged).toBe(1);
    }
  });

  it("finds the optimum of skew operators, which is also the bound", () => {
    const random = createRandom(22);
    const speeds = [
      [0.3, 1.1, 2],
      [0.4, 0.5, 2.5],
    ] as const;
    const [a, b] = speeds.map((list) => conjugated(planes(list.map((speed) => [0, speed] as const)), random));
    const exact = Math.sqrt(2 * (0.1 ** 2 + 0.6 ** 2 + 0.5 ** 2));
    const { value, bound } = outputs(a!, b!);
    expect(value).toBeCloseTo(exact, 10);
    expect(bound).toBeCloseTo(exact, 10);
  });

  it("finds the optimum of normal operators: the best assignment of eigenvalues", () => {
    const random = createRandom(23);
    for (const count of [1, 2, 3, 4]) {
      const draw = () =>
        Array.from({ length: count }, () => [random.normal(), Math.abs(random.normal())] as const);
      const [p, q] = [draw(), draw()];
      const costs = permutations(count).map((order) =>
        order.reduce(
          (sum, to, k) => sum + 2 * ((p[k]![0] - q[to]![0]) ** 2 + (p[k]![1] - q[to]![1]) ** 2),
          0,
        ),
      );
      const { value, bound } = outputs(conjugated(planes(p), random), conjugated(planes(q), random), {
        restarts: 24,
      });
      expect(value).toBeCloseTo(Math.sqrt(Math.min(...costs)), 9);
      expect(bound).toBeLessThanOrEqual(value);
    }
  });

  it("finds a match by reflections alone, and one by rotations alone", () => {
    const turn = (angle: number) => planes([[Math.cos(angle), Math.sin(angle)]]);
    // Rotations of a plane commute, so that none of them turns one into the other: only reflections do.
    expect(outputs(turn(0.7), turn(-0.7)).value).toBeLessThan(1e-12);
    const random = createRandom(24);
    for (const n of [4, 6]) {
      const a = gaussian(random, n, n);
      for (const sign of [1, -1]) {
        const c = orthogonal(random, n);
        if (Math.sign(determinant(c)) !== sign) for (let j = 0; j < n; j++) c.data[j]! *= -1;
        const transposed = { ...c, data: c.data.map((_, k) => c.data[(k % n) * n + Math.floor(k / n)]!) };
        expect(outputs(a, multiply(multiply(c, a), transposed)).value).toBeLessThan(1e-12 * kernels.norm(a));
      }
    }
  });

  it("never lies below its bound, and both directions have the same bits", () => {
    const random = createRandom(25);
    for (const [p, q] of [
      [3, 3],
      [6, 6],
      [4, 7],
    ] as const) {
      const [a, b] = [gaussian(random, p, p), gaussian(random, q, q)];
      const found = outputs(a, b, { ground: "angular" });
      expect(found.bound).toBeGreaterThan(0);
      expect(found.bound).toBeLessThanOrEqual(found.value);
      expect(outputs(b, a, { ground: "angular" })).toEqual(found);
      const rows = ({ rows, cols, data }: Matrix) =>
        Array.from({ length: rows }, (_, i) => [...data.subarray(i * cols, (i + 1) * cols)]);
      expect(found.value).toBeLessThanOrEqual(conjugacy(rows(a), rows(b), "angular", 10) + 1e-7);
    }
  });

  it("says that it was stopped before it converged", () => {
    const random = createRandom(26);
    const [a, b] = [gaussian(random, 5, 5), gaussian(random, 5, 5)];
    expect(outputs(a, b, { iterations: 2 }).converged).toBe(0);
    expect(outputs(a, b).converged).toBe(1);
    const note = dsaSearch.warn!(Float64Array.of(1, 1, 1, 1, 0), options());
    expect(note).toContain("The search of 1 of 1 pairs did not converge: raise iterations.");
  });
});

function permutations(n: number): number[][] {
  if (n === 0) return [[]];
  return permutations(n - 1).flatMap((rest) =>
    Array.from({ length: n }, (_, at) => [...rest.slice(0, at), n - 1, ...rest.slice(at)]),
  );
}

function determinant({ rows: n, data }: Matrix): number {
  const a = Array.from({ length: n }, (_, i) => [...data.subarray(i * n, (i + 1) * n)]);
  let product = 1;
  for (let k = 0; k < n; k++) {
    const pivot = a.findIndex((row, i) => i >= k && Math.abs(row[k]!) > 1e-9);
    if (pivot !== k) product *= -1;
    [a[k], a[pivot]] = [a[pivot]!, a[k]!];
    product *= a[k]![k]!;
    for (let i = k + 1; i < n; i++) {
      const factor = a[i]![k]! / a[k]![k]!;
      a[i] = a[i]!.map((x, j) => x - factor * a[k]![j]!);
    }
  }
  return product;
}
