// Shared response models where each subject has seen some of the stimuli.
import { describe, expect, it } from "vitest";
import { createEngine, overAllRows, srm, type Matrix, type SrmOptions } from "../../../src/index.ts";
import { matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import { correlation } from "../rsa/regression/oracles.ts";

const random = createRandom(15);
const [stimuli, k] = [40, 3];
const normals = (rows: number, cols: number, scale = 1) =>
  matrix(
    rows,
    cols,
    Float64Array.from({ length: rows * cols }, () => scale * random.normal()),
  );

/** Columns made orthonormal, by Gram and Schmidt. */
function orthonormal({ rows, cols, data }: Matrix): Matrix {
  const columns = Array.from({ length: cols }, (_, c) =>
    Array.from({ length: rows }, (_, r) => data[r * cols + c]!),
  );
  for (const [c, column] of columns.entries()) {
    for (const before of columns.slice(0, c)) {
      const part = column.reduce((sum, value, r) => sum + value * before[r]!, 0);
      before.forEach((value, r) => (column[r]! -= part * value));
    }
    const size = Math.hypot(...column);
    column.forEach((value, r) => (column[r] = value / size));
  }
  return matrix(
    rows,
    cols,
    Float64Array.from({ length: rows * cols }, (_, at) => columns[at % cols]![Math.floor(at / cols)]!),
  );
}

/** x = W·s + mean + noise; the features have deviations 3, 2, 1.5. */
function planted(noise: number) {
  const shared = normals(stimuli, k);
  shared.data.forEach((value, at) => (shared.data[at] = value * [3, 2, 1.5][at % k]!));
  const subjects = [8, 10, 9, 12].map((units, i) => {
    const map = orthonormal(normals(units, k));
    const means = normals(1, units, 2).data;
    const data = new Float64Array(stimuli * units);
    for (let t = 0; t < stimuli; t++)
      for (let u = 0; u < units; u++) {
        let value = means[u]! + noise * random.normal();
        for (let f = 0; f < k; f++) value += shared.data[t * k + f]! * map.data[u * k + f]!;
        data[t * units + u] = value;
      }
    return { name: `s${i}`, shape: [stimuli, units], data };
  });
  return { shared, subjects };
}

/** The same with rows of NaN: each subject misses every fourth stimulus, others than the next. */
const holed = (subjects: ReturnType<typeof planted>["subjects"]) =>
  subjects.map(({ name, shape, data }, i) => ({
    name,
    shape,
    data: data.map((value, at) => (Math.floor(at / shape[1]!) % 4 === i ? NaN : value)),
  }));

const column = ({ rows, cols, data }: Matrix, c: number) =>
  Array.from({ length: rows }, (_, r) => data[r * cols + c]!);
const options: SrmOptions = { features: k, missing: true, iterations: 200, tolerance: 1e-8 };

describe.each(["probabilistic", "deterministic"] as const)("srm with missing stimuli, %s", (kind) => {
  const center = true;
  const { shared, subjects } = planted(0.3);

  it("is the plain model where nothing is missing", async () => {
    const asked: SrmOptions = { features: k, kind, center, iterations: 30, tolerance: 0, seed: 4 };
    const [plain, partial] = [await srm(subjects, asked), await srm(subjects, { ...asked, missing: true })];
    // The deterministic kind gives back another turn of the same iteration.
    const last = kind === "deterministic" ? 1e-3 : 1e-8;
    plain.shared.data.forEach((value, at) =>
      expect(Math.abs(partial.shared.data[at]! - value)).toBeLessThan(last),
    );
    partial.objective.forEach((value, at) =>
      expect(value / plain.objective[at]!).toBeCloseTo(1, kind === "deterministic" ? 3 : 8),
    );
    plain.noiseVariance.forEach((value, i) => expect(partial.noiseVariance[i]! / value).toBeCloseTo(1, 3));
  });

  it("finds the planted response, and says what a subject would have answered", async () => {
    const found = await srm(holed(subjects), { ...options, kind, center });
    expect(found.converged).toBe(true);
    // Each planted feature is a sum of the features that were found.
    const { leastSquares, explained } = await import("../rsa/regression/oracles.ts");
    const columns = [0, 1, 2].map((c) => column(found.shared, c));
    for (let f = 0; f < k; f++) {
      expect(leastSquares(column(shared, f), columns)).toHaveLength(k + 1);
      expect(explained(column(shared, f), columns)).toBeGreaterThan(0.97);
    }
    // Responses to stimuli that a subject has not seen: mean + scale · S·Wᵀ against what was planted.
    subjects.forEach(({ shape, data }, i) => {
      const units = shape[1]!;
      const [truth, guess]: [number[], number[]] = [[], []];
      for (let t = i; t < stimuli; t += 4)
        for (let u = 0; u < units; u++) {
          truth.push(data[t * units + u]!);
          let value = 0;
          for (let f = 0; f < k; f++)
            value += found.shared.data[t * k + f]! * found.maps[i]!.data[u * k + f]!;
          guess.push(found.means[i]![u]! + found.scales[i]![u]! * value);
        }
      expect(correlation(truth, guess)).toBeGreaterThan(0.95);
    });
  });

  it("never loses ground from one iteration to the next", async () => {
    const { objective } = await srm(holed(subjects), {
      ...options,
      kind,
      center,
      iterations: 40,
      tolerance: 0,
    });
    const sign = kind === "probabilistic" ? 1 : -1;
    objective
      .slice(1)
      .forEach((value, at) =>
        expect(sign * (value - objective[at]!)).toBeGreaterThan(-1e-9 * Math.abs(value)),
      );
  });

  it("puts what a subject has seen beside the shared response, NaN elsewhere, as transform does", async () => {
    const found = await srm(holed(subjects), { ...options, kind, center });
    const whole = await found.transform(subjects[1]!, 1);
    for (let t = 0; t < stimuli; t++)
      for (let f = 0; f < k; f++) {
        const value = found.aligned[1]!.data[t * k + f]!;
        if (t % 4 === 1) expect(value).toBeNaN();
        else expect(value).toBeCloseTo(whole.data[t * k + f]!, 9);
      }
    expect(correlation(column(whole, 0), column(found.shared, 0))).toBeGreaterThan(0.95);
    expect(found.warnings.join()).toContain("s1 has not seen 10 of 40 stimuli");
  });

  it("gives the same bits on one thread and on three", async () => {
    const texts = [];
    for (const threads of [0, 3]) {
      const engine = await createEngine({ threads });
      texts.push((await engine.srm(holed(subjects), { ...options, kind })).toCsv());
      engine.close();
    }
    expect(texts[0]).toBe(texts[1]);
  });
});

it("the objective is the log-likelihood of what was seen", async () => {
  const { subjects } = planted(0.5);
  const small = holed(subjects).slice(0, 2);
  const found = await srm(small, { features: 2, missing: true, iterations: 5, tolerance: 0, seed: 2 });
  // Of one stimulus the seen responses are normal with covariance W Σ Wᵀ + ρ² I, about the means.
  const covariance = found.covariance!;
  let total = 0;
  for (let t = 0; t < stimuli; t++) {
    const seen = [0, 1].filter((i) => t % 4 !== i);
    const rows = seen.flatMap((i) =>
      Array.from({ length: small[i]!.shape[1]! }, (_, u) => ({
        i,
        weights: [0, 1].map((f) => found.maps[i]!.data[u * 2 + f]!),
        x: small[i]!.data[t * small[i]!.shape[1]! + u]! - found.means[i]![u]!,
      })),
    );
    const sigma = rows.map((a) =>
      rows.map((b) => {
        let value = a === b ? found.noiseVariance[a.i]! : 0;
        for (const f of [0, 1])
          for (const g of [0, 1]) value += a.weights[f]! * covariance.data[f * 2 + g]! * b.weights[g]!;
        return value;
      }),
    );
    total += logDensity(
      sigma,
      rows.map(({ x }) => x),
    );
  }
  expect(found.objective.at(-1)! / total).toBeCloseTo(1, 9);
});

/** Without its constant; by Cholesky. */
function logDensity(sigma: number[][], x: number[]): number {
  const n = x.length;
  const l = sigma.map((row) => row.map(() => 0));
  const half: number[] = [];
  let result = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = sigma[i]![j]!;
      for (let c = 0; c < j; c++) sum -= l[i]![c]! * l[j]![c]!;
      l[i]![j] = i === j ? Math.sqrt(sum) : sum / l[j]![j]!;
    }
    let left = x[i]!;
    for (let c = 0; c < i; c++) left -= l[i]![c]! * half[c]!;
    half.push(left / l[i]![i]!);
    result -= Math.log(l[i]![i]!) + half[i]! ** 2 / 2;
  }
  return result;
}

