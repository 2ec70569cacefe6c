// Exponentials and entropies of rows, to their last digits.
import { beforeAll, describe, expect, it } from "vitest";
import { exp } from "../../src/base/math/exp.ts";
import { log } from "../../src/base/math/log.ts";
import { matrix } from "../../src/base/matrix.ts";
import { createRandom } from "../../src/base/random.ts";
import { createKernels } from "../../src/wasm/create.ts";
import { loadModule } from "../../src/wasm/load.ts";
import { probabilityKernels, type ProbabilityKernels } from "../../src/wasm/parts/probabilities.ts";
import { gaussian } from "../support/data.ts";
import { builds } from "./wasm.ts";

const row = (...numbers: number[]) => matrix(1, numbers.length, Float64Array.from(numbers));

describe.each(builds)("probabilities on the %s build", (build) => {
  let kernels: ProbabilityKernels;
  beforeAll(async () => {
    kernels = (await createKernels(await loadModule(build))).part(probabilityKernels);
  });

  it("are exponentials to the last digit, from 1 to the smallest normal number", () => {
    const random = createRandom(1);
    for (let k = 0; k < 20_000; k++) {
      const x = -707 * random.uniform() * 2 ** -Math.floor(random.uniform() * 40);
      // Beside the exponential of 0 the norm of the row is known.
      const [one, other] = kernels.softmaxRows(row(0, x), { over: "norm" }).data;
      expect(Math.abs(other! / one! - exp(x))).toBeLessThanOrEqual(exp(x) * 4 * Number.EPSILON);
    }
    expect([...kernels.softmaxRows(row(0, -708.5, -1e308, 0)).data]).toEqual([0.5, 0, 0, 0.5]);
  });

  it.each([1, 2, 3, 4, 5, 8, 9, 33])("of %i classes sum to 1, or their squares do", (n) => {
    const x = gaussian(createRandom(n), 6, n);
    const before = x.data.slice();
    const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
    for (const factor of [1, -3]) {
      const shares = kernels.softmaxRows(x, { factor }).data;
      const roots = kernels.softmaxRows(x, { factor, over: "norm" }).data;
      for (let i = 0; i < 6; i++) {
        const own = x.data.subarray(i * n, (i + 1) * n).map((value) => exp(factor * value));
        for (let k = 0; k < n; k++) {
          expect(shares[i * n + k]).toBeCloseTo(own[k]! / sum(own), 14);
          expect(roots[i * n + k]).toBeCloseTo(own[k]! / Math.sqrt(sum(own.map((e) => e * e))), 14);
        }
      }
    }
    expect(x.data).toEqual(before);
  });

  it("leave out the own element of each row", () => {
    const x = gaussian(createRandom(7), 3, 5);
    const found = kernels.softmaxRows(x, { own: 1 }).data;
    for (let i = 0; i < 3; i++) {
      const others = [0, 1, 2, 3, 4].filter((k) => k !== i + 1);
      const sum = others.reduce((total, k) => total + exp(x.data[i * 5 + k]!), 0);
      expect(found[i * 5 + i + 1]).toBe(0);
      for (const k of others) expect(found[i * 5 + k]).toBeCloseTo(exp(x.data[i * 5 + k]!) / sum, 14);
    }
  });

  it("have entropies to the last digits of a, from 1 to the smallest numbers, and 0 of 0", () => {
    const random = createRandom(1);
    const at = (a: number) => kernels.negentropiesOfMean(row(a), row(a))[0]!;
    for (let k = 0; k < 20_000; k++) {
      const a = random.uniform() * 2 ** -Math.floor(random.uniform() * 60);
      const exact = a > 0 ? a * log(a) : 0;
      expect(Math.abs(at(a) - exact)).toBeLessThanOrEqual(Math.abs(exact) * 2 * Number.EPSILON);
    }
    for (const a of [1, 0.5, 1 - 2 ** -53, Math.SQRT1_2, 2 ** -1000, 2.3e-308])
      expect(Math.abs(at(a) - a * log(a))).toBeLessThanOrEqual(Math.abs(a * log(a)) * 2 * Number.EPSILON);
    expect([at(0), at(5e-324)]).toEqual([0, 0]);
  });

  it("have entropies of the mean of two, and refuse other shapes", () => {
    const [p, q] = [matrix(2, 3, Float64Array.of(1, 0, 0, 0.2, 0.3, 0.5)), matrix(2, 3)];
    q.data.set([0, 0, 1, 0.2, 0.3, 0.5]);
    const [far, same] = kernels.negentropiesOfMean(p, q);
    expect(far).toBeCloseTo(-Math.LN2, 15);
    expect(same).toBeCloseTo(0.2 * log(0.2) + 0.3 * log(0.3) + 0.5 * log(0.5), 15);
    expect(() => kernels.negentropiesOfMean(p, matrix(3, 2))).toThrow(
      "negentropiesOfMean: 2 × 3 against 3 × 2; the shapes must be equal.",
    );
  });
});
