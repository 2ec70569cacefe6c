import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type SrmKind } from "../../../src/index.ts";
import { matrix, transpose, type Matrix } from "../../../src/base/matrix.ts";
import { parseNpy } from "../../../src/data/formats/numpy/npy.ts";
import { createRandom } from "../../../src/base/random.ts";
import { gaussian, multiply, orthogonal, representation, streamFor } from "../../support/data.ts";
import { asMatrix, centred, rotatedCopies, sharing, squaredGap, sumOfSquares, worstGap } from "./oracles.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 0 });
});

const kinds: SrmKind[] = ["probabilistic", "deterministic"];
const nets = sharing(streamFor("srm"), 14, [9, 6, 25, 12], 4, 0.3);

const identityGap = (map: Matrix) => {
  const inner = multiply(transpose(map), map);
  for (let i = 0; i < inner.rows; i++) inner.data[i * inner.rows + i]! -= 1;
  return Math.sqrt(sumOfSquares(inner));
};

describe.each(kinds)("%s", (kind) => {
  it("gives orthonormal maps, the best ones for the shared response, and says what they explain", async () => {
    const found = await engine.srm(nets, { kind, features: 4, center: true });
    let [left, whole] = [0, 0];
    for (const [k, one] of nets.entries()) {
      const x = centred(asMatrix(one));
      const map = found.maps[k]!;
      expect(identityGap(map)).toBeLessThan(1e-12);
      const gap = squaredGap(x, multiply(found.shared, transpose(map)));
      expect(found.varianceExplained.subjects[k]).toBeCloseTo(1 - gap / sumOfSquares(x), 12);
      [left, whole] = [left + gap, whole + sumOfSquares(x)];
      expect(worstGap(found.aligned[k]!, multiply(x, map))).toBeLessThan(1e-11);
      // any other orthonormal map leaves more
      const turned = multiply(map, orthogonal(createRandom(k + 1), 4));
      expect(squaredGap(x, multiply(found.shared, transpose(turned)))).toBeGreaterThan(gap);
      const again = await found.addSubject(one);
      expect(worstGap(again.map, map)).toBeLessThan(1e-9);
    }
    expect(found.varianceExplained.total).toBeCloseTo(1 - left / whole, 12);
    expect(found.varianceExplained.total).toBeGreaterThan(0.6);
    expect(found.converged).toBe(true);
  });

  it("gives the same bits again, and others from another seed", async () => {
    const bits = async (seed: number) =>
      Array.from((await engine.srm(nets, { kind, features: 3, iterations: 3, seed })).shared.data);
    expect(await bits(1)).toEqual(await bits(1));
    expect(await bits(1)).not.toEqual(await bits(2));
  });

  it("is the same from X·Xᵀ of many units as from the responses", async () => {
    // 8 stimuli, 60 units: Gram matrices; a perturbation of nothing to speak of forbids them
    const wide = sharing(streamFor("gram"), 8, [60, 70], 3, 0.5);
    const options = { kind, features: 3, iterations: 12, tolerance: 0 };
    const [a, b] = [
      await engine.srm(wide, options),
      await engine.srm(wide, { ...options, perturbation: 1e-300 }),
    ];
    const compare = kind === "probabilistic" ? 12 : 11; // there the last entry is of other maps
    for (let t = 0; t <= compare; t++) expect(a.objective[t]! / b.objective[t]!).toBeCloseTo(1, 10);
  });

  it("is so where the responses have fewer dimensions than there are features", async () => {
    const wide = sharing(streamFor("flat"), 8, [60, 70], 2, 0);
    const options = { kind, features: 8, iterations: 6, tolerance: 0, center: true };
    const [a, b] = [
      await engine.srm(wide, options),
      await engine.srm(wide, { ...options, perturbation: 1e-300 }),
    ];
    a.varianceExplained.subjects.forEach((value, i) => {
      expect(value).toBeCloseTo(b.varianceExplained.subjects[i]!, 9);
      expect(Math.abs(value - 0.5)).toBeLessThanOrEqual(0.5);
    });
    for (const { data } of [a.shared, ...a.maps]) expect(data.every(Number.isFinite)).toBe(true);
  });

  it("finds the same at another scale of the responses", async () => {
    const options = { kind, features: 2, iterations: 400, tolerance: 1e-12 };
    const scaled = nets.map((one) => ({ ...one, data: one.data.map((value) => value * 1e-3) }));
    const [a, b] = [await engine.srm(nets, options), await engine.srm(scaled, options)];
    expect(b.varianceExplained.total).toBeCloseTo(a.varianceExplained.total, 4);
  });

  it("ends where nothing is noise", async () => {
    const copies = rotatedCopies(createRandom(9), 4, 12, 5);
    const found = await engine.srm(copies, { kind, features: "all" });
    expect(found.features).toBe(5);
    expect(found.varianceExplained.total).toBeGreaterThan(1 - 1e-6);
    expect(found.noiseVariance.every((value) => value >= 0 && Number.isFinite(value))).toBe(true);
    expect(found.objective.every(Number.isFinite)).toBe(true);
  });

  it("takes as many features as there are stimuli", async () => {
    const wide = sharing(streamFor("wide"), 5, [9, 7], 3, 0.2);
    const { maps, varianceExplained } = await engine.srm(wide, { kind, features: 5 });
    for (const map of maps) expect(identityGap(map)).toBeLessThan(1e-10);
    expect(varianceExplained.total).toBeLessThanOrEqual(1);
  });

  it("never lets an iteration lose", async () => {
    const { objective } = await engine.srm(nets, { kind, features: 3, iterations: 60, tolerance: 0 });
    const rises = kind === "probabilistic" ? 1 : -1;
    for (let t = 1; t < objective.length; t++)
      expect(rises * (objective[t]! - objective[t - 1]!)).toBeGreaterThan(-1e-9 * Math.abs(objective[t]!));
  });
});

