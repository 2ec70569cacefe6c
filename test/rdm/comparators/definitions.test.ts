// Each comparator against its definition, written out: sums over pairs of pairs, dense matrices.
import { beforeAll, describe, expect, it } from "vitest";
import { matrix, transpose, type Matrix } from "../../../src/base/matrix.ts";
import type { Random } from "../../../src/base/random.ts";
import {
  comparatorDefaults,
  type ComparatorName,
  comparatorNames,
  type ComparatorOptions,
  comparators,
  fittingGeometries,
} from "../../../src/rdm/comparators/registry.ts";
import { leastValue } from "../../../src/rdm/comparators/minimize.ts";
import { condense } from "../../../src/rdm/condensed.ts";
import { createKernels } from "../../../src/wasm/create.ts";
import type { Kernels } from "../../../src/wasm/kernels.ts";
import { loadModule } from "../../../src/wasm/load.ts";
import { gaussian, multiply, streamFor } from "../../support/data.ts";

let kernels: Kernels;
beforeAll(async () => {
  kernels = await createKernels(await loadModule("simd"));
});

const row = (values: Float64Array) => matrix(1, values.length, values);
const pairsOf = (m: number) => (m * (m - 1)) / 2;

function value(
  name: ComparatorName,
  a: Float64Array,
  b: Float64Array,
  about: { stimuli: number; entries?: Int32Array; options?: Partial<ComparatorOptions> },
): number {
  const context = { ...about, options: { ...comparatorDefaults, ...about.options } };
  return comparators[name].between(row(a), row(b), context, kernels).data[0]!;
}

/** Squared Euclidean distances of random points: what an RDM is at its best. */
function rdm(random: Random, m: number, units = m + 2): Float64Array {
  const x = gaussian(random, m, units);
  const at = (i: number, k: number) => x.data[i * units + k]!;
  return condense(m, (i, j) =>
    Array.from({ length: units }, (_, k) => (at(i, k) - at(j, k)) ** 2).reduce((sum, d) => sum + d, 0),
  );
}

/** A symmetric positive definite matrix. */
function covariance(random: Random, m: number): Matrix {
  const a = gaussian(random, m, m + 3);
  return multiply(a, transpose(a));
}

describe("Kendall's tau", () => {
  // From no ties to almost nothing else
  it.each([Infinity, 30, 6, 2])(
    "equals the count over pairs of entries with %d different values",
    (levels) => {
      const random = streamFor(`kendall ${levels}`);
      for (const m of [3, 4, 7, 12]) {
        const draw = () =>
          Float64Array.from({ length: pairsOf(m) }, () =>
            levels === Infinity ? random.normal() : random.below(levels),
          );
        const [a, b] = [draw(), draw()];
        let [difference, tiedA, tiedB, all] = [0, 0, 0, 0];
        for (let i = 0; i < a.length; i++) {
          for (let j = i + 1; j < a.length; j++, all++) {
            const [da, db] = [Math.sign(a[i]! - a[j]!), Math.sign(b[i]! - b[j]!)];
            difference += da * db;
            tiedA += Number(da === 0);
            tiedB += Number(db === 0);
          }
        }
        expect(value("kendall-tau-a", a, b, { stimuli: m })).toBeCloseTo(difference / all, 14);
        const tauB = difference / Math.sqrt((all - tiedA) * (all - tiedB));
        const ours = value("kendall-tau-b", a, b, { stimuli: m });
        if (Number.isNaN(tauB)) expect(ours).toBeNaN();
        else expect(ours).toBeCloseTo(tauB, 14);
      }
    },
  );
});

