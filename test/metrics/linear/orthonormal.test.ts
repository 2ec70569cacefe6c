import { beforeAll, describe, expect, it } from "vitest";
import { matrix, type Matrix } from "../../../src/base/matrix.ts";
import { createRandom } from "../../../src/base/random.ts";
import { orthonormalized } from "../../../src/metrics/linear/orthonormal.ts";
import { createKernels } from "../../../src/wasm/create.ts";
import { loadModule } from "../../../src/wasm/load.ts";
import type { Kernels } from "../../../src/wasm/kernels.ts";
import { gaussian } from "../../support/data.ts";

let kernels: Kernels;
beforeAll(async () => {
  kernels = await createKernels(await loadModule("simd"));
});

const [rows, cols] = [1100, 12];
const rule = { relative: rows * Number.EPSILON, floor: 0 };
const random = createRandom(5);
const plain = gaussian(random, rows, cols);

/** All units but the first nearly are the first: the smaller the distance, the larger the variance inflation. */
function collinear(distance: number): Matrix {
  return matrix(
    rows,
    cols,
    plain.data.map((value, k) => (k % cols ? distance * value : 0) + plain.data[k - (k % cols)]!),
  );
}

function scaled(by: (unit: number) => number): Matrix {
  return matrix(
    rows,
    cols,
    plain.data.map((value, k) => value * by(k % cols)),
  );
}

const cases = {
  plain,
  "of units at very different scales": scaled((unit) => 10 ** (3 * (unit % 3))),
  "nearly collinear": collinear(1e-3),
  "so nearly that only reflections will do": collinear(3e-8),
  "whose squares vanish": scaled(() => 1e-159),
};

describe.each(Object.entries(cases))("orthonormal columns of a matrix %s", (_, x) => {
  it("are orthonormal to 2e-14, and span its columns", () => {
    const q = orthonormalized(x, { relative: 0, floor: 0 }, kernels)!;
    const unit = kernels.scale(q, 1 / (kernels.norm(q) / Math.sqrt(cols)));
    const gram = kernels.syrk(unit, { trans: true }).data;
    gram.forEach((value, k) => expect(Math.abs(value - Number(k % (cols + 1) === 0))).toBeLessThan(2e-14));
    const projected = kernels.gemm(unit, kernels.gemm(unit, x, { transA: true }));
    const left = kernels.norm(kernels.subtract(projected, x)) / kernels.norm(x);
    expect(left).toBeLessThan(1e-14);
    expect(kernels.norm(q) / kernels.norm(x)).toBeCloseTo(1, 12);
  });
});

it("columns of less than full rank have none", () => {
  const twice = matrix(
    rows,
    cols,
    plain.data.map((value, k) => (k % cols === 1 ? plain.data[k - 1]! : value)),
  );
  expect(orthonormalized(twice, rule, kernels)).toBeUndefined();
  expect(
    orthonormalized(
      scaled((unit) => Number(unit !== 3)),
      rule,
      kernels,
    ),
  ).toBeUndefined();
});

it("the rule decides what full rank is, also of units that are small alone", () => {
  const small = scaled((unit) => (unit === 2 ? 1e-9 : 1));
  expect(orthonormalized(small, rule, kernels)).toBeDefined();
  expect(orthonormalized(small, { relative: 1e-6, floor: 0 }, kernels)).toBeUndefined();
});