it("deterministic srm with all units is the orthogonal barycenter", async () => {
  const copies = rotatedCopies(createRandom(4), 5, 20, 6, 0.4);
  const found = await engine.srm(copies, { kind: "deterministic", iterations: 2000, tolerance: 1e-15 });
  const { loss, mean } = await engine.barycenter(copies, { tolerance: 1e-12 });
  expect(found.objective.at(-1)! / copies.length).toBeCloseTo(loss, 9);
  const gramOf = (a: Matrix) => multiply(a, transpose(a));
  expect(worstGap(gramOf(found.shared), gramOf(mean))).toBeLessThan(1e-5);
});

it("recovers a planted noise variance", async () => {
  const random = streamFor("noise");
  const shared = gaussian(random, 400, 3);
  const deviations = [0.2, 0.5, 1];
  const planted = deviations.map((deviation, k) => {
    const { cols } = { cols: 20 + 5 * k };
    const map = orthogonal(random, cols).data.slice(0, 3 * cols); // 3 × units, orthonormal rows
    const x = multiply(shared, matrix(3, cols, map));
    const noise = gaussian(random, 400, cols).data;
    return representation(
      `n${k}`,
      matrix(
        400,
        cols,
        x.data.map((value, i) => value + deviation * noise[i]!),
      ),
    );
  });
  const { noiseVariance, covariance } = await engine.srm(planted, { features: 3 });
  deviations.forEach((deviation, k) => expect(noiseVariance[k]! / deviation ** 2).toBeCloseTo(1, 1));
  expect(covariance!.rows).toBe(3);
});

describe("new data", () => {
  it("transform subtracts the means of the fit, unless told not to", async () => {
    const found = await engine.srm(nets, { features: 3 });
    const other = representation("other", gaussian(createRandom(2), 5, 6));
    const moved = await found.transform(other, nets[1]!.name);
    const x = asMatrix(other);
    const minus = matrix(
      5,
      6,
      x.data.map((value, k) => value - found.means[1]![k % 6]!),
    );
    expect(worstGap(moved, multiply(minus, found.maps[1]!))).toBeLessThan(1e-13);
    const plain = await found.transform(other, 1, { center: false });
    expect(worstGap(plain, multiply(x, found.maps[1]!))).toBeLessThan(1e-13);
  });

  it("refuses other units, stimuli and subjects", async () => {
    const found = await engine.srm(nets, { features: 4 });
    const given = (rows: number, cols: number) => representation("z", gaussian(createRandom(1), rows, cols));
    await expect(found.transform(given(3, 7), 1)).rejects.toThrow(/z has 7 units, net 1 had 6/);
    await expect(found.transform(given(3, 6), "net 9")).rejects.toThrow(
      /no subject "net 9"; accepted: a number from 0 to 3, or one of net 0, net 1/,
    );
    await expect(found.addSubject(given(13, 8))).rejects.toThrow(/z has 13 stimuli, net 0 and the others 14/);
    await expect(found.addSubject(given(14, 3))).rejects.toThrow(/3 units that vary; 4 features/);
    const broken = given(14, 5);
    broken.data[7] = NaN;
    await expect(found.addSubject(broken)).rejects.toThrow(/z: the response of unit 2 to stimulus 1/);
  });
});