/** aᵀ·V⁻¹·b / √(…) with V formed and solved by elimination. */
function denseWhitened(
  a: Float64Array,
  b: Float64Array,
  m: number,
  sigma: Matrix,
  entries?: Int32Array,
): number {
  const pairs: [number, number][] = [];
  for (let i = 0; i < m; i++) for (let j = i + 1; j < m; j++) pairs.push([i, j]);
  const kept = entries ? Array.from(entries, (k) => pairs[k]!) : pairs;
  const s = (i: number, j: number) => sigma.data[i * m + j]!;
  const v = kept.map(([i, j]) => kept.map(([k, l]) => (s(i, k) - s(i, l) - s(j, k) + s(j, l)) ** 2));
  const solved = (x: Float64Array) => solve(v, x);
  const dot = (x: ArrayLike<number>, y: ArrayLike<number>) =>
    Array.from(x).reduce((sum, value, k) => sum + value * y[k]!, 0);
  return dot(a, solved(b)) / Math.sqrt(dot(a, solved(a)) * dot(b, solved(b)));
}

function solve(a: number[][], b: Float64Array): number[] {
  const rows = a.map((line, i) => [...line, b[i]!]);
  const n = rows.length;
  for (let k = 0; k < n; k++) {
    const best = rows.findIndex(
      (line, i) => i >= k && Math.abs(line[k]!) >= Math.max(...rows.slice(k).map((r) => Math.abs(r[k]!))),
    );
    [rows[k], rows[best]] = [rows[best]!, rows[k]!];
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const factor = rows[i]![k]! / rows[k]![k]!;
      for (let j = k; j <= n; j++) rows[i]![j]! -= factor * rows[k]![j]!;
    }
  }
  return rows.map((line, k) => line[n]! / line[k]!);
}

describe("whitened comparators", () => {
  const identityOf = (m: number) =>
    matrix(
      m,
      m,
      Float64Array.from({ length: m * m }, (_, k) => Number(k % (m + 1) === 0)),
    );
  const cases = [2, 3, 5, 9].flatMap((m) =>
    (["identity", "diagonal", "full"] as const).flatMap((kind) =>
      [0, 1, 4, 30].map((missing) => ({ m, kind, missing })),
    ),
  );

  it.each(cases.filter(({ m, missing }) => pairsOf(m) - missing >= 2))(
    "equal the dense solve for $m stimuli, $kind sigmaK, $missing entries missing",
    ({ m, kind, missing }) => {
      const random = streamFor(`whitened ${m} ${kind} ${missing}`);
      const variances = Float64Array.from({ length: m }, () => 0.2 + random.uniform());
      const sigma = kind === "full" ? covariance(random, m) : identityOf(m);
      if (kind === "diagonal") variances.forEach((s, i) => (sigma.data[i * (m + 1)] = s));
      const sigmaK = { identity: undefined, diagonal: variances, full: sigma }[kind];
      const positions = Array.from({ length: pairsOf(m) }, (_, k) => k);
      const gone = new Set([...positions].sort(() => random.uniform() - 0.5).slice(0, missing));
      const entries = Int32Array.from(positions.filter((k) => !gone.has(k)));
      const [a, b] = [rdm(random, m), rdm(random, m)].map((whole) =>
        Float64Array.from(entries, (k) => whole[k]!),
      );
      const about = { stimuli: m, options: { sigmaK }, ...(missing > 0 ? { entries } : {}) };
      const expected = denseWhitened(a!, b!, m, sigma, entries);
      expect(value("cosine-whitened", a!, b!, about)).toBeCloseTo(expected, 11);
      const centred = [a!, b!].map((x) => {
        const mean = x.reduce((sum, v) => sum + v, 0) / x.length;
        return x.map((v) => v - mean);
      });
      if (entries.length < 3) return;
      const correlation = denseWhitened(centred[0]!, centred[1]!, m, sigma, entries);
      expect(value("pearson-whitened", a!, b!, about)).toBeCloseTo(correlation, 11);
    },
  );

  it("takes RDMs of many stimuli without a matrix between their entries", () => {
    const m = 150; // V would take 1 GB
    const random = streamFor("many");
    const before = kernels.usage.peak;
    const a = rdm(random, m, 5);
    expect(
      value("cosine-whitened", a, a, { stimuli: m, options: { sigmaK: covariance(random, m) } }),
    ).toBeCloseTo(1, 12);
    expect(kernels.usage.peak - before).toBeLessThan(8e6);
  });

  it("refuses a sigmaK of another size, one that is not symmetric, and one without variance", () => {
    const a = rdm(streamFor("sigma"), 4);
    const given = (sigmaK: Float64Array | Matrix) => () =>
      value("cosine-whitened", a, a, { stimuli: 4, options: { sigmaK } });
    expect(given(Float64Array.of(1, 1, 1))).toThrow(/sigmaK is 3 variances, but the RDMs are of 4 stimuli/);
    expect(given(identityOf(3))).toThrow(/sigmaK is 3 × 3/);
    expect(
      given(
        matrix(
          4,
          4,
          Float64Array.from({ length: 16 }, (_, k) => k),
        ),
      ),
    ).toThrow(/symmetric/);
    expect(given(matrix(4, 4, new Float64Array(16).fill(1)))).toThrow(/positive definite on differences/);
  });
});

