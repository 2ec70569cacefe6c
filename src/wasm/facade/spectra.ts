import { NumericalError } from "../../base/errors.ts";
import { shapeOf, type Matrix } from "../../base/matrix.ts";
import type { Exports } from "../exports.ts";
import type { Kernels } from "../kernels.ts";
import type { Arena, Resident } from "../memory.ts";
import { square } from "./square.ts";

/** Eigenvalues and singular values. */
export function bindSpectra(
  wasm: Exports,
  arena: Arena,
): Pick<Kernels, "eigenvalues" | "eigh" | "singularValues" | "nuclearNorm" | "svd" | "leftSvd" | "rightSvd"> {
  /**
   * The decomposition of `large`, which is lost: the larger factor takes its place.
   * @param u, vt - addresses; 0 where a factor is not wanted
   */
  const decompose = (what: string, a: Matrix, large: Resident, u: number, vt: number) => {
    const { rows: m, cols: n } = a;
    const r = Math.min(m, n);
    return arena.scope(() => {
      const s = arena.matrix(1, r);
      const work = arena.alloc(wasm.dgesvdWork(m, n, +(u !== 0), +(vt !== 0)));
      converged(what, a, wasm.dgesvd(m, n, large.address, n, s.address, u, r, vt, n, work));
      return s.data.slice();
    });
  };
  return {
    eigenvalues(a) {
      const n = square("eigenvalues", a);
      return arena.scope(() => {
        const [copy, w] = [arena.copy(a), arena.matrix(1, n)];
        converged(
          "eigenvalues",
          a,
          wasm.dsyev(n, copy.address, n, w.address, arena.alloc(wasm.dsyevWork(n))),
        );
        return w.data.slice();
      });
    },

    eigh(a) {
      const n = square("eigh", a);
      const vectors = arena.matrix(n, n);
      const values = arena.scope(() => {
        const [copy, w] = [arena.copy(a), arena.matrix(1, n)];
        const work = arena.alloc(wasm.dsyevdWork(n));
        converged("eigh", a, wasm.dsyevd(n, copy.address, n, w.address, vectors.address, n, work));
        return w.data.slice();
      });
      return { values, vectors };
    },

    singularValues(a) {
      const { rows: m, cols: n } = a;
      return arena.scope(() => {
        const [copy, s] = [arena.copy(a), arena.matrix(1, Math.min(m, n))];
        const work = arena.alloc(wasm.dgesvalsWork(m, n));
        converged("singularValues", a, wasm.dgesvals(m, n, copy.address, n, s.address, work));
        return s.data.slice();
      });
    },

    nuclearNorm(a, { reflected = false } = {}) {
      const { rows: m, cols: n } = a;
      const sum = arena.scope(() =>
        wasm.dnuclear(m, n, arena.copy(a).address, n, +reflected, arena.alloc(wasm.dnuclearWork(m, n))),
      );
      converged("nuclearNorm", a, Number.isNaN(sum) ? 1 : 0);
      return sum;
    },

    svd(a, { overwrite } = {}) {
      const r = Math.min(a.rows, a.cols);
      const [large, small] = [arena.own(a, overwrite), arena.matrix(r, r)];
      const [u, vt] = a.rows >= a.cols ? [large, small] : [small, large];
      return { u, values: decompose("svd", a, large, u.address, vt.address), vt };
    },

    leftSvd(a, { overwrite } = {}) {
      if (a.rows >= a.cols) {
        const u = arena.own(a, overwrite);
        return { u, values: decompose("svd", a, u, u.address, 0) };
      }
      const u = arena.matrix(a.rows, a.rows);
      return { u, values: arena.scope(() => decompose("svd", a, arena.own(a, overwrite), u.address, 0)) };
    },

    rightSvd(a, { overwrite } = {}) {
      if (a.rows < a.cols) {
        const vt = arena.own(a, overwrite);
        return { values: decompose("svd", a, vt, 0, vt.address), vt };
      }
      const vt = arena.matrix(a.cols, a.cols);
      return { values: arena.scope(() => decompose("svd", a, arena.own(a, overwrite), 0, vt.address)), vt };
    },
  };
}

function converged(what: string, a: Matrix, status: number): void {
  if (status === 0) return;
  const cause = a.data.every(Number.isFinite) ? "the iteration did not converge" : "it holds NaN or infinity";
  throw new NumericalError(`${what} of a ${shapeOf(a)} matrix: ${cause}.`);
}