describe("constant units", () => {
  const withConstant = (one: (typeof nets)[number]) => {
    const x = asMatrix(one);
    const wide = matrix(x.rows, x.cols + 1);
    for (let i = 0; i < x.rows; i++) {
      wide.data[i * wide.cols] = 5.7; // the sum over 14 stimuli is not exact
      wide.data.set(x.data.subarray(i * x.cols, (i + 1) * x.cols), i * wide.cols + 1);
    }
    return representation(one.name, wide);
  };

  it("are left out, counted, and have maps of zeros", async () => {
    const [with1, without] = [
      await engine.srm([withConstant(nets[0]!), ...nets.slice(1)], { features: 3 }),
      await engine.srm(nets, { features: 3 }),
    ];
    expect(with1.constantUnits).toEqual([1, 0, 0, 0]);
    expect(Array.from(with1.shared.data)).toEqual(Array.from(without.shared.data));
    expect(Array.from(with1.noiseVariance)).toEqual(Array.from(without.noiseVariance));
    expect(Array.from(with1.maps[0]!.data)).toEqual([0, 0, 0, ...without.maps[0]!.data]);
    const again = await with1.transform(withConstant(nets[0]!), 0);
    expect(worstGap(again, with1.aligned[0]!)).toBeLessThan(1e-11);
  });

  it("are responses like others without centring; units that never respond are not", async () => {
    const silent = { ...nets[1]!, data: nets[1]!.data.map((value, k) => (k % 6 === 2 ? 0 : value)) };
    const found = await engine.srm([withConstant(nets[0]!), silent], { kind: "deterministic", features: 2 });
    expect(found.constantUnits).toEqual([0, 1]);
  });

  it("are an error where there are no others", async () => {
    const flat = representation("flat", matrix(14, 2, new Float64Array(28).fill(3)));
    await expect(engine.srm([nets[0]!, flat])).rejects.toThrow(/flat: every unit is constant across stimuli/);
    const zero = representation("zero", matrix(14, 2));
    await expect(engine.srm([nets[0]!, zero], { kind: "deterministic" })).rejects.toThrow(
      /zero: every response is 0/,
    );
  });
});