describe("overAllRows", () => {
  it("places rows by name, NaN where there is none", () => {
    const one = { name: "one", shape: [2, 1], data: Float64Array.of(1, 2), stimuli: ["a", "b"] };
    const two = { name: "two", shape: [2, 2], data: Float64Array.of(3, 4, 5, 6), stimuli: ["c", "a"] };
    const [x, y] = overAllRows([one, two]);
    expect([x!.stimuli, [...x!.data]]).toEqual([
      ["a", "b", "c"],
      [1, 2, NaN],
    ]);
    expect([...y!.data]).toEqual([5, 6, NaN, NaN, 3, 4]);
  });
  it.each([
    [{ name: "x", shape: [1, 1], data: Float64Array.of(1) }, "x has no names"],
    [
      { name: "x", shape: [2, 1], data: Float64Array.of(1, 2), stimuli: ["a", "a"] },
      "two stimuli have one name",
    ],
  ])("refuses %#", (given, message) => expect(() => overAllRows([given])).toThrow(message));
});

describe("srm with missing refuses", () => {
  const { subjects } = planted(0.3);
  const nowhere = (one: (typeof subjects)[0], gone: (t: number) => boolean) => ({
    ...one,
    data: one.data.map((value, at) => (gone(Math.floor(at / one.shape[1]!)) ? NaN : value)),
  });
  it.each([
    [subjects.map((one) => nowhere(one, (t) => t === 7)), {}, "nobody has seen stimulus 7"],
    [
      [subjects[0]!, nowhere(subjects[1]!, (t) => t > 2)],
      {},
      "shares 3 stimuli with others; 3 features need at least 4",
    ],
    [
      [0, 1, 2, 3].map((i) => nowhere(subjects[i]!, (t) => (t < 20 ? i > 1 : i < 2))),
      {},
      "share no stimulus",
    ],
    [[subjects[0]!, nowhere(subjects[1]!, () => true)], {}, "s1 has seen no stimulus"],
    [[subjects[0]!, { ...subjects[1]!, data: subjects[1]!.data.with(3, NaN) }], {}, "NaN"],
    [
      [subjects[0]!, { name: "short", shape: [2, 2], data: new Float64Array(4) }],
      {},
      "overAllRows makes them",
    ],
    [subjects, { perturbation: 0.001 }, "perturbation does not go with missing"],
  ])("%#", async (given, more, message) => {
    await expect(srm(given, { features: k, missing: true, ...more })).rejects.toThrow(message);
  });
});
