import { describe, expect, it } from "vitest";
import { builds, epsilon, noise, noiseMatrix, vector, Wasm, type Precision, type Vector } from "./wasm.ts";

// single precision serves inside the kernels only
const precisions: Precision[] = ["d"];
// around one v128, two and four of them; sum has its spec beside the kernels
const lengths = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 33, 511, 512, 513, 1300];

function noiseVector(length: number, seed: number, precision: Precision): Vector {
  const next = noise(seed);
  return vector(length, precision).map(() => next());
}

const reduce = (x: Vector, term: (xi: number, i: number) => number) =>
  Array.from(x).reduce((sum, xi, i) => sum + term(xi, i), 0);

describe.each(builds)("level 1, %s", (build) => {
  describe.each(precisions)("precision %s", (precision) => {
    const eps = epsilon(precision);
    const wasm = new Wasm(build);
    const call = (name: string, ...args: number[]) => wasm.call[precision + name]!(...args);
    const of = (name: string, x: Vector) => call(name, x.length, wasm.put(x));

    it.each(lengths)("equals the definitions for %i elements", (n) => {
      const x = noiseVector(n, n + 1, precision);
      const y = noiseVector(n, n + 2, precision);
      const size = reduce(x, Math.abs) + 1;
      const near = (got: number, want: number) =>
        expect(Math.abs(got - want)).toBeLessThanOrEqual((n + 1) * eps * size);
      near(
        call("dot", n, wasm.put(x), wasm.put(y)),
        reduce(x, (xi, i) => xi * y[i]!),
      );
      near(of("nrm2", x), Math.sqrt(reduce(x, (xi) => xi * xi)));
      expect(of("amax", x)).toBe(Math.max(0, ...Array.from(x, Math.abs)));
      wasm.reset();
    });

    it.each(lengths)("scales and adds %i elements", (n) => {
      const x = noiseVector(n, n + 1, precision);
      const y = noiseVector(n, n + 2, precision);
      const [atX, atY] = [wasm.put(x), wasm.put(y)];
      call("axpy", n, 0.75, atX, atY);
      call("scal", n, -3, atX);
      const [scaled, added] = [wasm.get(atX, n, precision), wasm.get(atY, n, precision)];
      for (let i = 0; i < n; i++) {
        expect(Math.abs(added[i]! - (0.75 * x[i]! + y[i]!))).toBeLessThanOrEqual(eps * 2);
        expect(Math.abs(scaled[i]! + 3 * x[i]!)).toBeLessThanOrEqual(eps * 3);
      }
      wasm.reset();
    });

    // 3·s, 4·s: the norm is 5·s wherever s can be represented
    const scales =
      precision === "d" ? [1e-323, 1e-310, 1e-160, 1, 1e160, 3e307] : [1e-44, 1e-40, 1e-25, 1, 1e25, 6e37];
    it.each(scales)("takes the norm of elements of size %f without overflow or underflow", (scale) => {
      for (const n of [2, 20]) {
        const x = vector(n, precision);
        x[0] = 3 * scale;
        x[n - 1] = 4 * scale;
        const want = (5 * Math.hypot(x[0] / 3, x[n - 1]! / 4)) / Math.SQRT2;
        const smallest = precision === "d" ? 5e-324 : 1.5e-45;
        expect(Math.abs(of("nrm2", x) - Math.hypot(x[0], x[n - 1]!))).toBeLessThanOrEqual(
          4 * eps * want + smallest,
        );
      }
      wasm.reset();
    });

    it("lets NaN and infinity through, at every place of the loops", () => {
      const n = 37;
      for (let i = 0; i < n; i++) {
        const x = noiseVector(n, 5, precision);
        x[i] = NaN;
        for (const name of ["nrm2", "amax"]) expect(of(name, x)).toBeNaN();
        x[i] = -Infinity;
        expect(of("nrm2", x)).toBe(Infinity);
        expect(of("amax", x)).toBe(Infinity);
        wasm.reset();
      }
    });

    it("transposes every shape around its squares and tiles", () => {
      for (const m of [1, 2, 3, 4, 5, 8, 31, 32, 33, 67]) {
        for (const n of [1, 2, 3, 4, 5, 8, 31, 32, 33, 67]) {
          const [lda, ldb] = [n + 3, m + 1];
          const a = noiseMatrix(m, n, lda, 7, precision);
          const [atA, atB] = [wasm.put(a), wasm.put(vector(n * ldb, precision).fill(NaN))];
          call("transpose", m, n, atA, lda, atB, ldb);
          const b = wasm.get(atB, n * ldb, precision);
          const wrong = Array.from(b).findIndex((x, at) => {
            const [j, i] = [Math.floor(at / ldb), at % ldb];
            return !Object.is(x, i < m ? a[i * lda + j] : NaN);
          });
          expect(wrong, `${m} × ${n}`).toBe(-1);
          wasm.reset();
        }
      }
    });

    it("centers columns and rows that stand far from zero to their own rounding", () => {
      const offset = precision === "d" ? 1e8 : 1e3;
      for (const m of [1, 2, 9, 50]) {
        for (const n of [1, 3, 4, 5, 8, 13, 21, 259]) {
          const lda = n + 2;
          const a = noiseMatrix(m, n, lda, m + n, precision).map((x) => x + offset);
          expectCentered("centerColumns", m, n, lda, a, true);
          expectCentered("centerRows", m, n, lda, a, false);
        }
      }
    });

    function expectCentered(
      name: string,
      m: number,
      n: number,
      lda: number,
      a: Vector,
      byColumn: boolean,
    ): void {
      const [lines, length] = byColumn ? [n, m] : [m, n];
      const index = (line: number, i: number) => (byColumn ? i * lda + line : line * lda + i);
      const size = lines * (precision === "d" ? 8 : 4);
      const [atA, atMeans, work] = [wasm.put(a), wasm.alloc(size), wasm.alloc(size)];
      call(name, m, n, atA, lda, atMeans, work);
      const [got, means] = [wasm.get(atA, a.length, precision), wasm.get(atMeans, lines, precision)];
      for (let line = 0; line < lines; line++) {
        const [first, mean] = [a[index(line, 0)]!, means[line]!];
        let [sum, exact] = [0, 0];
        for (let i = 0; i < length; i++) exact += (a[index(line, i)]! - first) / length;
        for (let i = 0; i < length; i++) {
          const x = got[index(line, i)]!;
          sum += x;
          // the exact residual of the column, first element taken off to keep the test's own digits
          expect(Math.abs(x - (a[index(line, i)]! - first - exact))).toBeLessThan(16 * eps * 2);
        }
        expect(Math.abs(sum / length)).toBeLessThan(8 * eps);
        expect(Math.abs(mean - (first + exact))).toBeLessThanOrEqual(2 * eps * Math.abs(mean));
      }
      for (let i = 0; i < m; i++) for (let j = n; j < lda; j++) expect(got[i * lda + j]).toBeNaN();
      wasm.reset();
    }
  });
});
