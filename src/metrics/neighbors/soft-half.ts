/**
 * The inner products, or squared distances, of all stimuli of one network, made once: the matrix is symmetric, so half
 * of it is kept. Range by range of stimuli it holds their products with themselves and with all later ones.
 */
import { matrix, type Matrix } from "../../base/matrix.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import { forFeatures } from "../kernel/cka-prepare.ts";
import type { Range } from "../metric.ts";
import { rowRanges } from "./soft-ranges.ts";
import type { SoftRows } from "./soft-rows.ts";

export type SoftHalf = Omit<SoftRows, "rows"> & {
  /** 1 × all products that are kept. */
  readonly half: Matrix;
  readonly stimuli: number;
};

/** Half of them, where that takes at most twice the memory of the responses: each block of each tile then copies its part. */
export function halfOrRows(soft: SoftRows, kernels: Kernels): SoftRows | SoftHalf {
  const { rows, unit, isEuclidean } = soft;
  if (!forFeatures.isWanted(rows.rows, rows.cols)) return soft;
  const upper = isEuclidean
    ? kernels.euclideanBetweenRows(rows, rows.rows, { squared: true })
    : kernels.syrk(rows, { upper: true });
  return { half: halfOf(upper), unit, isEuclidean, stimuli: rows.rows };
}

/** @param upper - m × m; what is below the diagonal is not read */
function halfOf({ rows: m, data }: Matrix): Matrix {
  const ranges = rowRanges(m);
  const half = matrix(
    1,
    ranges.reduce((length, { start, end }) => length + (end - start) * (m - start), 0),
  );
  let to = 0;
  for (const { start, end } of ranges) {
    for (let i = start; i < end; i++, to += m - start) {
      for (let j = start; j < i; j++) half.data[to + j - start] = data[j * m + i]!;
      half.data.set(data.subarray(i * m + i, (i + 1) * m), to + i - start);
    }
  }
  return half;
}

/** Rows start … end − 1 of the whole matrix, which are one of its ranges. */
export function fromHalf({ half, stimuli: m }: SoftHalf, { start, end }: Range, kernels: Kernels): Matrix {
  const rows = kernels.uninitialized(end - start, m);
  const [to, from] = [rows.data, half.data];
  let at = 0;
  for (const before of rowRanges(m)) {
    const width = m - before.start;
    if (before.start === start) break;
    for (let j = before.start; j < before.end; j++, at += width) {
      const place = at + start - before.start;
      for (let i = 0, down = j; i < end - start; i++, down += m) to[down] = from[place + i]!;
    }
  }
  for (let i = 0; i < end - start; i++, at += m - start)
    to.set(from.subarray(at, at + m - start), i * m + start);
  return rows;
}
