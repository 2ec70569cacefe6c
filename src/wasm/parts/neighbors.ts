import { ShapeError } from "../../base/errors.ts";
import { shapeOf, type Matrix } from "../../base/matrix.ts";
import type { Exports } from "../exports.ts";
import type { Arena } from "../memory.ts";

/** Searches among the rows of a matrix. */
export interface NeighborKernels {
  /**
   * The k nearest rows of each row among all others, exactly, in memory rows × k: numbers from 0, nearest first, of
   * equally near ones the lower number first. Near is a small Euclidean distance, or with `inner` a great inner product,
   * as computed in double precision.
   * @param a - m × p; squares must not overflow
   * @param how - with `self` a row is among its own neighbours, where it is near enough
   * @returns m × k
   * @throws {ShapeError} if there are not as many others.
   */
  nearestRows(a: Matrix, k: number, how: { inner: boolean; self?: boolean }): Matrix;
  /** Of row i and the rows whose numbers stand in row i of a table, m × k. @throws {ShapeError} for other rows. */
  alongTable(a: Matrix, table: Matrix, what: "products" | "squared distances"): Matrix;
}

/** Rows and columns of the products that are made at once: they stay in the second-level cache. */
const [tileRows, tileCols] = [384, 512];

/** A part of the kernels. */
export function neighborKernels(wasm: Exports, arena: Arena): NeighborKernels {
  return {
    nearestRows(a, k, { inner, self = false }) {
      const { rows: m, cols: p } = a;
      if (!(k >= 1 && k <= m - (self ? 0 : 1)))
        throw new ShapeError(`nearestRows: A is ${shapeOf(a)}; no row has ${k} neighbours.`);
      const table = arena.matrix(m, k);
      // With room for all others no list ever fills.
      const room = Math.min(m, k + 64 + (k >> 1));
      arena.scope(() => {
        const rows = arena.addressOf(a);
        const state = arena.alloc(wasm.neighborsWork(m, k, room));
        const tile = arena.alloc(4 * tileRows * tileCols);
        const work = arena.alloc(wasm.sgemmWork(tileRows, tileCols, p));
        const [x, shift] = [arena.alloc(4 * m * p), arena.alloc(8 * p)];
        wasm.sneighborsStart(m, p, rows, +inner, k, room, x, shift, state);
        for (let i = 0; i < m; i += tileRows) {
          const count = Math.min(tileRows, m - i);
          for (let j = i; j < m; j += tileCols) {
            const cols = Math.min(tileCols, m - j);
            const [from, to] = [x + 4 * p * i, x + 4 * p * j];
            wasm.sgemm(0, 1, count, cols, p, 1, from, p, to, p, 0, tile, cols, work);
            wasm.sneighborsScan(count, cols, tile, i, j, m, k, room, state);
          }
        }
        wasm.dneighborsFinish(m, p, rows, k, room, +inner, +self, table.address, state);
      });
      return table;
    },

    alongTable(a, table, what) {
      if (table.rows !== a.rows)
        throw new ShapeError(
          `alongTable: A is ${shapeOf(a)}, the table ${shapeOf(table)}; rows must be as many.`,
        );
      const values = arena.matrix(table.rows, table.cols);
      arena.scope(() => {
        const [rows, numbers] = [arena.addressOf(a), arena.addressOf(table)];
        const squares = +(what === "squared distances");
        wasm.dalongTable(a.rows, a.cols, rows, table.cols, numbers, squares, values.address);
      });
      return values;
    },
  };
}
