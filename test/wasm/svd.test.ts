import { describe, expect, it } from "vitest";
import { dot, fill, jacobi, squares, transposed, withSpectrum } from "./gallery.ts";
import { builds, noise, Wasm } from "./wasm.ts";

const eps = 2 ** -52;
/** Roundings of denormals. */
const tiny = 1e-321;

interface Parts {
  code: number;
  s: Float64Array;
  /** Columns of U and rows of Vᵀ. */
  left: Float64Array[];
  right: Float64Array[];
}

/** a with stride lda, NaN in the gaps. */
function padded(m: number, n: number, lda: number, a: Float64Array): Float64Array {
  return fill(m, lda, (i, j) => (j < n ? a[i * n + j]! : NaN));
}

function singularValues(wasm: Wasm, m: number, n: number, a: Float64Array, lda = n) {
  const r = Math.min(m, n);
  const [atA, s] = [wasm.put(padded(m, n, lda, a)), wasm.alloc(8 * r)];
  const code = wasm.call["dgesvals"]!(m, n, atA, lda, s, wasm.alloc(wasm.call["dgesvalsWork"]!(m, n)));
  const got = { code, s: wasm.get(s, r) as Float64Array };
  wasm.reset();
  return got;
}

function nuclear(wasm: Wasm, m: number, n: number, a: Float64Array, lda = n, reflected = false): number {
  const work = wasm.alloc(wasm.call["dnuclearWork"]!(m, n));
  const sum = wasm.call["dnuclear"]!(m, n, wasm.put(padded(m, n, lda, a)), lda, +reflected, work);
  wasm.reset();
  return sum;
}

function decompose(wasm: Wasm, m: number, n: number, a: Float64Array, wantU = true, wantV = true): Parts {
  const r = Math.min(m, n);
  const [lda, ldu, ldv] = [n + 1, r + 2, n + 3];
  const [atA, s] = [wasm.put(padded(m, n, lda, a)), wasm.alloc(8 * r)];
  const u = wantU ? wasm.alloc(8 * m * ldu) : 0;
  const vt = wantV ? wasm.alloc(8 * r * ldv) : 0;
  const work = wasm.alloc(wasm.call["dgesvdWork"]!(m, n, +wantU, +wantV));
  const code = wasm.call["dgesvd"]!(m, n, atA, lda, s, u, ldu, vt, ldv, work);
  const column = (j: number) => (wasm.get(u, m * ldu) as Float64Array).filter((_, p) => p % ldu === j);
  const row = (i: number) => wasm.get(vt + 8 * i * ldv, n) as Float64Array;
  const each = <T>(f: (i: number) => T) => Array.from({ length: r }, (_, i) => f(i));
  const got = {
    code,
    s: wasm.get(s, r) as Float64Array,
    left: wantU ? each(column) : [],
    right: wantV ? each(row) : [],
  };
  wasm.reset();
  return got;
}

const largest = (x: Iterable<number>) => Math.max(0, ...Array.from(x, Math.abs));
const isDescending = (x: Float64Array) => x.every((xi, i) => xi >= 0 && (i === 0 || x[i - 1]! >= xi));

function orthogonality(rows: Float64Array[]): number {
  return largest(rows.flatMap((x, i) => rows.map((y, j) => dot(x, y) - (i === j ? 1 : 0))));
}

/** Largest element of A − U S Vᵀ. */
function residual(m: number, n: number, a: Float64Array, { s, left, right }: Parts): number {
  const rest = a.slice();
  s.forEach((sk, k) => {
    for (let i = 0; i < m; i++) {
      const x = sk * left[k]![i]!;
      for (let j = 0; j < n; j++) rest[i * n + j]! -= x * right[k]![j]!;
    }
  });
  return largest(rest);
}

function random(m: number, n: number, seed: number): Float64Array {
  return Float64Array.from({ length: m * n }, noise(seed));
}

const sum = (x: Iterable<number>) => Array.from(x).reduce((total, xi) => total + xi, 0);

