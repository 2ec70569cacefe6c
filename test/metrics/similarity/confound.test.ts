import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type MetricSpec } from "../../../src/index.ts";
import { matrix, toRows, type Matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import * as oracle from "../../oracles/similarity.ts";
import { gaussian, representation } from "../../support/data.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const random = createRandom(12);
const [m, shared] = [34, gaussian(random, 34, 5)];
/** Networks that see the stimuli themselves too. */
const network = (n: number): Matrix => {
  const own = gaussian(random, m, n);
  return { ...own, data: own.data.map((v, k) => 0.6 * v + shared.data[5 * Math.floor(k / n) + (k % 5)]!) };
};
/** Fewer and more units than half of the stimuli. */
const [x, y, z] = [network(4), network(31), shared];
const toMatrix = (rows: number[][]) => matrix(rows.length, rows[0]!.length, Float64Array.from(rows.flat()));
const compare = (spec: MetricSpec, a = x, b = y) =>
  engine.compare(representation("first", a), representation("second", b), spec);
const close = (value: number, expected: number, tol = 1e-12) =>
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(tol * Math.max(1, Math.abs(expected)));
const centredProducts = (a: Matrix) => oracle.productsOf(oracle.centred(toRows(a)));

describe("deconfounded cka", () => {
  it("is the CKA of the residuals of a regression", async () => {
    const [k, l, c] = [x, y, z].map(centredProducts) as [number[][], number[][], number[][]];
    close(await compare({ metric: "cka", confound: z }), oracle.deconfoundedCka(k, l, c));
    const angle = Math.acos(oracle.deconfoundedCka(k, l, c));
    close(await compare({ metric: "cka", confound: z, ground: "angular" }), angle);
    close(await compare({ metric: "cka", confound: z, precision: "single" }), Math.cos(angle), 1e-5);
  });

  it("is a partial correlation of alignments, under every kernel and estimator", async () => {
    for (const options of [
      {},
      { debiased: true },
      { center: false },
      { kernel: "rbf" },
      { kernel: "rbf", debiased: true },
      { kernel: "polynomial" },
      { kernel: "laplacian", bandwidth: 2 },
    ] as const) {
      const spec = { metric: "cka", ...options } as const;
      const [xy, xz, yz] = [await compare(spec), await compare(spec, x, z), await compare(spec, y, z)];
      const expected = (xy - xz * yz) / Math.sqrt((1 - xz * xz) * (1 - yz * yz));
      close(await compare({ ...spec, confound: z }), expected, 1e-11);
    }
  });

  it("takes the similarity matrix of the confounder in its place", async () => {
    const expected = await compare({ metric: "cka", confound: z });
    close(await compare({ metric: "cka", confound: toMatrix(centredProducts(z)) }), expected);
    close(await compare({ metric: "cka", confound: toMatrix(oracle.productsOf(toRows(z))) }), expected);
    const given = [x, y].map((one) => toMatrix(oracle.productsOf(toRows(one)))) as [Matrix, Matrix];
    close(await compare({ metric: "cka", kernel: "given", confound: z }, ...given), expected);
  });

  it("of images takes all their numbers as responses", async () => {
    const images = { name: "pictures", shape: [m, 5, 1], data: shared.data };
    close(await compare({ metric: "cka", confound: images }), await compare({ metric: "cka", confound: z }));
  });

  it("takes epsilon after the confounder", async () => {
    const spec = { metric: "cka", confound: z } as const;
    close(await compare({ ...spec, epsilon: 1e-9 }), await compare(spec));
    expect(Math.abs(await compare({ ...spec, epsilon: 1e4 }))).toBeLessThan(Math.abs(await compare(spec)));
  });

  it("says what was removed, and by what, without its numbers", async () => {
    const found = await engine.pairwise([x, y], {
      metric: "cka",
      confound: { name: "pixels.npy", shape: [m, 5], data: shared.data },
    });
    expect(found.warnings).toEqual([
      "What the similarity of the stimuli in pixels.npy explains was removed from the similarity matrix of every network.",
    ]);
    const { options } = JSON.parse(found.toJson()) as { options: { confound: object } };
    expect(options.confound).toEqual({
      name: "pixels.npy",
      shape: [m, 5],
      as: "responses",
      digest: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
    });
  });

  it("tells confounders apart by their digests", async () => {
    const digestOf = async (data: Float64Array) => {
      const found = await engine.pairwise([x, y], { metric: "cka", confound: { rows: m, cols: 5, data } });
      return (JSON.parse(found.toJson()) as { options: { confound: { digest: string } } }).options.confound
        .digest;
    };
    const other = shared.data.slice();
    other[7]! += 1e-9;
    expect(await digestOf(shared.data)).toBe(await digestOf(shared.data.slice()));
    expect(await digestOf(other)).not.toBe(await digestOf(shared.data));
  });

  it("refuses a confounder of other stimuli, one that explains all, and one of nothing", async () => {
    await expect(compare({ metric: "cka", confound: gaussian(random, 30, 3) })).rejects.toThrow(
      /first has 34 stimuli and the confounder confound has 30/,
    );
    await expect(compare({ metric: "cka", confound: x })).rejects.toThrow(
      /first: the confounder confound explains all of its similarity matrix/,
    );
    const constant = matrix(m, 2, new Float64Array(2 * m).fill(3));
    await expect(compare({ metric: "cka", confound: constant })).rejects.toThrow(
      /confound: every unit is constant/,
    );
    const names = Array.from({ length: m }, (_, k) => `s${k}`);
    const named = (list: string[]) => ({ name: "n", shape: [m, 4], data: x.data, stimuli: list });
    const confound = { name: "c", shape: [m, 5], data: shared.data, stimuli: names.toReversed() };
    await expect(engine.compare(named(names), named(names), { metric: "cka", confound })).rejects.toThrow(
      /Stimulus 0 is "s0" in n but "s33" in the confounder c/,
    );
    await expect(compare({ metric: "cka", confound: "file.npy" as never })).rejects.toThrow(
      /confound is "file.npy"/,
    );
  });

  it("draws stimuli from the confounder as from the networks", async () => {
    const how = { bootstrap: "stimuli", interval: "percentile", samples: 30, seed: 5 } as const;
    const rsm = toMatrix(oracle.productsOf(toRows(z)));
    const of = async (spec: object) =>
      (await engine.pairwise([x, y], { metric: "cka", ...spec, ...how })).interval!;
    const [plain, asMatrix] = [await of({ confound: z }), await of({ confound: rsm })];
    close(plain.lower.at(0, 1), asMatrix.lower.at(0, 1), 1e-10);
    close(plain.upper.at(0, 1), asMatrix.upper.at(0, 1), 1e-10);
    const kernel = await of({ confound: z, kernel: "rbf" });
    expect(kernel.lower.at(0, 1)).toBeLessThan(kernel.upper.at(0, 1));
    // A jackknife of all stimuli is about the value itself.
    const jack = await engine.pairwise([x, y], { metric: "cka", confound: z, bootstrap: "stimuli" });
    expect(jack.interval!.lower.at(0, 1)).toBeLessThan(jack.interval!.upper.at(0, 1));
  });

  it("streams what does not fit at once: the same value", async () => {
    const large = 4200;
    const tall = [3, 4, 2].map((n) => gaussian(random, large, n));
    const [a, b, c] = tall as [Matrix, Matrix, Matrix];
    const of = (p: Matrix, q: Matrix, spec: object = {}) => engine.compare(p, q, { metric: "cka", ...spec });
    const [ab, ac, bc] = [await of(a, b), await of(a, c), await of(b, c)];
    const expected = (ab - ac * bc) / Math.sqrt((1 - ac * ac) * (1 - bc * bc));
    close(await of(a, b, { confound: c }), expected, 1e-11);
  });

  it("gives the same bits on threads", async () => {
    const nets = Array.from({ length: 6 }, (_, k) => gaussian(createRandom(k), 700, 200 + k));
    const confound = gaussian(createRandom(99), 700, 6);
    const [one, two] = await Promise.all(
      [0, 2].map(async (threads) => {
        const own = await createEngine({ threads });
        const { values } = await own.pairwise(nets, { metric: "cka", confound });
        own.close();
        return [...values];
      }),
    );
    expect(two).toEqual(one);
  });
});
