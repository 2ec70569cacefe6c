import type { Matrix } from "../../base/matrix.ts";
import type { Exports } from "../exports.ts";
import { Singles, type Arena, type Resident } from "../memory.ts";

/** Terms that are summed in single precision; sums of so many are added in double precision. */
const terms = 1024;

/** One product of matrices in single precision, of a range of its terms. */
type Part = (c: number, from: number, count: number, work: number) => void;

/** Products whose operands lie in wasm memory in single precision. The results are in double precision. */
export function bindSingles(wasm: Exports, arena: Arena) {
  /** Σ over ranges of all `depth` terms, times alpha. */
  function summed(
    rows: number,
    cols: number,
    depth: number,
    alpha: number,
    work: number,
    part: Part,
  ): Resident {
    const c = arena.matrix(rows, cols);
    arena.scope(() => {
      const [sums, scratch] = [arena.alloc(rows * cols * 4), arena.alloc(work)];
      const [to, from] = [c.data, arena.viewSingles(sums, rows * cols)];
      for (let start = 0; start < depth; start += terms) {
        part(sums, start, Math.min(terms, depth - start), scratch);
        if (start === 0) to.set(from);
        else for (let k = 0; k < to.length; k++) to[k]! += from[k]!;
      }
      if (alpha !== 1) for (let k = 0; k < to.length; k++) to[k]! *= alpha;
    });
    return c;
  }

  return {
    singles(a: Matrix, factor = 1): Matrix {
      const placed = new Singles(arena, arena.alloc(a.rows * a.cols * 4), a.rows, a.cols);
      const [to, from] = [placed.singles, a.singles ?? a.data]; // after the memory may have grown
      if (factor === 1) to.set(from);
      else for (let k = 0; k < to.length; k++) to[k] = factor * from[k]!;
      return placed;
    },

    /** @param depth - terms of each sum; the shapes have been checked */
    gemm(a: Singles, b: Singles, m: number, n: number, depth: number, how: Transposes & { alpha: number }) {
      const { transA, transB, alpha } = how;
      const [stepA, stepB] = [transA ? a.cols : 1, transB ? 1 : b.cols];
      return summed(m, n, depth, alpha, wasm.sgemmWork(m, n, Math.min(terms, depth)), (c, from, k, work) => {
        const [pa, pb] = [a.address + 4 * from * stepA, b.address + 4 * from * stepB];
        wasm.sgemm(+transA, +transB, m, n, k, 1, pa, a.cols, pb, b.cols, 0, c, n, work);
      });
    },

    /** The upper triangle of A·Aᵀ (AᵀA); what is below it is undefined. */
    syrk(a: Singles, n: number, depth: number, trans: boolean): Resident {
      const step = trans ? a.cols : 1;
      return summed(n, n, depth, 1, wasm.ssyrkWork(n, Math.min(terms, depth)), (c, from, k, work) =>
        wasm.ssyrk(+trans, n, k, 1, a.address + 4 * from * step, a.cols, 0, c, n, work),
      );
    },
  };
}

interface Transposes {
  readonly transA: boolean;
  readonly transB: boolean;
}