describe("bures", () => {
  it("is the best agreement of responses after rotation, and what is left of them", () => {
    const random = streamFor("bures");
    const [m, n] = [7, 4];
    const [x, y] = [gaussian(random, m, n), gaussian(random, m, n)].map((a) =>
      kernels.scope(() => kernels.detach(kernels.centerColumns(a).centered)),
    );
    const squared = (a: Matrix) =>
      condense(m, (i, j) =>
        Array.from({ length: n }, (_, k) => (a.data[i * n + k]! - a.data[j * n + k]!) ** 2).reduce(
          (s, d) => s + d,
          0,
        ),
      );
    const [a, b] = [squared(x!), squared(y!)];
    const nuclear = kernels.nuclearNorm(multiply(transpose(x!), y!));
    const [normX, normY] = [kernels.norm(x!), kernels.norm(y!)];
    expect(value("bures", a, b, { stimuli: m })).toBeCloseTo(nuclear / (normX * normY), 12);
    const left = Math.sqrt(normX ** 2 + normY ** 2 - 2 * nuclear);
    expect(value("bures", a, b, { stimuli: m, options: { ground: "euclidean" } })).toBeCloseTo(left, 12);
  });

  it("keeps its digits near 0", () => {
    const a = rdm(streamFor("near"), 6);
    const b = a.map((entry) => entry * (1 + 1e-9) ** 2);
    const about = { stimuli: 6, options: { ground: "euclidean" as const } };
    const root = value("bures", a, new Float64Array(a.length), about);
    expect(value("bures", a, b, about) / (root * 1e-9)).toBeCloseTo(1, 5);
  });
});