describe("mistakes", () => {
  const refused = (given: Parameters<Engine["srm"]>[0], options: object, message: RegExp) =>
    expect(engine.srm(given, options)).rejects.toThrow(message);

  it("in the subjects", async () => {
    await refused(nets.slice(0, 1), {}, /srm needs at least two subjects.*got 1/);
    const longer = representation("longer", gaussian(createRandom(1), 15, 9));
    await refused([nets[0]!, longer], {}, /net 0 is 14 × 9, longer is 15 × 9; the number of stimuli/);
    const broken = { ...nets[1]!, data: nets[1]!.data.map((value, k) => (k === 8 ? NaN : value)) };
    await refused([nets[0]!, broken], {}, /net 1: the response of unit 2 to stimulus 1.*is NaN/);
    const vast = { ...nets[1]!, data: nets[1]!.data.map((value) => value * 1e200) };
    await refused([nets[0]!, vast], { normalize: "none" }, /net 1: the sum of squares.*rescale/);
  });

  it("in the options", async () => {
    await refused(
      nets,
      { features: 7 },
      /features is 7; accepted: a whole number from 1 to 6, because net 1 has 6 units that vary, or "all"/,
    );
    await refused(
      nets.slice(2, 3).concat(nets.slice(2, 3)),
      { features: 15 },
      /from 1 to 14, because there are 14 stimuli/,
    );
    await refused(
      nets,
      { features: 1.5 },
      /srm: features is 1.5; accepted: a whole number from 1, or "all" \(default "all"\)/,
    );
    await refused(
      nets,
      { iterations: 0 },
      /iterations is 0; accepted: a whole number from 1 \(default 100\)/,
    );
    await refused(nets, { tolerance: -1 }, /tolerance is -1; accepted: a number from 0/);
    await refused(nets, { seed: 0.5 }, /seed is 0.5/);
    await refused(nets, { kind: "robust" }, /kind is "robust"; accepted: "probabilistic", "deterministic"/);
    await refused(nets, { perturbation: NaN }, /perturbation is NaN/);
    await refused(nets, { center: "yes" }, /center is "yes"; accepted: true, false/);
    await refused(nets, { start: 3 }, /start is 3; accepted: a list of matrices/);
  });

  it.each(["srm", "robustSrm", "fastSrm"] as const)("in the name of an option of %s", async (method) => {
    const options = { featurs: 2 } as object;
    await expect(engine[method](nets, options)).rejects.toThrow(
      new RegExp(`${method} has no option "featurs". Did you mean features\\?`),
    );
    await expect(engine[method](nets, { iterations: 2.5 })).rejects.toThrow(/iterations is 2.5/);
    await expect(engine[method](nets, { seed: -1 })).rejects.toThrow(/seed is -1; accepted: a whole number/);
  });

  it("in the name of an option of hyperalign", async () => {
    await expect(engine.hyperalign(nets, { centre: true } as object)).rejects.toThrow(
      /Did you mean center\?/,
    );
  });

  it("in the start", async () => {
    const start = (await engine.srm(nets, { features: 2 })).maps;
    await refused(nets, { features: 2, start: start.slice(1) }, /start has 3 maps for 4 subjects/);
    await refused(nets, { features: 3, start }, /start of net 0 is 9 × 2; expected units × features, 9 × 3/);
    const longer = start.map((one) =>
      matrix(
        one.rows,
        one.cols,
        one.data.map((value) => 2 * value),
      ),
    );
    await refused(nets, { features: 2, start: longer }, /start of net 0 must have orthonormal columns/);
  });

  it("an abort ends it", async () => {
    const signal = AbortSignal.abort();
    await expect(engine.srm(nets, {}, { signal })).rejects.toThrow(/abort/i);
  });
});

it("tells of its iterations", async () => {
  const heard: number[] = [];
  const onProgress = ({ done, total }: { done: number; total: number }) => heard.push(done / total);
  await engine.srm(nets, { iterations: 4, tolerance: 0 }, { onProgress });
  expect(heard).toEqual([0.25, 0.5, 0.75, 1]);
});

it.each(["srm", "robustSrm", "fastSrm", "hyperalign"] as const)(
  "%s has its facts as JSON and the shared response as a table",
  async (method) => {
    const stimuli = Array.from({ length: 14 }, (_, i) => `s${i}`);
    const named = nets.map((one) => ({ ...one, stimuli }));
    const found = await engine[method](named, {});
    const told = JSON.parse(found.toJson()) as Record<string, unknown>;
    expect(told).toEqual(JSON.parse(JSON.stringify(found)));
    const { names, features } = found;
    expect(told).toMatchObject({ method: found.method, features, names });
    expect((told["objective"] as number[]).at(-1)).toBe(found.objective.at(-1));
    expect(told).not.toHaveProperty("maps");
    const { rows, cols, data } = found.shared;
    expect(parseNpy(found.toNpy(), "shared")[0]).toMatchObject({ shape: [rows, cols], data });
    const lines = found.toCsv().trimEnd().split("\n");
    expect(lines).toHaveLength(15);
    expect(lines[0]).toMatch(/^,feature 0,feature 1/);
    expect(lines[1]).toMatch(/^s0,/);
  },
);

it("the document of srm has the kind and the noise", async () => {
  const found = await engine.srm(nets, { features: 2 });
  const told = JSON.parse(JSON.stringify(found)) as object;
  expect(told).toMatchObject({ kind: "probabilistic", noiseVariance: [...found.noiseVariance] });
});
