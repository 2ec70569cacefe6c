import { tanh } from "../../../base/math/hyperbolic.ts";
import { log } from "../../../base/math/log.ts";
import { matrix, type Matrix } from "../../../base/matrix.ts";
import { bounded } from "../courses.ts";
import { isPerfect, middle, sortFinite } from "../summary.ts";

/** Correlations products / norms of one row, samples × units. There is none where the norm is 0 or either is NaN. */
export interface Quotients {
  readonly products: Float64Array;
  readonly norms: Float64Array;
}

/** Takes correlations row by row, gives their summaries. */
export interface Collector {
  /** @param values - they may be written over afterwards */
  add(row: number, values: Quotients): void;
  /** samples × units. */
  summaries(): Matrix;
}

/** @param rows - how many will be added */
export function collectorOf(
  summary: "mean" | "median" | "none",
  rows: number,
  samples: number,
  cols: number,
): Collector {
  return summary === "mean" ? meanCollector(samples, cols) : medianCollector(rows, samples, cols);
}

/** So many (1 + r) / (1 − r) that are not perfect have a product below the largest double. */
const mostOdds = 24;

/**
 * tanh of the mean of artanh r. As artanh r = ½ ln((1 + r) / (1 − r)), the sum over rows is half
 * the logarithm of a product: one logarithm instead of one a row.
 */
function meanCollector(samples: number, cols: number): Collector {
  const [odds, sums, counts] = [1, 0, 0].map((value) => new Float64Array(samples * cols).fill(value)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  // Those of ±1, which have no finite z: they count where there is nothing else.
  const perfect = new Map<number, { sum: number; count: number }>();
  const addPerfect = (k: number, r: number) => {
    const { sum, count } = perfect.get(k) ?? { sum: 0, count: 0 };
    perfect.set(k, { sum: sum + Math.sign(r), count: count + 1 });
  };
  let waiting = 0;
  const settle = () => {
    for (let k = 0; k < odds.length; k++) sums[k]! += log(odds[k]!);
    odds.fill(1);
    waiting = 0;
  };
  return {
    add(_row, { products, norms }) {
      if (waiting === mostOdds) settle();
      waiting++;
      for (let k = 0; k < products.length; k++) {
        const product = products[k]!;
        const norm = norms[k]!;
        if (norm > 0 && isPerfect(product, norm)) addPerfect(k, product);
        else if (norm > 0 && product === product) {
          odds[k]! *= (norm + product) / (norm - product);
          counts[k]!++;
        }
      }
    },
    summaries() {
      settle();
      const means = sums.map((sum, k) => tanh(sum / (2 * counts[k]!)));
      for (const [k, { sum, count }] of perfect) if (counts[k] === 0) means[k] = sum / count;
      return matrix(samples, cols, means);
    },
  };
}

function medianCollector(rows: number, samples: number, cols: number): Collector {
  const all = new Float64Array(samples * cols * rows);
  return {
    add(row, { products, norms }) {
      for (let k = 0, to = row; k < products.length; k++, to += rows)
        all[to] = bounded(products[k]!, norms[k]!);
    },
    summaries() {
      const medians = matrix(samples, cols);
      const values = new Float64Array(rows);
      for (let k = 0; k < samples * cols; k++) {
        for (let row = 0; row < rows; row++) values[row] = all[k * rows + row]!;
        medians.data[k] = middle(values, sortFinite(values, rows));
      }
      return medians;
    },
  };
}