describe("riemannian", () => {
  it("is no worse than any mixture on a fine grid, and that grid comes close", () => {
    const random = streamFor("riemannian");
    const m = 5;
    const [a, b] = [rdm(random, m), rdm(random, m)];
    const sigma = covariance(random, m);
    const distance = -value("riemannian", a, b, { stimuli: m, options: { sigmaK: sigma } });
    // Differences to the first stimulus, as rsatoolbox takes them: a congruence, which changes nothing
    const square = (c: Float64Array) => {
      const d = matrix(m, m);
      let next = 0;
      for (let i = 0; i < m; i++)
        for (let j = i + 1; j < m; j++) d.data[i * m + j] = d.data[j * m + i] = -0.5 * c[next++]!;
      return d;
    };
    const p = matrix(m - 1, m);
    for (let i = 1; i < m; i++) [p.data[(i - 1) * m], p.data[(i - 1) * m + i]] = [-1, 1];
    const on = (s: Matrix) => multiply(multiply(p, s), transpose(p));
    const [g1, g2, noise] = [on(square(a)), on(square(b)), on(sigma)];
    const l = kernels.detach(kernels.cholesky(g2));
    const against = (g: Matrix) => {
      const half = kernels.solveTriangular(l, g);
      const logs = Array.from(
        kernels.eigenvalues(kernels.solveTriangular(l, kernels.transpose(half))),
        Math.log,
      );
      return Math.sqrt(logs.reduce((sum, v) => sum + v * v, 0));
    };
    let least = Infinity;
    for (let s = -6; s <= 4; s += 0.1) {
      for (let t = -8; t <= 3; t += 0.1) {
        const mixed = matrix(
          m - 1,
          m - 1,
          g1.data.map((v, k) => Math.exp(s) * v + Math.exp(t) * noise.data[k]!),
        );
        least = Math.min(
          least,
          kernels.scope(() => against(mixed)),
        );
      }
    }
    expect(distance).toBeLessThanOrEqual(least + 1e-12);
    expect(distance).toBeGreaterThan(least - 0.02);
  });

  it("is 0 for an RDM and its multiple, and not defined against a singular one", () => {
    const random = streamFor("riemannian 2");
    const a = rdm(random, 6);
    expect(
      value(
        "riemannian",
        a,
        a.map((v) => 7 * v),
        { stimuli: 6 },
      ),
    ).toBeCloseTo(0, 10);
    expect(value("riemannian", a, rdm(random, 6, 3), { stimuli: 6 })).toBeNaN();
  });

  it("searches every valley", () => {
    const two = (x: number) => Math.min((x + 3) ** 2 + 0.5, (x - 4.123) ** 2 + 0.25);
    expect(leastValue(two, [-Infinity, -6, -4, -2, 0, 2, 4, 6, Infinity])).toBeCloseTo(0.25, 12);
    expect(leastValue((x) => 1 / (1 + Math.exp(x)), [-2, 0, 2, Infinity])).toBe(0);
  });
});

describe("distances between RDMs", () => {
  const random = streamFor("distances");
  const [a, b] = [rdm(random, 6), rdm(random, 6)];
  const gaps = Array.from(a, (v, k) => Math.abs(v - b[k]!));
  const sum = (values: number[]) => values.reduce((total, v) => total + v, 0);
  const expected: [ComparatorName, number, Partial<ComparatorOptions>?][] = [
    ["euclidean", Math.sqrt(sum(gaps.map((g) => g * g)))],
    ["cityblock", sum(gaps)],
    ["chebyshev", Math.max(...gaps)],
    ["minkowski", sum(gaps.map((g) => g ** 3)) ** (1 / 3), { p: 3 }],
    ["minkowski", sum(gaps.map((g) => g ** 0.5)) ** 2, { p: 0.5 }],
  ];
  it.each(expected)("%s equals its sum", (name, distance, options) => {
    expect(value(name, a, b, { stimuli: 6, options: options ?? {} })).toBeCloseTo(distance, 11);
  });

  it("nan-euclidean counts what is present in both", () => {
    const [x, y] = [a.slice(), b.slice()];
    [x[1], x[4], y[4], y[9]] = [NaN, NaN, NaN, NaN];
    const present = gaps.filter((_, k) => ![1, 4, 9].includes(k));
    const distance = Math.sqrt((15 / present.length) * sum(present.map((g) => g * g)));
    expect(value("nan-euclidean", x, y, { stimuli: 6 })).toBeCloseTo(distance, 11);
    expect(value("nan-euclidean", a, b, { stimuli: 6 })).toBeCloseTo(
      value("euclidean", a, b, { stimuli: 6 }),
      12,
    );
    expect(
      value(
        "nan-euclidean",
        x,
        y.map((v, k) => (k > 1 && k !== 4 ? NaN : k === 1 ? v : NaN)),
        { stimuli: 6 },
      ),
    ).toBeNaN();
  });
});

