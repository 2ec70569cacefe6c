import { NumericalError } from "../../base/errors.ts";
import { shapeOf, type Matrix } from "../../base/matrix.ts";
import type { Exports } from "../exports.ts";
import type { Kernels } from "../kernels.ts";
import type { Arena } from "../memory.ts";
import { square } from "./square.ts";

/** Eigenvalues and singular values. */
export function bindSpectra(
  wasm: Exports,
  arena: Arena,
): Pick<Kernels, "eigenvalues" | "eigh" | "singularValues" | "nuclearNorm" | "svd"> {
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

    nuclearNorm(a) {
      const { rows: m, cols: n } = a;
      const sum = arena.scope(() =>
        wasm.dnuclear(m, n, arena.copy(a).address, n, arena.alloc(wasm.dnuclearWork(m, n))),
      );
      converged("nuclearNorm", a, Number.isNaN(sum) ? 1 : 0);
      return sum;
    },

    svd(a) {
      const { rows: m, cols: n } = a;
      const r = Math.min(m, n);
      const [u, vt] = [arena.matrix(m, r), arena.matrix(r, n)];
      const values = arena.scope(() => {
        const [copy, s] = [arena.copy(a), arena.matrix(1, r)];
        const work = arena.alloc(wasm.dgesvdWork(m, n, 1, 1));
        const status = wasm.dgesvd(m, n, copy.address, n, s.address, u.address, r, vt.address, n, work);
        converged("svd", a, status);
        return s.data.slice();
      });
      return { u, values, vt };
    },
  };
}

function converged(what: string, a: Matrix, status: number): void {
  if (status === 0) return;
  const cause = a.data.every(Number.isFinite) ? "the iteration did not converge" : "it holds NaN or infinity";
  throw new NumericalError(`${what} of a ${shapeOf(a)} matrix: ${cause}.`);
}
