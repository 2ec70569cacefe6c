import { NumericalError, ShapeError } from "../../base/errors.ts";
import { shapeOf, type Matrix } from "../../base/matrix.ts";
import type { Exports } from "../exports.ts";
import type { Arena } from "../memory.ts";

/** `weights[k]` is the mass that moves from row `rows[k]` to column `cols[k]`. All other pairs have weight 0. */
export interface Transport {
  rows: Int32Array;
  cols: Int32Array;
  weights: Float64Array;
}

/** An assignment, and why none is better. */
export interface Priced {
  readonly columns: Int32Array;
  readonly u: Float64Array;
  readonly v: Float64Array;
}

/** Assignment and transport. */
export interface MatchingKernels {
  /**
   * Assigns a different column to each row, with the least total cost (the greatest with `maximize`).
   * @param costs - m × n, n ≥ m; an infinite cost forbids its pair
   * @returns the column of each row 0 … m − 1
   * @throws {ShapeError} if there are more rows than columns.
   * @throws {NumericalError} on NaN, on −∞ (+∞ to maximise), or if every assignment has a forbidden pair.
   */
  linearAssignment(costs: Matrix, how?: { maximize?: boolean }): Int32Array;
  /**
   * The same of the greatest total, and prices u of the rows and v of the columns that prove it: u + v is no less than any
   * gain and equal to those of assigned pairs, up to rounding, and v is never negative, 0 where a column is left over.
   */
  greatestAssignment(gains: Matrix): Priced;
  /**
   * ⟨row rows[k] of A, row others[k] of B⟩ for each k.
   * @throws {ShapeError} if their rows are not equally long.
   */
  productsOfRows(a: Matrix, rows: Int32Array, b: Matrix, others: Int32Array): Float64Array;
  /**
   * The optimal transport between uniform weights: every row gives 1 / m, every column takes 1 / n.
   * The total cost is the least, or the greatest with `maximize`.
   * @param costs - m × n, at most 2³¹ elements; an infinite cost forbids its pair
   * @returns the pairs with a weight above 0; `weights` sum to 1
   * @throws {NumericalError} as `linearAssignment`.
   */
  transport(costs: Matrix, how?: { maximize?: boolean }): Transport;
}

/** A part of the kernels. */
export function matchingKernels(wasm: Exports, arena: Arena): MatchingKernels {
  /** @param then - is given the address of what the assignment has left */
  function assign<R>(costs: Matrix, maximize: boolean, then: (columns: Int32Array, work: number) => R): R {
    const { rows: m, cols: n } = costs;
    if (m > n) {
      throw new ShapeError(
        `linearAssignment: the costs are ${shapeOf(costs)}; each row needs a column of its own: transpose them.`,
      );
    }
    return arena.scope(() => {
      const address = arena.addressOf(costs); // first: sizes that fit in memory fit in 32 bits
      const columns = arena.alloc(m * 4);
      const work = arena.alloc(wasm.dlinearAssignmentWork(m, n));
      const code = wasm.dlinearAssignment(m, n, address, n, +maximize, columns, work);
      if (code !== 0) throw new NumericalError(unassignable("linearAssignment", costs, code, maximize));
      return then(arena.viewInt32(columns, m).slice(), work);
    });
  }
  return {
    linearAssignment: (costs, { maximize = false } = {}) => assign(costs, maximize, (columns) => columns),

    greatestAssignment: (gains) =>
      assign(gains, true, (columns, work) => {
        const { rows: m, cols: n } = gains;
        const prices = arena.matrix(1, m + n);
        wasm.dassignmentPrices(m, n, work, prices.address);
        // The kernel minimises what is gained with a minus.
        const gained = prices.data.map((price) => 0 - price);
        return { columns, u: gained.slice(0, m), v: gained.slice(m) };
      }),

    productsOfRows(a, rows, b, others) {
      const length = a.cols;
      if (length !== b.cols)
        throw new ShapeError(
          `productsOfRows: A is ${shapeOf(a)}, B is ${shapeOf(b)}; rows must be equally long.`,
        );
      return arena.scope(() => {
        const [left, right] = [arena.addressOf(a), arena.addressOf(b)];
        return Float64Array.from(rows, (row, k) =>
          wasm.ddot(length, left + row * length * 8, right + others[k]! * length * 8),
        );
      });
    },

    transport(costs, { maximize = false } = {}) {
      const { rows: m, cols: n } = costs;
      const common = greatestCommonDivisor(m, n);
      const [supply, demand] = [n / common, m / common];
      return arena.scope(() => {
        const address = arena.addressOf(costs); // first: it refuses what is too large
        const flow = arena.alloc(m * n * 4);
        const work = arena.alloc(wasm.dtransportWork(m, n));
        const code = wasm.dtransport(m, n, address, n, +maximize, supply, demand, flow, work);
        if (code !== 0) throw new NumericalError(unassignable("transport", costs, code, maximize));
        return flowing(arena.viewInt32(flow, m * n), m, supply * m);
      });
    },
  };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** The entries above 0 of a flow, divided by `total`. The flow is stored column by column. */
function flowing(flow: Int32Array, rows: number, total: number): Transport {
  const used: number[] = [];
  for (let k = 0; k < flow.length; k++) if (flow[k]! > 0) used.push(k);
  return {
    rows: Int32Array.from(used, (k) => k % rows),
    cols: Int32Array.from(used, (k) => Math.floor(k / rows)),
    weights: Float64Array.from(used, (k) => flow[k]! / total),
  };
}

function unassignable(what: string, costs: Matrix, code: number, maximize: boolean): string {
  const forbidden = maximize ? "−∞" : "+∞";
  const cause =
    code === 1
      ? `every ${what === "transport" ? "transport" : "assignment"} has a pair that ${forbidden} forbids`
      : `a cost is NaN or ${maximize ? "+∞" : "−∞"}; expected numbers, or ${forbidden} to forbid a pair`;
  return `${what} of ${shapeOf(costs)} costs: ${cause}.`;
}
