import { describe, expect, it } from "vitest";
import { dot, eigenvalues, fill, symmetric } from "./gallery.ts";
import { builds, noise, Wasm } from "./wasm.ts";

const eps = 2 ** -52;
/** Roundings of denormals. */
const tiny = 1e-322;

interface Eigen {
  code: number;
  values: Float64Array;
  /** Row i belongs to values[i]. */
  vectors: Float64Array;
}

/** NaN in the gaps and below the diagonal, which the routines may not read. */
function upperOnly(n: number, lda: number, a: Float64Array): Float64Array {
  return fill(n, lda, (i, j) => (j >= i && j < n ? a[i * n + j]! : NaN));
}

function values(wasm: Wasm, n: number, a: Float64Array, lda = n): Eigen {
  const [atA, w] = [wasm.put(upperOnly(n, lda, a)), wasm.alloc(8 * n)];
  const code = wasm.call["dsyev"]!(n, atA, lda, w, wasm.alloc(wasm.call["dsyevWork"]!(n)));
  const got = wasm.get(w, n) as Float64Array;
  wasm.reset();
  return { code, values: got, vectors: new Float64Array(0) };
}

function decompose(wasm: Wasm, n: number, a: Float64Array, lda = n, ldz = n): Eigen {
  const [atA, w, z] = [wasm.put(upperOnly(n, lda, a)), wasm.alloc(8 * n), wasm.alloc(8 * n * ldz)];
  const work = wasm.alloc(wasm.call["dsyevdWork"]!(n));
  const code = wasm.call["dsyevd"]!(n, atA, lda, w, z, ldz, work);
  const rows = wasm.get(z, n * ldz) as Float64Array;
  const got = {
    code,
    values: wasm.get(w, n) as Float64Array,
    vectors: fill(n, n, (i, j) => rows[i * ldz + j]!),
  };
  wasm.reset();
  return got;
}

const largest = (x: Iterable<number>) => Math.max(0, ...Array.from(x, Math.abs));
const row = (n: number, a: Float64Array, i: number) => a.subarray(i * n, i * n + n);
const isAscending = (x: Float64Array) => x.every((xi, i) => i === 0 || x[i - 1]! <= xi);

/** ‖A z − λ z‖ and ‖zᵀz − 1‖, largest element over all pairs. */
function faults(n: number, a: Float64Array, { values, vectors }: Eigen) {
  let [residual, orthogonality] = [0, 0];
  for (let i = 0; i < n; i++) {
    const z = row(n, vectors, i);
    for (let j = 0; j < n; j++) {
      residual = Math.max(residual, Math.abs(dot(row(n, a, j), z) - values[i]! * z[j]!));
      orthogonality = Math.max(orthogonality, Math.abs(dot(row(n, vectors, j), z) - (i === j ? 1 : 0)));
    }
  }
  return { residual, orthogonality };
}

