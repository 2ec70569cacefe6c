// One Newton step to the polar factor of each product of groups, against the singular value decomposition.
import { beforeAll, describe, expect, it } from "vitest";
import { matrix, transpose, type Matrix } from "../../src/base/matrix.ts";
import { createRandom } from "../../src/base/random.ts";
import { createKernels } from "../../src/wasm/create.ts";
import type { Kernels } from "../../src/wasm/kernels.ts";
import { loadModule } from "../../src/wasm/load.ts";
import { gaussian, multiply } from "../support/data.ts";
import { builds } from "./wasm.ts";
import { groupKernels } from "../../src/wasm/parts/groups.ts";

const distance = (a: Matrix, b: Matrix) => Math.hypot(...a.data.map((value, k) => value - b.data[k]!));
const plus = (a: Matrix, b: Matrix, factor: number) =>
  matrix(
    a.rows,
    a.cols,
    a.data.map((value, k) => value + factor * b.data[k]!),
  );

describe.each(builds)("turnGroups on the %s build", (build) => {
  let kernels: Kernels;
  beforeAll(async () => {
    kernels = await createKernels(await loadModule(build));
  });

  /** A and B with A·Bᵀ = diag(1 … 2) + `off` times a normal matrix; A is r × c. */
  function nearlyDiagonal(r: number, c: number, off: number, seed: number) {
    const b = gaussian(createRandom(seed), c, c);
    const own = matrix(r, c);
    for (let i = 0; i < r; i++) own.data[i * c + i] = 1 + i / r;
    const product = plus(own, gaussian(createRandom(seed, 1), r, c), off); // A·Bᵀ, of c columns for now
    const inverse = kernels.scope(() => {
      const { u, values, vt } = kernels.svd(transpose(b));
      const scaled = matrix(
        c,
        c,
        u.data.map((value, k) => value / values[k % c]!),
      );
      return kernels.detach(kernels.gemm(vt, scaled, { transA: true, transB: true }));
    });
    const rows = (x: Matrix) => matrix(r, c, x.data.slice(0, r * c));
    return { a: multiply(product, inverse), b: rows(b) };
  }

  /** U·Vᵀ of A·Bᵀ = U·S·Vᵀ, and the sum of S. */
  function polarOf(a: Matrix, b: Matrix) {
    const { u, values, vt } = kernels.svd(multiply(a, transpose(b)));
    return { q: multiply(kernels.detach(u), kernels.detach(vt)), nuclear: values.reduce((x, y) => x + y, 0) };
  }

  for (const [r, c, off] of [
    [1, 1, 0.1],
    [4, 4, 1e-6],
    [5, 5, 1e-3],
    [6, 9, 1e-3],
    [13, 13, 1e-2],
  ] as const) {
    it(`turns two groups of ${r} × ${c}, ${off} from diagonal, by an orthogonal matrix to second order`, () => {
      const groups = [1, 2].map((seed) => nearlyDiagonal(r, c, off, seed));
      const stack = (parts: Matrix[]) =>
        matrix(2 * r, c, Float64Array.from(parts.flatMap(({ data }) => [...data])));
      const [a, b] = [stack(groups.map((g) => g.a)), stack(groups.map((g) => g.b))];
      kernels.scope(() => {
        const { turned, sums } = kernels.part(groupKernels).turnGroups(a, b, 2);
        const all = kernels.detach(turned);
        for (const [g, group] of groups.entries()) {
          const { q, nuclear } = polarOf(group.a, group.b);
          const part = matrix(r, c, all.data.slice(g * r * c, (g + 1) * r * c));
          const size = Math.hypot(...group.a.data);
          expect(distance(part, multiply(transpose(q), group.a))).toBeLessThanOrEqual(
            20 * r * size * off ** 2 + 1e-12 * size,
          );
          // orthogonal: lengths and angles of its columns stay
          const [before, after] = [group.a, part].map((x) => multiply(transpose(x), x)) as [Matrix, Matrix];
          expect(distance(before, after)).toBeLessThanOrEqual(1e-11 * size ** 2);
          expect(sums[g]).toBeLessThanOrEqual(nuclear * (1 + 1e-12));
          expect(nuclear - sums[g]!).toBeLessThanOrEqual(nuclear * (100 * r * off ** 4 + 1e-12));
        }
      });
    });
  }

  it("leaves what is far from diagonal, or has a negative diagonal, to the caller", () => {
    kernels.scope(() => {
      const one = matrix(2, 2, Float64Array.of(1, 0, 0, 1));
      const sums = (data: number[]) => [
        ...kernels.part(groupKernels).turnGroups(matrix(2, 2, Float64Array.from(data)), one, 1).sums,
      ];
      expect(sums([1, 0.9, 0.9, 1])).toEqual([NaN]);
      expect(sums([1, 0.5, -0.5, 1])).toEqual([NaN]);
      expect(sums([-1, 0, 0, 1])).toEqual([NaN]);
      expect(sums([3, 0, 0, 1])).toEqual([4]);
    });
  });

  it("refuses shapes that differ and groups that do not divide the rows", () => {
    expect(() => kernels.part(groupKernels).turnGroups(matrix(4, 2), matrix(4, 3), 2)).toThrow(
      "turnGroups: A is 4 × 2, B 4 × 3 in 2",
    );
    expect(() => kernels.part(groupKernels).turnGroups(matrix(4, 2), matrix(4, 2), 3)).toThrow("in 3 groups");
  });
});