describe.each(comparatorNames)("%s", (name) => {
  const random = streamFor(`stack ${name}`);
  const m = 6;
  const stack = (count: number) => {
    const rows = Array.from({ length: count }, () => rdm(random, m));
    return matrix(count, pairsOf(m), Float64Array.from(rows.flatMap((r) => [...r])));
  };
  const about = { stimuli: m, options: comparatorDefaults };

  it.each([
    [1, 4],
    [4, 1],
    [3, 2],
  ])("gives the pairs of %i and %i RDMs their own values", (r, s) => {
    const [x, y] = [stack(r), stack(s)];
    const values = comparators[name].between(x, y, about, kernels);
    expect([values.rows, values.cols]).toEqual([r, s]);
    for (let i = 0; i < r; i++) {
      for (let j = 0; j < s; j++) {
        const one = (a: Matrix, k: number) => a.data.slice(k * a.cols, (k + 1) * a.cols);
        expect(values.data[i * s + j]).toBeCloseTo(value(name, one(x, i), one(y, j), { stimuli: m }), 11);
      }
    }
  });

  it("keeps what it declares", () => {
    const { self, symmetric, range, kind } = comparators[name].properties(comparatorDefaults);
    const x = stack(6);
    const { data } = comparators[name].between(x, x, about, kernels);
    for (let i = 0; i < 6; i++) {
      if (self !== undefined) expect(data[i * 7]).toBeCloseTo(self, 10);
      for (let j = 0; j < 6; j++) {
        const d = data[i * 6 + j]!;
        expect(d >= range[0] && d <= range[1]).toBe(true);
        if (symmetric) expect(d).toBeCloseTo(data[j * 6 + i]!, 12);
        if (kind !== "distance") continue;
        for (let k = 0; k < 6; k++)
          expect(d).toBeLessThanOrEqual(data[i * 6 + k]! + data[k * 6 + j]! + 1e-10);
      }
    }
  });

  it("does not see what its pooling takes out of an RDM", () => {
    const [x, y] = [stack(2), stack(2)];
    const taken = {
      own: (d: number) => d,
      unit: (d: number) => 3 * d,
      z: (d: number) => 3 * d + 2,
      ranks: (d: number) => d ** 3,
    }[comparators[name].pooling];
    const moved = { ...x, data: x.data.map(taken) };
    const [before, after] = [x, moved].map((some) => comparators[name].between(some, y, about, kernels).data);
    after!.forEach((d, k) => expect(d).toBeCloseTo(before![k]!, 10));
  });

  it("is the cosine that it declares, if one", () => {
    const { cosineOf, fittedBy } = comparators[name];
    const geometry = fittingGeometries[fittedBy];
    expect(cosineOf !== undefined).toBe(fittedBy === name && !geometry.whitened);
    if (!cosineOf) return;
    expect(geometry.center).toBe(cosineOf === "centred-entries");
    const rows = [stack(1), stack(1)].map(({ data }) => {
      const mean = geometry.center ? data.reduce((sum, d) => sum + d, 0) / data.length : 0;
      return data.map((d) => d - mean);
    });
    const dot = (i: number, j: number) => rows[i]!.reduce((sum, d, k) => sum + d * rows[j]![k]!, 0);
    const found = comparators[name].between(row(rows[0]!), row(rows[1]!), about, kernels).data[0];
    expect(found).toBeCloseTo(dot(0, 1) / Math.sqrt(dot(0, 0) * dot(1, 1)), 12);
  });

  it("is below 0 for RDMs of positive entries only if it says so", () => {
    // Those of points, and others, of which some entries are far larger.
    const skewed = () =>
      matrix(
        2,
        pairsOf(m),
        gaussian(random, 2, pairsOf(m)).data.map((d) => Math.exp(3 * d)),
      );
    const isBelow = [stack, skewed].flatMap((rdms) =>
      Array.from({ length: 40 }, () =>
        comparators[name].between(rdms(2), rdms(2), about, kernels).data.some((d) => d < 0),
      ),
    );
    expect(isBelow.includes(true)).toBe(!comparators[name].nonNegative);
  });

  it("leaves nothing in the memory of the kernels", () => {
    const before = kernels.usage.used;
    comparators[name].between(stack(2), stack(2), about, kernels);
    expect(kernels.usage.used).toBe(before);
  });
});
