import { matrix, type Matrix } from "../../../base/matrix.ts";
import type { Kernels } from "../../../wasm/kernels.ts";
import type { Centred } from "../courses.ts";

/** Units that are taken out of the courses at a time: they share cache lines. */
const together = 8;

/**
 * Inner products of the courses of every two subjects in each unit, once: resamples are sums of them.
 * @param own - time × units of each subject, without missing responses
 * @returns subjects × (subjects · units): row i has that of subjects i and s at s · units + unit; 0 where s = i
 */
export function productsOf(own: readonly Centred[], kernels: Kernels): Matrix {
  const { cols } = own[0]!.course;
  const products = matrix(own.length, own.length * cols);
  for (let start = 0; start < cols; start += together) {
    kernels.scope(() => {
      const units = byUnit(own, start, Math.min(cols, start + together), kernels);
      for (let unit = start, from = 0; unit < Math.min(cols, start + together); unit++, from += own.length)
        spread(kernels.syrk(kernels.rows(units, from, from + own.length)), products, unit);
    });
  }
  return products;
}

/** Courses of units start … end − 1, those of the first unit first: (units · subjects) × time. */
function byUnit(own: readonly Centred[], start: number, end: number, kernels: Kernels): Matrix {
  const { rows: time, cols } = own[0]!.course;
  const turned = kernels.uninitialized((end - start) * own.length, time);
  const to = turned.data;
  for (const [s, { course }] of own.entries()) {
    const { data } = course;
    for (let unit = start, row = s; unit < end; unit++, row += own.length) {
      const last = (row + 1) * time;
      for (let k = row * time, from = unit; k < last; k++, from += cols) to[k] = data[from]!;
    }
  }
  return turned;
}

/** The Gram matrix of one unit, into the place of its products. */
function spread({ rows, data }: Matrix, products: Matrix, unit: number): void {
  const cols = products.cols / rows;
  for (let i = 0, k = 0; i < rows; i++) {
    for (let s = 0; s < rows; s++, k++)
      if (s !== i) products.data[i * products.cols + s * cols + unit] = data[k]!;
  }
}