describe.each(builds)("symmetric eigenproblem, %s", (build) => {
  const wasm = new Wasm(build);

  describe.each(Object.entries(symmetric))("of %s", (_name, make) => {
    // QL only, one cut, several cuts with odd halves
    it.each([2, 3, 9, 24, 25, 51, 100])("is right at n = %i", (n) => {
      const a = make(n);
      const size = largest(a) * n;
      const { code, values: w } = values(wasm, n, a, n + 3);
      expect(code).toBe(0);
      expect(isAscending(w)).toBe(true);
      const pairs = decompose(wasm, n, a, n + 1, n + 2);
      expect(pairs.code).toBe(0);
      expect(isAscending(pairs.values)).toBe(true);
      const { residual, orthogonality } = faults(n, a, pairs);
      expect(residual).toBeLessThanOrEqual(8 * eps * size);
      expect(orthogonality).toBeLessThanOrEqual(1e-14);
      expect(largest(w.map((x, i) => x - pairs.values[i]!))).toBeLessThanOrEqual(8 * eps * size);
      if (n > 25) return;
      const exact = eigenvalues(n, a);
      expect(largest(w.map((x, i) => x - exact[i]!))).toBeLessThanOrEqual(16 * eps * size + tiny);
    });
  });

  it.each([1, 2, 17, 64, 200])("finds 2 − 2 cos(kπ/(n + 1)) for second differences, n = %i", (n) => {
    const a = fill(n, n, (i, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0));
    const exact = Float64Array.from(
      { length: n },
      (_, k) => 4 * Math.sin(((k + 1) * Math.PI) / (2 * n + 2)) ** 2,
    );
    for (const { code, values: w } of [values(wasm, n, a), decompose(wasm, n, a)]) {
      expect(code).toBe(0);
      expect(largest(w.map((x, i) => x - exact[i]!))).toBeLessThanOrEqual(16 * eps * 4);
    }
  });

  it("finds the vectors of second differences to rounding over their gaps", () => {
    const n = 60;
    const a = fill(n, n, (i, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0));
    const { vectors } = decompose(wasm, n, a);
    for (let k = 0; k < n; k++) {
      const sine = Float64Array.from({ length: n }, (_, j) =>
        Math.sin(((j + 1) * (k + 1) * Math.PI) / (n + 1)),
      );
      expect(Math.abs(dot(row(n, vectors, k), sine)) * Math.sqrt(2 / (n + 1))).toBeCloseTo(1, 13);
    }
  });

  it.each([2 ** -1000, 2 ** -531, 2 ** 531, 2 ** 1000])(
    "gives the same digits when all is scaled by %f",
    (factor) => {
      const n = 40;
      const a = symmetric["random"]!(n);
      const [plain, scaled] = [
        decompose(wasm, n, a),
        decompose(
          wasm,
          n,
          a.map((x) => x * factor),
        ),
      ];
      expect(scaled.values).toEqual(plain.values.map((x) => x * factor));
      expect(scaled.vectors).toEqual(plain.vectors);
      const scaledValues = values(
        wasm,
        n,
        a.map((x) => x * factor),
      ).values;
      expect(scaledValues).toEqual(values(wasm, n, a).values.map((x) => x * factor));
    },
  );

  it("works on elements near the end of the range", () => {
    const a = symmetric["random"]!(10).map((x) => x * 1e307);
    const { residual } = faults(10, a.map((x) => x * 1e-307), { ...decompose(wasm, 10, a), values: values(wasm, 10, a).values.map((x) => x * 1e-307) }); // prettier-ignore
    expect(residual).toBeLessThanOrEqual(1e-14);
  });

  it.each([NaN, Infinity, -Infinity])("returns 1 for %f in any place of the upper triangle", (bad) => {
    const n = 30;
    for (const [i, j] of [
      [0, 0],
      [0, n - 1],
      [n - 1, n - 1],
      [11, 12],
    ] as const) {
      // prettier-ignore
      const a = symmetric["random"]!(n);
      a[i * n + j] = bad;
      expect(values(wasm, n, a).code).toBe(1);
      expect(decompose(wasm, n, a).code).toBe(1);
    }
  });

  it("handles order 0", () => {
    expect(values(wasm, 0, new Float64Array(0)).code).toBe(0);
    expect(decompose(wasm, 0, new Float64Array(0)).code).toBe(0);
  });

  it("keeps its accuracy at n = 300", () => {
    const n = 300;
    const next = noise(3);
    const half = Float64Array.from({ length: n * n }, next);
    const a = fill(n, n, (i, j) => half[i * n + j]! + half[j * n + i]!);
    const pairs = decompose(wasm, n, a, n, n + 4);
    const { residual, orthogonality } = faults(n, a, pairs);
    expect(residual / largest(pairs.values)).toBeLessThanOrEqual(1e-14);
    expect(orthogonality).toBeLessThanOrEqual(1e-14);
    const w = values(wasm, n, a).values;
    expect(largest(w.map((x, i) => x - pairs.values[i]!)) / largest(w)).toBeLessThanOrEqual(1e-14);
  });
});