describe.each(builds)("singular values, %s", (build) => {
  const wasm = new Wasm(build);

  function check(m: number, n: number, a: Float64Array) {
    const r = Math.min(m, n);
    const exact = m >= n ? jacobi(m, n, a).values : jacobi(n, m, transposed(m, n, a)).values;
    const bound = 16 * eps * exact[0]! * Math.sqrt(r) + tiny;
    const only = singularValues(wasm, m, n, a, n + 2);
    expect(only.code).toBe(0);
    expect(isDescending(only.s)).toBe(true);
    expect(largest(only.s.map((x, i) => x - exact[i]!))).toBeLessThanOrEqual(bound);
    const parts = decompose(wasm, m, n, a);
    expect(parts.code).toBe(0);
    expect(isDescending(parts.s)).toBe(true);
    expect(largest(parts.s.map((x, i) => x - exact[i]!))).toBeLessThanOrEqual(bound);
    expect(orthogonality(parts.left)).toBeLessThanOrEqual(2e-14);
    expect(orthogonality(parts.right)).toBeLessThanOrEqual(2e-14);
    expect(residual(m, n, a, parts)).toBeLessThanOrEqual(bound);
    expect(Math.abs(nuclear(wasm, m, n, a, n + 2) - sum(exact))).toBeLessThanOrEqual(
      1e-13 * sum(exact) + r * tiny,
    );
  }

  describe.each(Object.entries(squares))("of %s", (_name, make) => {
    it.each([2, 3, 10, 25, 33, 60, 101])("are right at n = %i", (n) => check(n, n, make(n)));
  });

  // square or nearly, tall enough for a QR factorisation, one row, one column; both ways round
  const shapes = [[1, 1], [1, 7], [2, 1], [3, 2], [5, 4], [6, 5], [7, 6], [33, 32], [40, 34], [41, 34], [70, 20], [200, 9], [65, 64]] as const; // prettier-ignore
  it.each(shapes)("are right for %i × %i and its transpose", (m, n) => {
    check(m, n, random(m, n, m + n));
    check(n, m, random(n, m, m - n + 99));
  });

  it.each([
    [30, 30],
    [45, 45],
    [50, 20],
    [20, 50],
    [90, 40],
  ])("come with either side's vectors alone, %i × %i", (m, n) => {
    const a = random(m, n, 4);
    const both = decompose(wasm, m, n, a);
    const [left, right] = [decompose(wasm, m, n, a, true, false), decompose(wasm, m, n, a, false, true)];
    expect(left.left).toEqual(both.left);
    expect(right.right).toEqual(both.right);
    expect(left.s).toEqual(both.s);
    const neither = decompose(wasm, m, n, a, false, false);
    expect(largest(neither.s.map((x, i) => x - both.s[i]!))).toBeLessThanOrEqual(1e-14 * both.s[0]!);
  });

  // every small value and its vectors, to its own size
  it.each([
    ["columns", false],
    ["rows", true],
  ] as const)("keep relative accuracy when %s fall in size", (_which, turn) => {
    const n = 20;
    const tall = fill(30, n, (i, j) => random(30, n, 8)[i * n + j]! * 10 ** -j);
    const exact = jacobi(30, n, tall);
    const [m, k] = turn ? [n, 30] : [30, n];
    const { s, left, right } = decompose(wasm, m, k, turn ? transposed(30, n, tall) : tall);
    const vectors = turn ? left : right;
    for (let i = 0; i < n; i++) {
      expect(s[i]! / exact.values[i]!).toBeCloseTo(1, 12);
      const sign = Math.sign(dot(vectors[i]!, exact.vectors[i]!));
      expect(largest(vectors[i]!.map((x, j) => x - sign * exact.vectors[i]![j]!))).toBeLessThanOrEqual(1e-12);
    }
  });

  it.each([2 ** -1000, 2 ** -531, 2 ** 531, 2 ** 1000])(
    "have the same digits when all is scaled by %f",
    (factor) => {
      const [m, n] = [40, 30];
      const a = random(m, n, 6);
      const b = a.map((x) => x * factor);
      expect(singularValues(wasm, m, n, b).s).toEqual(singularValues(wasm, m, n, a).s.map((x) => x * factor));
      const [plain, scaled] = [decompose(wasm, m, n, a), decompose(wasm, m, n, b)];
      expect(scaled).toEqual({ ...plain, s: plain.s.map((x) => x * factor) });
      expect(nuclear(wasm, m, n, b)).toBe(nuclear(wasm, m, n, a) * factor);
    },
  );

  it.each([NaN, Infinity, -Infinity])("return 1, and the nuclear norm NaN, for %f in any place", (bad) => {
    for (const [m, n, at] of [
      [12, 12, 0],
      [12, 12, 143],
      [40, 8, 77],
      [8, 40, 319],
    ] as const) {
      // prettier-ignore
      const a = random(m, n, 2);
      a[at] = bad;
      expect(singularValues(wasm, m, n, a).code).toBe(1);
      expect(decompose(wasm, m, n, a).code).toBe(1);
      expect(nuclear(wasm, m, n, a)).toBeNaN();
    }
  });

  it("are none for an empty matrix", () => {
    for (const [m, n] of [
      [0, 3],
      [3, 0],
      [0, 0],
    ] as const) {
      // prettier-ignore
      expect(singularValues(wasm, m, n, new Float64Array(0)).code).toBe(0);
      expect(decompose(wasm, m, n, new Float64Array(0)).code).toBe(0);
      expect(nuclear(wasm, m, n, new Float64Array(0))).toBe(0);
    }
  });

  it.each([1e-3, 1e-5, 1e-6, 1e-9, 1e-15, 0])(
    "sum to the nuclear norm when the least is %f of the largest",
    (least) => {
      const values = Array.from({ length: 40 }, (_, i) => (i < 39 ? 1 + i / 39 : 2 * least));
      const got = nuclear(wasm, 40, 40, withSpectrum(values, 3, false));
      // the Gram matrix serves down to 1e-5, loses eps / least there, and would lose 1e-8 at 1e-9
      expect(Math.abs(got - sum(values))).toBeLessThanOrEqual(2e-10);
      const reflected = nuclear(wasm, 40, 40, withSpectrum(values, 3, false), 40, true);
      expect(Math.abs(reflected - sum(values) + 4 * least)).toBeLessThanOrEqual(2e-10);
    },
  );

  it("stay accurate at n = 250", () => {
    const n = 250;
    const values = Array.from({ length: n }, (_, i) => 1 + ((i * 37) % n) / n);
    const a = withSpectrum(values, 12, false);
    const exact = values.toSorted((x, y) => y - x);
    const { s } = singularValues(wasm, n, n, a);
    expect(largest(s.map((x, i) => x - exact[i]!))).toBeLessThanOrEqual(1e-14 * exact[0]!);
    const parts = decompose(wasm, n, n, a);
    expect(largest(parts.s.map((x, i) => x - exact[i]!))).toBeLessThanOrEqual(1e-14 * exact[0]!);
    expect(orthogonality(parts.left)).toBeLessThanOrEqual(2e-14);
    expect(orthogonality(parts.right)).toBeLessThanOrEqual(2e-14);
    expect(residual(n, n, a, parts)).toBeLessThanOrEqual(2e-14);
  });
});
