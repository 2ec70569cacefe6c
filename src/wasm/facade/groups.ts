import { ShapeError } from "../../errors.ts";
import { shapeOf } from "../../matrix.ts";
import type { Exports } from "../exports.ts";
import type { Kernels } from "../kernels.ts";
import type { Arena } from "../memory.ts";

/** What is done to each group of rows by itself: many small products, so addresses are worked out once. */
export function bindGroups(wasm: Exports, arena: Arena): Pick<Kernels, "pullGroups"> {
  return {
    pullGroups(a, countsA, b, countsB, floor) {
      if (a.cols !== b.cols || countsA.length !== countsB.length) {
        throw new ShapeError(
          `pullGroups: A is ${shapeOf(a)} in ${countsA.length} groups, B ${shapeOf(b)} in ${countsB.length}; columns and groups must be equal in number.`,
        );
      }
      const n = a.cols;
      const [mostA, mostB] = [countsA, countsB].map((counts) =>
        counts.reduce((x, y) => Math.max(x, y), 0),
      ) as [number, number];
      const [distances, weights] = [new Float64Array(countsA.length), new Float64Array(b.rows)];
      const pulled = arena.matrix(b.rows, n);
      arena.scope(() => {
        let [atA, atB, to] = [arena.addressOf(a), arena.addressOf(b), pulled.address];
        const square = arena.matrix(mostB, mostA);
        const work = arena.alloc(
          Math.max(wasm.deuclideanWork(mostB, mostA, n), wasm.dgemmWork(mostB, n, mostA)),
        );
        const table = square.data; // nothing grows the memory from here on
        for (let group = 0, row = 0; group < countsA.length; group++) {
          const [rowsA, rowsB] = [countsA[group]!, countsB[group]!];
          const address = square.address;
          wasm.deuclidean(rowsB, rowsA, n, atB, n, atA, n, address, rowsA, 0, 0, work);
          distances[group] = toWeights(table, rowsB, rowsA, floor, weights, row);
          wasm.dgemm(0, 0, rowsB, n, rowsA, 1, address, rowsA, atA, n, 0, to, n, work);
          row += rowsB;
          atA += rowsA * n * 8;
          atB += rowsB * n * 8;
          to += rowsB * n * 8;
        }
      });
      return { distances, weights, pulled };
    },
  };
}

/** Distances become weights; the sum of each row goes to `sums`. @returns the mean of the distances */
function toWeights(
  table: Float64Array,
  rows: number,
  cols: number,
  floor: number,
  sums: Float64Array,
  start: number,
): number {
  const pairs = rows * cols;
  let total = 0;
  for (let i = 0, k = 0; i < rows; i++) {
    let sum = 0;
    for (const end = k + cols; k < end; k++) {
      const distance = table[k]!;
      total += distance;
      const weight = 1 / (pairs * (distance > floor ? distance : floor));
      table[k] = weight;
      sum += weight;
    }
    sums[start + i] = sum;
  }
  return total / pairs;
}
